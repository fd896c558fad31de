#include "registration/refusal.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "directory/ldap_failure.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using directory::LdapCode;

/// Long enough to read one entry.
constexpr std::chrono::milliseconds kGlance{2000};

bool has_win32(const Error& error, std::int64_t code) {
    return std::any_of(error.native_codes().begin(), error.native_codes().end(),
                       [&](const NativeCode& native) {
                           return native.system == NativeSystem::win32 && native.code == code;
                       });
}

struct Words {
    std::string_view text;
    Status status;
};

/// Samba 4.17 source4/dsdb/samdb/ldb_modules: acl.c, samldb.c. OpenLDAP 2.5 servers/slapd/overlays:
/// unique.c. 389-ds 2.3 ldap/servers/plugins/uiduniq: uid.c. All but the last were asked.
constexpr Words kConstraintWords[] = {
    {"acl: spn validation failed", Status::spn_not_own_name},
    {"would cause a conflict", Status::spn_taken},
    {"invalid with ", Status::spn_malformed},
    {"error in module samldb: Constraint violation", Status::spn_alias_taken},
    {"some attributes not unique", Status::spn_taken},
    {"Another entry with the same attribute value already exists", Status::spn_taken},
};

Status status_of_constraint(const Error& refusal) {
    if (has_win32(refusal, win32::kSpnNotUnique)) {
        return Status::spn_taken;
    }
    // [MS-ADTS] 3.1.1.5.1.1: what is no SPN, whoever writes it.
    if (has_win32(refusal, win32::kNameReferenceInvalid)) {
        return Status::spn_malformed;
    }
    // [MS-DRSR] 4.1.28.3: what the validated write does not allow.
    if (has_win32(refusal, win32::kInvalidAttributeSyntax)) {
        return Status::spn_not_own_name;
    }
    const std::string text = server_text(refusal);
    for (const auto& words : kConstraintWords) {
        if (text.find(words.text) != std::string::npos) {
            return words.status;
        }
    }
    return refusal.status();
}

Status status_of(const Error& refusal) {
    switch (directory::ldap_code_of(refusal)) {
        case LdapCode::no_such_object:
            return Status::account_not_found;
        case LdapCode::undefined_attribute:
        case LdapCode::object_class_violation:
            return Status::spn_attribute_missing;
        case LdapCode::invalid_attribute_syntax:
            return Status::spn_malformed;
        case LdapCode::constraint_violation:
            return status_of_constraint(refusal);
        default:
            return refusal.status();
    }
}

/// Whether the entry is a computer's; nothing if that cannot be seen.
std::optional<bool> is_computer(directory::Session& session, const std::string& dn) {
    auto entry = directory::read_entry(session, dn, {"objectClass"}, Deadline::in(kGlance));
    if (!entry || entry->empty() || entry->front().values("objectClass").empty()) {
        return std::nullopt;
    }
    const auto& classes = entry->front().values("objectClass");
    return std::any_of(classes.begin(), classes.end(), [](const auto& name) {
        return equal_ignoring_ascii_case(name, "computer") ||
               equal_ignoring_ascii_case(name, "msDS-ManagedServiceAccount");
    });
}

/// [MS-ADTS] 3.1.1.5.3.1.1.4 and 5.1.3.2.1: who may write which SPN in AD.
std::string right_in_active_directory(directory::Session& session, const std::string& dn) {
    const auto computer = is_computer(session, dn);
    if (computer.value_or(false)) {
        return "ask for the validated write Validated-SPN on " + displayed(dn) +
               " (a computer has it on itself, for names of its own host), or for write property "
               "(WP) on servicePrincipalName; a name that is mapped to another account's needs "
               "the right on that account too";
    }
    return "ask for write property (WP) on servicePrincipalName of " + displayed(dn) +
           (computer ? "; the validated write Validated-SPN gives nothing on a user's entry" : "");
}

std::string right_to_ask_for(directory::Session& session, const std::string& dn) {
    switch (session.profile().kind) {
        case Kind::active_directory:
            return right_in_active_directory(session, dn);
        case Kind::mit_kldap:
            return "ask for write access to servicePrincipalName, krbPrincipalName and "
                   "krbCanonicalName of " +
                   displayed(dn);
        case Kind::freeipa:
            // install/updates: the permissions by which FreeIPA lets krbPrincipalName be written.
            return "ask for the permission \"System: Manage Service Principals\" (of a host's "
                   "entry \"System: Manage Host Principals\", of a user's \"System: Manage User "
                   "Principals\")";
        default:
            return "ask for write access to servicePrincipalName of " + displayed(dn);
    }
}

/// 0 for what Windows has no number of.
std::int64_t win32_of(const Error& error) {
    switch (error.status()) {
        case Status::invalid_argument:
        case Status::too_many_spns:
            return win32::kInvalidParameter;
        case Status::account_not_found:
            return win32::kObjectNotFound;
        case Status::directory_denied:
            return win32::kInsufficientRights;
        case Status::spn_taken:
        case Status::spn_alias_taken:
            return win32::kSpnNotUnique;
        case Status::spn_malformed:
        case Status::name_unusable:
        case Status::name_is_address:
            return win32::kNameReferenceInvalid;
        case Status::spn_not_own_name:
        case Status::spn_not_writable:
            return win32::kInvalidAttributeSyntax;
        case Status::spn_attribute_missing:
            return directory::ldap_code_of(error) == LdapCode::undefined_attribute
                       ? win32::kAttributeTypeUndefined
                       : win32::kObjectClassViolation;
        case Status::directory_constraint:
            return win32::kConstraintViolation;
        default:
            break;
    }
    switch (directory::ldap_code_of(error)) {
        case LdapCode::no_such_attribute:
            return win32::kNoAttributeOrValue;
        case LdapCode::attribute_or_value_exists:
            return win32::kAttributeOrValueExists;
        default:
            return 0;
    }
}

}  // namespace

std::string server_text(const Error& error) {
    const auto& evidence = error.evidence();
    const auto said = std::find_if(evidence.begin(), evidence.end(),
                                   [](const auto& item) { return item.key == "text"; });
    return said == evidence.end() ? "" : said->value;
}

Error explained_refusal(directory::Session& session,
                        const std::string& dn,
                        const directory::Changes& changes,
                        Error refusal) {
    Status status = status_of(refusal);
    const bool adds = std::any_of(changes.begin(), changes.end(), [](const auto& change) {
        return change.kind == directory::Change::Kind::add;
    });
    if (!adds && (status == Status::spn_taken || status == Status::spn_alias_taken)) {
        status = Status::directory_constraint;
    }
    refusal = std::move(refusal).as(status);
    if (status == Status::directory_denied) {
        refusal = std::move(refusal).with_remedy(right_to_ask_for(session, dn));
    }
    return with_win32(std::move(refusal));
}

Error with_win32(Error error) {
    const bool explicit_number =
        !error.native_codes().empty() && error.native_codes().front().system == NativeSystem::win32;
    const std::int64_t code = explicit_number ? 0 : win32_of(error);
    if (code == 0) {
        return error;
    }
    Error out(error.status(), error.message());
    out = std::move(out).with_native(NativeSystem::win32, code);
    for (const auto& native : error.native_codes()) {
        if (native.system != NativeSystem::win32 || native.code != code) {
            out = std::move(out).with_native(native.system, native.code);
        }
    }
    for (const auto& item : error.evidence()) {
        out = std::move(out).with(item.key, item.value);
    }
    const std::string remedy = error.remedy();
    return remedy.empty() ? std::move(out) : std::move(out).with_remedy(remedy);
}

}  // namespace mutauth::registration

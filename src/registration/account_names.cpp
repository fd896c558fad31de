#include "registration/account_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using directory::Entry;

Error gone(const std::string& dn) {
    return Error(Status::account_not_found, "no entry " + displayed(dn)).with("dn", displayed(dn));
}

Result<Entry> read(directory::Session& session,
                   const std::string& dn,
                   const std::vector<std::string>& attributes,
                   const Deadline& deadline) {
    auto found = directory::read_entry(session, dn, attributes, deadline);
    if (!found) {
        return std::move(found).error();
    }
    return found->empty() ? Result<Entry>(gone(dn)) : std::move(found->front());
}

/// [MS-ADTS] 3.1.1.3.1.3.3: "servicePrincipalName;range=0-1499" is a part of a long list, whose
/// last part ends in "-*". Gives the next part's first number.
std::optional<std::size_t> next_part(const Entry& entry, std::vector<std::string>& into) {
    const std::string prefix = to_lower_ascii(kSpnAttribute) + ";range=";
    for (const auto& attribute : entry.attributes) {
        const std::string name = to_lower_ascii(attribute.name);
        if (!name.starts_with(prefix)) {
            continue;
        }
        into.insert(into.end(), attribute.values.begin(), attribute.values.end());
        const auto dash = name.rfind('-');
        std::size_t last = 0;
        const auto read = std::from_chars(name.data() + dash + 1, name.data() + name.size(), last);
        return read.ec == std::errc() ? std::optional(last + 1) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

Result<AccountNames> read_names(directory::Session& session,
                                const std::string& dn,
                                const Deadline& deadline) {
    auto entry =
        read(session, dn, {kSpnAttribute, kPrincipalAttribute, kCanonicalAttribute}, deadline);
    if (!entry) {
        return std::move(entry).error();
    }
    AccountNames out;
    out.spns = entry->values(kSpnAttribute);
    out.principals = entry->values(kPrincipalAttribute);
    out.canonical = entry->first(kCanonicalAttribute);
    for (auto next = next_part(*entry, out.spns); next;) {
        auto part =
            read(session, dn, {fmt::format("{};range={}-*", kSpnAttribute, *next)}, deadline);
        if (!part) {
            return std::move(part).error();
        }
        const std::size_t had = out.spns.size();
        next = next_part(*part, out.spns);
        if (next && out.spns.size() == had) {
            return Error(Status::directory_protocol, "the server's list of SPNs has no end");
        }
    }
    return out;
}

std::string own_principal(const AccountNames& names) {
    if (!names.canonical.empty()) {
        return names.canonical;
    }
    return names.principals.size() == 1 ? names.principals.front() : std::string();
}

std::string own_spn(const AccountNames& names) {
    const auto parts = spn::split_principal(own_principal(names));
    return parts.components.size() > 1 ? parts.name() : std::string();
}

spn::ServicePrincipalName spn_of(const std::string& text) {
    auto parsed = spn::parse(text);
    // What ends in @REALM here is no realm but a part of the value.
    const bool whole = parsed && parsed->text() == text;
    return {text, whole ? parsed->parts() : spn::Parts()};
}

std::string realm_of(const AccountNames& names) {
    const std::string own = own_principal(names);
    const std::string any = names.principals.empty() ? "" : names.principals.front();
    return spn::split_principal(own.empty() ? any : own).realm;
}

std::vector<std::string> all_spns(const AccountNames& names) {
    std::vector<std::string> out = names.spns;
    const std::string realm = realm_of(names);
    for (const auto& principal : names.principals) {
        const auto parts = spn::split_principal(principal);
        const std::string name = parts.name();
        const bool known = std::any_of(out.begin(), out.end(), [&](const auto& other) {
            return equal_ignoring_ascii_case(other, name);
        });
        if (parts.components.size() > 1 && parts.realm == realm && !known) {
            out.push_back(name);
        }
    }
    return out;
}

}  // namespace mutauth::registration

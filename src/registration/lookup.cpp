#include "registration/lookup.h"

#include "core/text.h"
#include "directory/dn.h"
#include "directory/filter.h"
#include "registration/account_names.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

namespace filter = directory::filter;
using directory::Kind;

void by_account_name(std::vector<Lookup>& into, Kind kind, std::string_view name) {
    into.push_back({"", filter::equal("sAMAccountName", name)});
    if (kind != Kind::active_directory) {
        into.push_back({"", filter::equal("uid", name)});
    }
}

void by_principal(std::vector<Lookup>& into,
                  Kind kind,
                  std::string_view principal,
                  std::string_view own_realm) {
    const auto parts = spn::split_principal(principal);
    // Names that two accounts could claim are asked for in the order in which a KDC would.
    if (kind == Kind::mit_kldap) {
        into.push_back({"", filter::equal(kPrincipalAttribute, principal)});
    }
    if (parts.realm == own_realm && parts.components.size() == 1) {
        by_account_name(into, kind, parts.name());
    }
    into.push_back({"", filter::equal("userPrincipalName", principal)});
    if (parts.realm == own_realm && parts.components.size() > 1) {
        into.push_back({"", filter::equal(kSpnAttribute, parts.name())});
    }
}

}  // namespace

Result<std::vector<Lookup>> lookups_for(Kind kind,
                                        std::string_view name,
                                        std::string_view own_principal) {
    if (name.empty() || name.find('\0') != std::string_view::npos) {
        return Error(Status::invalid_argument, "the account's name is empty or holds a NUL");
    }
    if (!is_utf8(name)) {
        return Error(Status::not_utf8);
    }
    std::vector<Lookup> out;
    if (directory::dn::is_dn(name)) {
        out.push_back({std::string(name), ""});
        return out;
    }
    const auto backslash = name.find('\\');
    const bool principal = name.find('@') != std::string_view::npos;
    if (!principal && backslash != std::string_view::npos) {
        // The domain's short name stands in no entry but AD's own; the session's domain is meant.
        by_account_name(out, kind, name.substr(backslash + 1));
    } else if (principal) {
        by_principal(out, kind, name, spn::split_principal(own_principal).realm);
    } else {
        by_account_name(out, kind, name);
    }
    return out;
}

}  // namespace mutauth::registration

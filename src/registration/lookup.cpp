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
    if (kind == Kind::freeipa) {
        into.push_back({"", filter::equal("uid", name)});
        into.push_back({"", filter::equal("fqdn", name)});
        return;
    }
    into.push_back({"", filter::equal("sAMAccountName", name)});
    if (kind != Kind::active_directory) {
        into.push_back({"", filter::equal("uid", name)});
    } else if (!name.ends_with('$')) {
        // [MS-KILE] 3.3.5.1.1: a computer's account without its dollar.
        into.push_back({"", filter::equal("sAMAccountName", std::string(name) + '$')});
    }
}

void by_principal(std::vector<Lookup>& into,
                  Kind kind,
                  std::string_view principal,
                  std::string_view own_realm) {
    const auto parts = spn::split_principal(principal);
    // Names that two accounts could claim are asked for in the order in which a KDC would.
    if (directory::serves_principals(kind)) {
        into.push_back({"", filter::equal(kPrincipalAttribute, principal)});
    }
    if (parts.realm == own_realm && parts.components.size() == 1) {
        by_account_name(into, kind, parts.name());
    }
    if (!directory::holds_spns(kind)) {
        return;
    }
    into.push_back({"", filter::equal("userPrincipalName", principal)});
    if (parts.realm == own_realm && parts.components.size() > 1) {
        into.push_back({"", filter::equal(kSpnAttribute, parts.name())});
    }
}

}  // namespace

std::string_view domain_in(std::string_view name) {
    const auto backslash = name.find('\\');
    const bool other = backslash == std::string_view::npos || directory::dn::is_dn(name) ||
                       name.find('@') != std::string_view::npos;
    return other ? std::string_view() : name.substr(0, backslash);
}

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
    if (const auto domain = domain_in(name); !domain.empty()) {
        by_account_name(out, kind, name.substr(domain.size() + 1));
    } else if (name.find('@') != std::string_view::npos) {
        by_principal(out, kind, name, spn::split_principal(own_principal).realm);
    } else {
        by_account_name(out, kind, name);
    }
    return out;
}

}  // namespace mutauth::registration

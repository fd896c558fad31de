#include "registration/held_names.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "core/text.h"
#include "directory/filter.h"
#include "spn/fold.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

namespace filter = directory::filter;
using directory::Kind;

/// [MS-ADTS] 3.1.1.3.1.3.3: "attribute;range=0-1499" where there are more.
bool is_part_of_a_list(const directory::Attribute& attribute) {
    const std::string prefix = std::string(kSpnAttribute) + ";range=";
    return equal_ignoring_ascii_case(attribute.name.substr(0, prefix.size()), prefix);
}

AccountNames names_in(const directory::Entry& entry) {
    AccountNames out;
    out.spns = entry.values(kSpnAttribute);
    out.principals = entry.values(kPrincipalAttribute);
    out.canonical = entry.first(kCanonicalAttribute);
    return out;
}

std::vector<HeldName> listed(const directory::Session& session, const AccountNames& names) {
    std::vector<HeldName> out;
    std::unordered_set<std::string> seen;
    std::string realm = realm_of(names);
    // Where the KDC does not know the account yet, its SPNs are meant for the realm all the same.
    if (realm.empty() && directory::serves_principals(session.profile().kind)) {
        realm = spn::split_principal(session.principal()).realm;
    }
    for (const auto& spn : names.spns) {
        HeldName name{spn, realm, false};
        if (seen.insert(name.key()).second) {
            out.push_back(std::move(name));
        }
    }
    for (const auto& principal : names.principals) {
        auto parts = spn::split_principal(principal);
        HeldName name{parts.name(), std::move(parts.realm), true};
        if (parts.components.size() > 1 && seen.insert(name.key()).second) {
            out.push_back(std::move(name));
        }
    }
    return out;
}

}  // namespace

std::string HeldName::key() const {
    std::string out = spn::folded(text);
    out += '\0';
    return out += realm;
}

const std::vector<std::string>& name_attributes() {
    static const std::vector<std::string> names{kSpnAttribute, kPrincipalAttribute,
                                                kCanonicalAttribute};
    return names;
}

std::string any_name_filter(Kind kind) {
    const std::string spns = filter::present(kSpnAttribute);
    return directory::serves_principals(kind)
               ? filter::any_of({spns, filter::present(kPrincipalAttribute)})
               : spns;
}

Result<std::vector<HeldName>> held_names(directory::Session& session,
                                         const directory::Entry& entry,
                                         const Deadline& deadline) {
    if (std::any_of(entry.attributes.begin(), entry.attributes.end(), is_part_of_a_list)) {
        auto all = read_names(session, entry.dn, deadline);
        return all ? Result<std::vector<HeldName>>(listed(session, *all)) : std::move(all).error();
    }
    return listed(session, names_in(entry));
}

std::string as_text(const std::string& value) {
    const bool fine = is_utf8(value) && value.find('\0') == std::string::npos;
    return fine ? value : displayed(value, std::numeric_limits<std::size_t>::max());
}

}  // namespace mutauth::registration

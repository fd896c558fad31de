#include "registration/holders.h"

#include <algorithm>

#include "directory/dn.h"
#include "directory/filter.h"
#include "registration/account_names.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

namespace filter = directory::filter;

std::string filter_for(const directory::Session& session, const spn::ServicePrincipalName& spn) {
    std::string by_spn = filter::equal(kSpnAttribute, spn.text());
    if (!directory::serves_principals(session.profile().kind)) {
        return by_spn;
    }
    const std::string realm = spn.parts().realm.empty()
                                  ? spn::split_principal(session.principal()).realm
                                  : spn.parts().realm;
    return filter::any_of(
        {by_spn, filter::equal(kPrincipalAttribute, spn::to_principal(spn.text(), realm))});
}

}  // namespace

Result<std::vector<std::string>> find_holders(directory::Session& session,
                                              const spn::ServicePrincipalName& spn,
                                              const Deadline& deadline) {
    auto places = directory::places_to_check(session, deadline);
    if (!places) {
        return std::move(places).error();
    }
    return find_holders_in(*places, session, spn, deadline);
}

Result<std::vector<std::string>> find_holders_in(const std::vector<directory::Place>& places,
                                                 directory::Session& session,
                                                 const spn::ServicePrincipalName& spn,
                                                 const Deadline& deadline) {
    std::vector<std::string> out;
    for (const auto& [place, base] : places) {
        // RFC 4511 4.5.1.8: "1.1" asks for no attributes.
        auto found = directory::find_all(
            *place, {base, directory::Scope::subtree, filter_for(session, spn), {"1.1"}}, deadline);
        if (!found) {
            return std::move(found).error();
        }
        for (auto& entry : *found) {
            const bool known = std::any_of(out.begin(), out.end(), [&](const auto& dn) {
                return directory::dn::same(dn, entry.dn);
            });
            if (!known) {
                out.push_back(std::move(entry.dn));
            }
        }
    }
    return out;
}

Result<std::vector<std::string>> find_other_holders(directory::Session& session,
                                                    const spn::ServicePrincipalName& spn,
                                                    const std::string& dn,
                                                    const Deadline& deadline) {
    auto holders = find_holders(session, spn, deadline);
    if (holders) {
        std::erase_if(*holders,
                      [&](const auto& holder) { return directory::dn::same(holder, dn); });
    }
    return holders;
}

}  // namespace mutauth::registration

#include "registration/unique.h"

#include "core/text.h"
#include "registration/alias_conflicts.h"
#include "registration/holders.h"

namespace mutauth::registration {

Result<void> check_unique(directory::Session& session,
                          const spn::ServicePrincipalName& spn,
                          const std::string& dn,
                          const Deadline& deadline) {
    auto others = find_other_holders(session, spn, dn, deadline);
    if (!others) {
        return std::move(others).error();
    }
    if (others->empty()) {
        return refuse_alias_conflicts(session, spn, dn, deadline);
    }
    Error out(Status::spn_taken,
              displayed(spn.text()) + " is on another account: " + displayed(others->front()));
    out = std::move(out).with("spn", displayed(spn.text()));
    for (const auto& holder : *others) {
        out = std::move(out).with("holder", displayed(holder));
    }
    return out;
}

}  // namespace mutauth::registration

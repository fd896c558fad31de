// The account behind an SPN as a domain controller looks it up ([MS-DRSR] 4.1.4.2.14).
#pragma once

#include <string>
#include <vector>

#include "directory/session.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

enum class FoundBy : int {
    nothing = 0,
    /// It is registered as it is.
    exact = 1,
    /// It is registered under the class that its class stands for.
    alias = 2,
    /// It names a domain controller by the GUID of its directory service.
    dsa_guid = 3,
};

struct SpnLookup {
    FoundBy by = FoundBy::nothing;
    /// The name that was found, which an alias changes.
    std::string spn;
    /// More than one: nobody can prove the name.
    std::vector<std::string> holders;
};

/// The steps in their order, until one finds something.
Result<SpnLookup> look_up_spn(directory::Session& session,
                              const spn::ServicePrincipalName& spn,
                              const Deadline& deadline);

}  // namespace mutauth::registration

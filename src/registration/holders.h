// Which accounts hold an SPN.
#pragma once

#include <string>
#include <vector>

#include "directory/forest.h"
#include "directory/session.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

/// DNs, wherever a name must be unique (directory::places_to_check). Where MIT's KDC reads the
/// directory, an account that the KDC serves the name for counts too; the realm is the SPN's or
/// else the session's own.
Result<std::vector<std::string>> find_holders(directory::Session& session,
                                              const spn::ServicePrincipalName& spn,
                                              const Deadline& deadline);

/// The same in these places.
Result<std::vector<std::string>> find_holders_in(const std::vector<directory::Place>& places,
                                                 directory::Session& session,
                                                 const spn::ServicePrincipalName& spn,
                                                 const Deadline& deadline);

/// Those of find_holders without one account.
Result<std::vector<std::string>> find_other_holders(directory::Session& session,
                                                    const spn::ServicePrincipalName& spn,
                                                    const std::string& dn,
                                                    const Deadline& deadline);

}  // namespace mutauth::registration

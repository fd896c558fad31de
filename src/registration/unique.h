// Whether an account may hold an SPN, as far as the others are concerned.
#pragma once

#include <string>

#include "directory/session.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

/// spn_taken or spn_alias_taken, with the holders in the evidence, if another account in the forest
/// has it or is taken to have it.
Result<void> check_unique(directory::Session& session,
                          const spn::ServicePrincipalName& spn,
                          const std::string& dn,
                          const Deadline& deadline);

}  // namespace mutauth::registration

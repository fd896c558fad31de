// Which single values an SPN takes on an account, and which of them are missing or to be deleted.
// Decides from what was read; does no I/O.
#pragma once

#include "directory/change.h"
#include "directory/profile.h"
#include "registration/account_names.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

/// Empty if the account has it all. spn_not_writable if the KDC's directory cannot hold the name.
Result<directory::Changes> plan_add(directory::Kind kind,
                                    const AccountNames& names,
                                    const spn::ServicePrincipalName& spn);

/// Empty if the account has nothing of it. Refuses to take the account's own principal away.
Result<directory::Changes> plan_remove(directory::Kind kind,
                                       const AccountNames& names,
                                       const spn::ServicePrincipalName& spn);

}  // namespace mutauth::registration

// Which single values SPNs take on an account, and which of them are missing or to be deleted.
// Decides from what was read; does no I/O.
#pragma once

#include "directory/change.h"
#include "directory/profile.h"
#include "registration/account_names.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

using Spns = std::vector<spn::ServicePrincipalName>;

/// [MS-DRSR] 4.1.28.1.1: the most that DsWriteAccountSpn takes.
inline constexpr std::size_t kMostSpns = 10000;

/// What an account shall hold, and what not.
struct Wish {
    Spns add;
    Spns remove;
    /// Whatever is not to be added goes.
    bool nothing_else = false;
};

struct Plan {
    /// Empty if all is as wished.
    directory::Changes changes;
    /// The account's own principal, where it has the form of an SPN: its keys belong to that.
    std::vector<std::string> kept;
};

/// spn_not_writable if the KDC's directory cannot hold a name. Refuses to take the account's own
/// principal away if that is asked for by name.
Result<Plan> plan(directory::Kind kind, const AccountNames& names, const Wish& wish);

}  // namespace mutauth::registration

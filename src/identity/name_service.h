// Users as the machine's name service (nsswitch.conf: files, SSSD, Winbind) has them.
#pragma once

#include <string>

#include "core/result.h"
#include "identity/local_user.h"

namespace mutauth::identity {

/// With the groups it has now. Asks each time, since a user may be gone since the last one.
Result<LocalUser> find_user(const std::string& name);

}  // namespace mutauth::identity

// A user of this machine, by the numbers that its kernel compares.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"

namespace mutauth::identity {

struct Caller;

struct LocalUser {
    /// As the name service spells it; may be empty where only numbers are known.
    std::string name;
    uid_t uid = 0;
    gid_t gid = 0;
    /// Supplementary, with or without gid.
    std::vector<gid_t> groups;
    /// Whoever made this allowed uid 0 by name.
    bool may_be_root = false;
    /// As whom the user came, if as a client: goes wherever the user goes, to another thread too.
    std::shared_ptr<const Caller> caller{};
};

/// Whether this process may act as the user, or start programs as it: impersonation_not_granted or
/// root_not_allowed.
Result<void> check_may_act_as(const LocalUser& user);

}  // namespace mutauth::identity

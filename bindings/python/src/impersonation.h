// Users of this machine, who of them a caller is, and acting as them.
#pragma once

#include <memory>

#include "classes.h"

namespace binding {

/// Shared with the scopes that act as the user.
using User = std::shared_ptr<const v1::LocalUser>;

struct LocalUser {
    User user;
};

struct UserMap {
    std::shared_ptr<const v1::UserMap> map;
    /// How many rules it has, of whatever kind.
    std::size_t rules;
};

void bind_impersonation(py::module_& module);

}  // namespace binding

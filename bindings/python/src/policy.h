// Policies, and the Python function that a log goes to.
#pragma once

#include <optional>

#include "classes.h"

namespace binding {

/// Never changed once it is made, so threads may share one.
struct Policy {
    std::int32_t level = MUTAUTH_LEVEL_PRIVACY;
    std::int32_t mechanism = MUTAUTH_MECHANISM_KRB5;
    std::int32_t protector = MUTAUTH_PROTECTOR_OWN;
    std::optional<v1::Log> log;

    v1::Policy made() const;
};

/// Of no policy: the safe defaults.
v1::Policy made(const Policy* policy);

void bind_policy(py::module_& module);

}  // namespace binding

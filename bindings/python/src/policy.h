// Policies, and the Python function that a log goes to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "classes.h"

namespace binding {

/// Never changed once it is made, so threads may share one.
struct Policy {
    std::int32_t level = MUTAUTH_LEVEL_PRIVACY;
    std::int32_t mechanism = MUTAUTH_MECHANISM_KRB5;
    std::int32_t protector = MUTAUTH_PROTECTOR_OWN;
    bool mutual = true;
    bool dce_style = false;
    bool identify_only = false;
    std::int32_t channel_bindings = MUTAUTH_BINDINGS_WHEN_GIVEN;
    std::int32_t delegation = MUTAUTH_DELEGATION_NEVER;
    std::optional<std::vector<std::int32_t>> session_enctypes;
    std::optional<std::vector<std::int32_t>> ticket_enctypes;
    std::optional<std::int64_t> longest_life;
    std::optional<std::uint64_t> message_limit;
    std::uint32_t replay_window = 0;
    bool keep_ticket = false;
    bool keep_delegated = false;
    std::optional<std::string> replay_cache;
    bool waive_replay_cache = false;
    std::optional<v1::Log> log;

    v1::Policy made() const;
};

/// Calls the function for each line of the level and more important ones.
v1::Log log_to(const py::object& function, std::int32_t least_important);

/// Of no policy: the safe defaults.
v1::Policy made(const Policy* policy);

void bind_policy(py::module_& module);

}  // namespace binding

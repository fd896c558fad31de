// What a caller lets the service do in its name.
#pragma once

#include <string>

#include "context/proof.h"
#include "core/result.h"

namespace mutauth::identity {

/// Windows' numbers (RPC_C_IMP_LEVEL_...).
enum class ImpersonationLevel : std::int32_t {
    anonymous = 1,
    identify = 2,
    impersonate = 3,
    delegate = 4,
};

/// On the client's own side nobody granted anything: identify.
ImpersonationLevel granted(const context::Proof& caller) noexcept;

/// The one gate in front of acting as a client, here and towards other services:
/// impersonation_not_granted below impersonate.
Result<void> check_may_act_as(const std::string& client, ImpersonationLevel level);

}  // namespace mutauth::identity

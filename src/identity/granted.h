// What a caller lets the service do in its name.
#pragma once

#include "context/proof.h"

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

}  // namespace mutauth::identity

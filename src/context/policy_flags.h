// A policy's demands as GSS-API's request flags (RFC 2743 1.2.1), which are also those inside a
// Kerberos authenticator (RFC 4121 4.1.1.1).
#pragma once

#include <cstdint>

#include "context/cfx_session.h"
#include "context/policy.h"

namespace mutauth::context {

/// What an initiator asks for, and what must hold in the end.
std::uint32_t flags_of(const Policy& policy) noexcept;

/// How messages are laid out and counted under the flags that hold.
void describe(cfx::Session& session, std::uint32_t flags, const Policy& policy) noexcept;

}  // namespace mutauth::context

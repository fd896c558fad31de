// A policy's demands as GSS-API's request flags (RFC 2743 1.2.1), which are also those inside a
// Kerberos authenticator (RFC 4121 4.1.1.1).
#pragma once

#include <cstdint>
#include <string>

#include "context/cfx_session.h"
#include "context/policy.h"

namespace mutauth::context {

/// What an initiator asks for.
std::uint32_t flags_of(const Policy& policy) noexcept;

/// What the policy misses among the flags that hold. An acceptor is satisfied with sequence
/// detection alone, as Cyrus SASL's clients ask: whatever is not the next message is refused then,
/// a message that came before included (RFC 4121 4.2.5, RFC 2743 1.2.3).
std::uint32_t missing_flags(std::uint32_t agreed, bool initiator, const Policy& policy) noexcept;

/// "mutual authentication, replay detection", for people.
std::string names_of_flags(std::uint32_t flags);

/// How messages are laid out and counted under the flags that hold.
void describe(cfx::Session& session, std::uint32_t flags, const Policy& policy) noexcept;

}  // namespace mutauth::context

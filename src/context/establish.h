// The library's own checks of a negotiation that the mechanism calls complete.
#pragma once

#include <memory>

#include "context/gss.h"
#include "context/security_context.h"

namespace mutauth::context {

/// RFC 2743's request flags for a level.
OM_uint32 flags_for(Level level) noexcept;

/// What the mechanism said when it completed.
struct Completed {
    gss::Context context;
    OM_uint32 flags = 0;
    bool initiator = false;
};

/// Fails unless both sides are proven, every protection of the policy is there, the mechanism is
/// Kerberos and the session key is AES. The service is what to report as such: the proven name in
/// full on an initiator, the ticket's claim on an acceptor; empty for the mechanism's own answer.
Result<std::unique_ptr<SecurityContext>> establish(Completed completed,
                                                   const Policy& policy,
                                                   const std::string& service);

}  // namespace mutauth::context

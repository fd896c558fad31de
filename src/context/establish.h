// The library's own checks of a negotiation that the mechanism calls complete.
#pragma once

#include <memory>

#include "context/gss.h"
#include "context/security_context.h"

namespace mutauth::context {

/// RFC 2743's request flags for a level.
OM_uint32 flags_for(Level level) noexcept;

/// What the mechanism said when it completed, and what the side itself knows.
struct Completed {
    gss::Context context;
    OM_uint32 flags = 0;
    bool initiator = false;
    /// The peer's signature of SPNEGO's list, or what came in its place; empty if nothing did.
    Bytes list_signature;
    /// "" where only the mechanism can say, which costs more than a step of a negotiation.
    std::string client;
    /// The proven name on an initiator, the ticket's claim on an acceptor.
    std::string service;
    /// The keytab entry whose key opened the ticket; the proven name on an initiator.
    std::string service_key;
};

/// Fails unless both sides are proven, every protection of the policy is there, the mechanism is
/// Kerberos and the session key is AES.
Result<std::unique_ptr<SecurityContext>> establish(Completed completed, const Policy& policy);

}  // namespace mutauth::context

// What a context that GSS-API has completed agreed on.
#pragma once

#include "context/exchange.h"
#include "context/gss.h"
#include "context/policy.h"

namespace mutauth::context {

/// An initiator's name is known already: each one costs the mechanism several looks at its
/// configuration. The context is used up if it is to protect the messages.
/// The signature is the peer's of SPNEGO's list, or what came in its place; empty if nothing did.
Result<Agreement> gss_agreement(gss::Context& context,
                                const Policy& policy,
                                bool initiator,
                                ByteView list_signature,
                                Agreement known);

}  // namespace mutauth::context

// SPNEGO's refusal of an initiator (RFC 4178 4.2.2).
#pragma once

#include "core/bytes.h"

namespace mutauth::context {

/// A NegTokenResp with negState reject, and the mechanism's token that says why, if there is one.
Bytes spnego_reject(ByteView token);

}  // namespace mutauth::context

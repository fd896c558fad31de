// Kerberos' messages as GSS-API's tokens: "60 len OID tok-id message" (RFC 2743 3.1, RFC 4121 4.1).
#pragma once

#include <cstdint>

#include "core/bytes.h"

namespace mutauth::context {

enum class MessageId : std::uint16_t { ap_req = 0x0100, ap_rep = 0x0200, error = 0x0300 };

Bytes framed(MessageId id, ByteView message);

}  // namespace mutauth::context

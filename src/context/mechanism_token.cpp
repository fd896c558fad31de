#include "context/mechanism_token.h"

#include <array>

#include "core/der.h"
#include "core/der_writer.h"

namespace mutauth::context {
namespace {

/// RFC 4121 4.1: 1.2.840.113554.1.2.2.
constexpr std::array<std::uint8_t, 9> kKerberos{0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                0x12, 0x01, 0x02, 0x02};

}  // namespace

Bytes framed(MessageId id, ByteView message) {
    Bytes content = der::element(der::kOid, kKerberos);
    content.reserve(content.size() + 2 + message.size());
    content.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(id) >> 8));
    content.push_back(static_cast<std::uint8_t>(id));
    append(content, message);
    return der::element(der::application(0), content);
}

}  // namespace mutauth::context

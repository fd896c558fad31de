#include "context/mechanism_token.h"

#include <algorithm>
#include <array>

#include "core/der.h"

namespace mutauth::context {
namespace {

/// RFC 4121 4.1: 1.2.840.113554.1.2.2.
constexpr std::array<std::uint8_t, 9> kKerberos{0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                0x12, 0x01, 0x02, 0x02};

void append_length(Bytes& to, std::size_t length) {
    if (length < 0x80) {
        to.push_back(static_cast<std::uint8_t>(length));
        return;
    }
    unsigned octets = 1;
    while (length >> (8 * octets) != 0) {
        ++octets;
    }
    to.push_back(static_cast<std::uint8_t>(0x80 | octets));
    while (octets-- > 0) {
        to.push_back(static_cast<std::uint8_t>(length >> (8 * octets)));
    }
}

}  // namespace

Bytes framed(MessageId id, ByteView message) {
    Bytes out;
    out.reserve(message.size() + 24);
    out.push_back(der::application(0));
    append_length(out, 2 + kKerberos.size() + 2 + message.size());
    out.push_back(der::kOid);
    append_length(out, kKerberos.size());
    append(out, kKerberos);
    out.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(id) >> 8));
    out.push_back(static_cast<std::uint8_t>(id));
    append(out, message);
    return out;
}

std::optional<ByteView> unframed(MessageId id, ByteView token) noexcept {
    const auto content = der::unwrap(token, der::application(0));
    if (!content) {
        return std::nullopt;
    }
    der::Reader reader(*content);
    const auto oid = reader.next(der::kOid);
    const ByteView rest = reader.left();
    if (!oid || !std::equal(oid->begin(), oid->end(), kKerberos.begin(), kKerberos.end()) ||
        rest.size() < 2 || (rest[0] << 8 | rest[1]) != static_cast<int>(id)) {
        return std::nullopt;
    }
    return rest.subspan(2);
}

}  // namespace mutauth::context

#include "context/cfx_token.h"

#include <algorithm>

namespace mutauth::context::cfx {
namespace {

constexpr std::uint8_t kSentByAcceptor = 1;
constexpr std::uint8_t kSealed = 2;
constexpr std::uint8_t kAcceptorSubkey = 4;
constexpr std::uint8_t kFiller = 0xff;

/// RFC 4121 4.2.6.1 and 4.2.6.2.
constexpr std::array<std::uint8_t, 2> id_of(TokenKind kind) noexcept {
    return kind == TokenKind::wrap ? std::array<std::uint8_t, 2>{5, 4}
                                   : std::array<std::uint8_t, 2>{4, 4};
}

std::uint16_t read_u16(ByteView octets) noexcept {
    return static_cast<std::uint16_t>(octets[0] << 8 | octets[1]);
}

}  // namespace

HeaderBytes write_header(const Header& header) noexcept {
    HeaderBytes out{};
    const auto id = id_of(header.kind);
    out[0] = id[0];
    out[1] = id[1];
    out[2] = static_cast<std::uint8_t>((header.sent_by_acceptor ? kSentByAcceptor : 0) |
                                       (header.sealed ? kSealed : 0) |
                                       (header.acceptor_subkey ? kAcceptorSubkey : 0));
    std::fill(out.begin() + 3, out.begin() + 8, kFiller);
    if (header.kind == TokenKind::wrap) {
        out[4] = static_cast<std::uint8_t>(header.extra_count >> 8);
        out[5] = static_cast<std::uint8_t>(header.extra_count);
        out[6] = static_cast<std::uint8_t>(header.right_rotation >> 8);
        out[7] = static_cast<std::uint8_t>(header.right_rotation);
    }
    const auto high = write_u32(static_cast<std::uint32_t>(header.sequence >> 32));
    const auto low = write_u32(static_cast<std::uint32_t>(header.sequence));
    std::copy(high.begin(), high.end(), out.begin() + 8);
    std::copy(low.begin(), low.end(), out.begin() + 12);
    return out;
}

Result<Header> read_header(TokenKind expected, ByteView token) {
    const auto id = id_of(expected);
    if (token.size() < kHeaderSize || token[0] != id[0] || token[1] != id[1] ||
        token[3] != kFiller) {
        return Error(Status::message_tampered);
    }
    Header out;
    out.kind = expected;
    out.sent_by_acceptor = (token[2] & kSentByAcceptor) != 0;
    out.sealed = (token[2] & kSealed) != 0;
    out.acceptor_subkey = (token[2] & kAcceptorSubkey) != 0;
    if (expected == TokenKind::wrap) {
        out.extra_count = read_u16(token.subspan(4));
        out.right_rotation = read_u16(token.subspan(6));
    } else if (std::any_of(token.begin() + 4, token.begin() + 8,
                           [](std::uint8_t octet) { return octet != kFiller; })) {
        return Error(Status::message_tampered);
    }
    out.sequence =
        std::uint64_t{read_u32(token.subspan<8, 4>())} << 32 | read_u32(token.subspan<12, 4>());
    return out;
}

HeaderBytes unrotated_header(ByteView token) noexcept {
    HeaderBytes out{};
    std::copy_n(token.begin(), kHeaderSize, out.begin());
    out[6] = 0;
    out[7] = 0;
    return out;
}

HeaderBytes uncounted_header(ByteView token) noexcept {
    HeaderBytes out = unrotated_header(token);
    out[4] = 0;
    out[5] = 0;
    return out;
}

}  // namespace mutauth::context::cfx

// The clear header of RFC 4121's tokens (4.2.6): who made it, its place in the order, its layout.
#pragma once

#include <array>
#include <cstdint>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::context::cfx {

inline constexpr std::size_t kHeaderSize = 16;

enum class TokenKind { mic, wrap };

struct Header {
    TokenKind kind = TokenKind::wrap;
    bool sent_by_acceptor = false;
    /// Of a wrap token: encrypted, not only signed.
    bool sealed = false;
    bool acceptor_subkey = false;
    /// Of a wrap token: octets of filler if sealed, else of checksum.
    std::uint16_t extra_count = 0;
    /// Of a wrap token: by how many octets what follows was rotated to the right.
    std::uint16_t right_rotation = 0;
    std::uint64_t sequence = 0;
};

using HeaderBytes = std::array<std::uint8_t, kHeaderSize>;

HeaderBytes write_header(const Header& header) noexcept;
/// message_tampered for what is no token of RFC 4121.
Result<Header> read_header(TokenKind expected, ByteView token);

/// A wrap token's own header as it was before its rotation: what the sender encrypted. What is
/// reserved in it stays as it is, so that it is checked too.
HeaderBytes unrotated_header(ByteView token) noexcept;
/// The same without the count: what the sender hashed.
HeaderBytes uncounted_header(ByteView token) noexcept;

}  // namespace mutauth::context::cfx

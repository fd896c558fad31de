// The "checksum" by which an initiator tells its flags and channel bindings inside a Kerberos
// authenticator (RFC 4121 4.1.1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace mutauth::context {

inline constexpr std::int32_t kGssChecksumType = 0x8003;

struct GssChecksum {
    /// All zero: none were given.
    std::array<std::uint8_t, 16> bindings{};
    std::uint32_t flags = 0;
    /// A KRB-CRED, borrowed; empty without GSS_C_DELEG_FLAG.
    ByteView delegated;

    bool has_bindings() const noexcept { return bindings != std::array<std::uint8_t, 16>{}; }
};

/// What there is room for in a checksum.
inline constexpr std::size_t kLongestDelegated = 0xffff;

Bytes write_checksum(const GssChecksum& checksum);
/// Nothing for what is too short, says another length of its bindings or of what is delegated, or
/// goes on with something that is no extension (RFC 6542).
std::optional<GssChecksum> read_checksum(ByteView octets) noexcept;

}  // namespace mutauth::context

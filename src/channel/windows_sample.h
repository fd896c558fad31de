// The framing of the SSPI client and server samples of Windows: four octets of length, the lowest
// first, and the body, which is a token or a sealed message and never empty. No I/O. It has no
// kind, no failure, no close and no refusal.
#pragma once

#include "context/security_context.h"
#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::channel {

/// The longest body.
inline constexpr std::size_t kSampleLongest = 12000;
inline constexpr std::size_t kSampleHead = 4;

std::uint32_t read_u32_low_first(std::span<const std::uint8_t, 4> octets) noexcept;

/// Writes a token's frame behind what is there, and nothing for an empty one.
Result<void> append_sample_token(Bytes& out, ByteView token);

/// A sealed message's frame, as the sample's EncryptThis makes its body: four octets with the
/// length of what EncryptMessage calls the token, that, and the encrypted data.
Result<void> append_sample_message(Bytes& out, context::SecurityContext& context, ByteView message);
Result<Bytes> open_sample_message(context::SecurityContext& context, ByteView body);

}  // namespace mutauth::channel

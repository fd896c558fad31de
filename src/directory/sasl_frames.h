// SASL's sealed buffers on a stream: four bytes of length, then the buffer (RFC 4422 3.7).
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::directory {

inline constexpr std::size_t kFrameHeader = 4;

/// The buffer with its length before it.
Bytes framed(ByteView sealed);

/// Collects one buffer after the other from pieces of any size.
class FrameReader {
  public:
    explicit FrameReader(std::size_t longest) : longest_(longest) {}

    /// Where the next bytes from the stream go; never empty.
    MutableByteView space();
    /// How many were put there. Gives the buffer that they complete, if they do; frame_too_large
    /// or frame_malformed end the stream.
    Result<std::optional<Bytes>> filled(std::size_t size);
    /// Whether the stream may end here.
    bool between_frames() const noexcept { return header_size_ == 0; }

  private:
    Result<void> begin_body();

    std::size_t longest_;
    std::array<std::uint8_t, kFrameHeader> header_{};
    std::size_t header_size_ = 0;
    Bytes body_;
    std::size_t body_size_ = 0;
};

}  // namespace mutauth::directory

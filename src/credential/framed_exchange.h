// One request and its reply over a stream, as RFC 4120 7.2.2 frames them, in steps that never wait.
#pragma once

#include <array>
#include <optional>

#include "core/bytes.h"
#include "core/deadline.h"

namespace mutauth::credential {

class FramedExchange {
  public:
    /// The descriptor stays the caller's.
    FramedExchange(int fd, ByteView request);

    int fd() const noexcept { return fd_; }
    /// The poll(2) event that the next step needs.
    short awaits() const noexcept;
    /// As far as it goes without waiting: the reply once it is whole. stream_truncated for one that
    /// ends early, kdc_protocol for one without an end.
    Result<std::optional<Bytes>> advance();

  private:
    Result<bool> fill(MutableByteView into, std::size_t& filled) const;

    int fd_;
    Bytes request_;
    std::size_t sent_ = 0;
    std::array<std::uint8_t, 4> head_{};
    std::size_t head_got_ = 0;
    Bytes reply_;
    std::size_t reply_got_ = 0;
};

/// The whole of it, within the deadline.
Result<Bytes> exchange_framed(int fd, ByteView request, const Deadline& deadline);

}  // namespace mutauth::credential

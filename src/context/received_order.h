// Which of the peer's messages have come, by their sequence numbers (RFC 2743 1.2.3).
#pragma once

#include <array>
#include <cstdint>

#include "core/result.h"

namespace mutauth::context {

class ReceivedOrder {
  public:
    static constexpr std::uint32_t kWidest = 1024;

    /// Window 0 takes every message but the next for a failure. Else one may come late by less
    /// than so many messages (at most kWidest), once.
    ReceivedOrder(std::uint64_t next, std::uint32_t window) noexcept
        : first_(next), next_(next), window_(window) {}

    /// Asked once it is known that the peer made the message: message_replayed or
    /// message_out_of_order, and then nothing has changed.
    Result<void> take(std::uint64_t sequence);
    /// The number behind the highest one so far.
    std::uint64_t next() const noexcept { return next_; }

  private:
    using Word = std::uint64_t;
    static constexpr std::size_t kWordBits = 64;

    Result<void> take_late(std::uint64_t sequence);
    bool has_come(std::uint64_t sequence) const noexcept;
    void set(std::uint64_t sequence, bool came) noexcept;

    std::uint64_t first_;
    std::uint64_t next_;
    std::uint32_t window_;
    /// A ring of bits: those of the last kWidest numbers before next_ are true ones.
    std::array<Word, kWidest / kWordBits> came_{};
};

}  // namespace mutauth::context

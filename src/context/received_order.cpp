#include "context/received_order.h"

#include <algorithm>

namespace mutauth::context {

Result<void> ReceivedOrder::take(std::uint64_t sequence) {
    if (sequence < next_) {
        return take_late(sequence);
    }
    if (window_ == 0) {
        if (sequence != next_) {
            return Error(Status::message_out_of_order);
        }
        ++next_;
        return {};
    }
    const std::uint64_t ahead = sequence - next_;
    if (ahead >= kWidest) {
        came_.fill(0);
    } else {
        for (std::uint64_t missing = next_; missing < sequence; ++missing) {
            set(missing, false);
        }
    }
    set(sequence, true);
    next_ = sequence + 1;
    return {};
}

/// What is too late to be told from a replay is taken for one.
Result<void> ReceivedOrder::take_late(std::uint64_t sequence) {
    if (sequence < first_ || next_ - sequence > window_ || has_come(sequence)) {
        return Error(Status::message_replayed);
    }
    set(sequence, true);
    return {};
}

bool ReceivedOrder::has_come(std::uint64_t sequence) const noexcept {
    const std::uint64_t bit = sequence % kWidest;
    return (came_[bit / kWordBits] >> bit % kWordBits & 1) != 0;
}

void ReceivedOrder::set(std::uint64_t sequence, bool came) noexcept {
    const std::uint64_t bit = sequence % kWidest;
    const Word mask = Word{1} << bit % kWordBits;
    Word& word = came_[bit / kWordBits];
    word = came ? word | mask : word & ~mask;
}

}  // namespace mutauth::context

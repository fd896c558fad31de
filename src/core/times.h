// Arithmetic on times and spans that ends at the furthest value in place of overflowing: a caller
// may say "as long as possible" by the largest number there is.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace mutauth {

/// A time in seconds since 1970, so many seconds later; a negative span is earlier.
constexpr std::int64_t later(std::int64_t time, std::int64_t seconds) noexcept {
    std::int64_t out = 0;
    if (!__builtin_add_overflow(time, seconds, &out)) {
        return out;
    }
    return seconds < 0 ? std::numeric_limits<std::int64_t>::min()
                       : std::numeric_limits<std::int64_t>::max();
}

/// Negative if "to" comes first.
constexpr std::int64_t seconds_between(std::int64_t from, std::int64_t to) noexcept {
    std::int64_t out = 0;
    if (!__builtin_sub_overflow(to, from, &out)) {
        return out;
    }
    return from < 0 ? std::numeric_limits<std::int64_t>::max()
                    : std::numeric_limits<std::int64_t>::min();
}

constexpr std::chrono::milliseconds milliseconds_of(std::int64_t seconds) noexcept {
    constexpr std::int64_t kMost = std::chrono::milliseconds::max().count() / 1000;
    return std::chrono::milliseconds(1000 * std::clamp(seconds, -kMost, kMost));
}

}  // namespace mutauth

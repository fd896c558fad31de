// How long something takes.
#pragma once

#include <chrono>
#include <functional>

namespace support {

/// What happens at once, or at a deadline of its own, takes less than this on any machine that runs
/// the tests; what it must not be is told by a wait of a minute or without end.
inline constexpr std::chrono::milliseconds kPrompt{10000};

/// A deadline that the work is to meet has to be made within it: a bound below holds from there.
inline std::chrono::milliseconds taken_by(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
}

}  // namespace support

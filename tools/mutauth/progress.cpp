#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace mutauth::command {
namespace {

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kPause{200};

}  // namespace

Progress::Progress() noexcept
    : wanted_(::isatty(STDERR_FILENO) == 1), next_(Clock::now() + kPatience) {}

void Progress::at(std::uint64_t entries) {
    if (!wanted_ || Clock::now() < next_) {
        return;
    }
    next_ = Clock::now() + kPause;
    shown_ = true;
    std::fprintf(stderr, "\r%llu entries", static_cast<unsigned long long>(entries));
    std::fflush(stderr);
}

void Progress::clear() noexcept {
    if (shown_) {
        shown_ = false;
        // ECMA-48 8.3.41: EL, erase to the end of the line.
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
    }
}

}  // namespace mutauth::command

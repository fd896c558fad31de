#include "core/deadline.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>

#include "core/system_error.h"

namespace mutauth {

Result<std::shared_ptr<Cancellation>> Cancellation::make() {
    FileDescriptor event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!event) {
        return system_error("eventfd");
    }
    return std::shared_ptr<Cancellation>(new Cancellation(std::move(event)));
}

void Cancellation::cancel() noexcept {
    const std::uint64_t one = 1;
    // Fails only when it was cancelled 2^64 - 1 times before.
    [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
}

Deadline Deadline::usual() {
    return in(std::chrono::seconds(30));
}

Deadline Deadline::in(std::chrono::milliseconds span) {
    const auto now = Clock::now();
    const auto room =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::time_point::max() - now);
    return Deadline(now + std::clamp(span, std::chrono::milliseconds::zero(), room));
}

Deadline Deadline::with(std::shared_ptr<Cancellation> cancellation) const {
    Deadline out = *this;
    out.cancellation_ = std::move(cancellation);
    return out;
}

Deadline Deadline::at_most(std::chrono::milliseconds span) const {
    Deadline out = *this;
    out.at_ = std::min(at_, in(span).at_);
    return out;
}

std::chrono::milliseconds Deadline::left() const noexcept {
    const auto now = Clock::now();
    return now >= at_ ? std::chrono::milliseconds(0)
                      : std::chrono::ceil<std::chrono::milliseconds>(at_ - now);
}

Result<void> Deadline::check() const {
    if (cancellation_) {
        pollfd cancel{cancellation_->fd(), POLLIN, 0};
        if (::poll(&cancel, 1, 0) > 0) {
            return Error(Status::cancelled);
        }
    }
    if (passed()) {
        return Error(Status::deadline_passed);
    }
    return {};
}

Result<void> wait_for(int fd, short events, const Deadline& deadline) {
    for (;;) {
        std::array<pollfd, 2> waits{{{fd, events, 0}, {deadline.cancel_fd(), POLLIN, 0}}};
        const auto left =
            std::min<std::int64_t>(deadline.left().count(), std::numeric_limits<int>::max());
        const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(left));
        if (ready < 0 && errno != EINTR) {
            return system_error("poll");
        }
        if (ready > 0 && waits[1].revents != 0) {
            return Error(Status::cancelled);
        }
        if (ready > 0 && waits[0].revents != 0) {
            return {};
        }
        if (deadline.passed()) {
            return Error(Status::deadline_passed);
        }
    }
}

}  // namespace mutauth

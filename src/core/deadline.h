// How long an operation may wait, and the means to end it from another thread.
#pragma once

#include <chrono>
#include <memory>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace mutauth {

/// Readable once cancelled; stays so.
class Cancellation {
  public:
    static Result<std::shared_ptr<Cancellation>> make();
    void cancel() noexcept;
    int fd() const noexcept { return event_.get(); }

  private:
    explicit Cancellation(FileDescriptor event) noexcept : event_(std::move(event)) {}
    FileDescriptor event_;
};

class Deadline {
  public:
    using Clock = std::chrono::steady_clock;

    /// Thirty seconds from now: what an operation gets that was given no deadline.
    static Deadline usual();
    static Deadline in(std::chrono::milliseconds span);
    static Deadline never() noexcept { return Deadline(Clock::time_point::max()); }

    Deadline with(std::shared_ptr<Cancellation> cancellation) const;
    /// The earlier of this and a span from now.
    Deadline at_most(std::chrono::milliseconds span) const;

    bool passed() const noexcept { return Clock::now() >= at_; }
    /// Rounded up, so that a wait never ends just before the deadline; 0 once passed.
    std::chrono::milliseconds left() const noexcept;
    int cancel_fd() const noexcept { return cancellation_ ? cancellation_->fd() : -1; }
    /// deadline_passed or cancelled, if the wait must end now.
    Result<void> check() const;

  private:
    explicit Deadline(Clock::time_point at) noexcept : at_(at) {}
    Clock::time_point at_;
    std::shared_ptr<Cancellation> cancellation_;
};

/// Waits until fd is ready for the poll(2) events; deadline_passed or cancelled otherwise.
Result<void> wait_for(int fd, short events, const Deadline& deadline);

}  // namespace mutauth

/* How long a call may wait. */
#ifndef MUTAUTH_CPP_DEADLINE_HPP
#define MUTAUTH_CPP_DEADLINE_HPP

#include <mutauth/deadline.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <chrono>
#include <cstdint>

namespace mutauth::v1 {

/// A point in time that can also be brought forward. Shareable between threads.
///
/// A call that can wait takes one as its last argument; without it the call waits 30 seconds, but
/// for Channel::receive, which waits without end.
class Deadline {
  public:
    explicit Deadline(std::chrono::milliseconds from_now)
        : handle_(detail::make<Owned>([&](mutauth_deadline** out) {
              return mutauth_deadline_in(from_now.count(), out);
          })) {}

    /// Ends only when it is cancelled.
    static Deadline never() { return Deadline(std::chrono::milliseconds(INT64_MAX)); }

    /// Ends every wait under it, now and later, with MUTAUTH_CANCELLED. Any thread may call it.
    void cancel() const noexcept { mutauth_deadline_cancel(handle_.get()); }

    std::chrono::milliseconds left() const noexcept {
        return std::chrono::milliseconds(mutauth_deadline_left(handle_.get()));
    }

    const mutauth_deadline* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_deadline, mutauth_deadline_free>;
    Owned handle_;
};

/// The deadline of a call, or none.
class Until {
  public:
    Until() noexcept = default;
    Until(const Deadline& deadline) noexcept : deadline_(deadline.get()) {}

    const mutauth_deadline* get() const noexcept { return deadline_; }

  private:
    const mutauth_deadline* deadline_ = nullptr;
};

}  // namespace mutauth::v1

#endif

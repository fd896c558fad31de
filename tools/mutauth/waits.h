// The waits of a service's threads, so that stopping can end them.
#pragma once

#include <mutauth/mutauth.hpp>

#include <chrono>
#include <mutex>
#include <set>

namespace mutauth::command {

namespace auth = mutauth::v1;

class Waits {
  public:
    /// What a thread waits for: its client's next call, or to get on with what it has begun.
    enum class Reason { next_call, work };

    /// Runs `wait(deadline)`; once that reason is ended, the deadline is cancelled from the start.
    template <typename Wait>
    auto within(std::chrono::milliseconds limit, Reason reason, Wait wait) {
        const Entry entry(*this, limit, reason);
        return wait(entry.deadline);
    }

    /// Cancels these waits, now and from now on. Any thread may call it.
    void end(Reason reason);

  private:
    struct Entry {
        Entry(Waits& waits, std::chrono::milliseconds limit, Reason reason);
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;
        ~Entry();

        Waits& waits;
        Reason reason;
        auth::Deadline deadline;
    };

    std::mutex mutex_;
    std::set<const Entry*> running_;
    std::set<Reason> ended_;
};

}  // namespace mutauth::command

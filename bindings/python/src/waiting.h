// Calls that wait: without the interpreter's lock, and so that Ctrl-C and free() end them.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "arguments.h"

namespace binding {

/// The waits that are in progress on one object, so that freeing it ends them.
class Waits {
  public:
    /// One wait, as long as it lives. Throws WrongState if the object was freed.
    class Entry {
      public:
        Entry(Waits& waits, const v1::Deadline& deadline);
        ~Entry();
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

      private:
        Waits& waits_;
        const v1::Deadline& deadline_;
    };

    /// Cancels the waits in progress and refuses new ones.
    void end();

  private:
    std::mutex mutex_;
    bool ended_ = false;
    std::vector<const v1::Deadline*> running_;
};

/// A mutex whose owner is refused, and does not wait for itself: a log's callback runs inside the
/// call that logs, and may be anything.
template <class Mutex>
class Exclusive {
  public:
    void lock() {
        refuse_owner();
        mutex_.lock();
        owner_ = std::this_thread::get_id();
    }
    bool try_lock() {
        refuse_owner();
        return owned(mutex_.try_lock());
    }
    bool try_lock_for(std::chrono::milliseconds time) { return owned(mutex_.try_lock_for(time)); }
    void unlock() {
        owner_ = std::thread::id();
        mutex_.unlock();
    }

  private:
    void refuse_owner() const {
        if (owner_ == std::this_thread::get_id()) {
            throw v1::Error(MUTAUTH_WRONG_STATE, "the object is in use by the call that logs this");
        }
    }
    bool owned(bool locked) {
        if (locked) {
            owner_ = std::this_thread::get_id();
        }
        return locked;
    }

    Mutex mutex_;
    std::atomic<std::thread::id> owner_{};
};

/// For what one thread at a time may use.
using Alone = Exclusive<std::mutex>;

/// Where calls queue that may run only one at a time. Waiting for the turn is bounded like the
/// call.
class Turn {
  public:
    using Lock = std::unique_lock<Exclusive<std::timed_mutex>>;
    [[nodiscard]] Lock take(const v1::Deadline& deadline);

  private:
    Exclusive<std::timed_mutex> mutex_;
};

/// Runs the body without the interpreter's lock. On Python's main thread signal handlers go on
/// running meanwhile; if one raises, the deadline is cancelled and the exception thrown.
void run_interruptibly(const v1::Deadline& deadline, const std::function<void()>& body);

/// Whether Python runs its signal handlers on this thread.
bool on_main_thread();

/// body(deadline) for a wait that cannot be taken up again.
template <class Body>
auto waiting(Waits& waits, Timeout timeout, Body body) {
    using Result = std::invoke_result_t<Body, const v1::Deadline&>;
    const v1::Deadline deadline(timeout.length);
    const Waits::Entry entry(waits, deadline);
    if constexpr (std::is_void_v<Result>) {
        run_interruptibly(deadline, [&] { body(deadline); });
    } else {
        std::optional<Result> result;
        run_interruptibly(deadline, [&] { result.emplace(body(deadline)); });
        return std::move(*result);
    }
}

/// How long a wait goes on before signals are looked for.
constexpr std::chrono::milliseconds slice{50};

/// One piece of a longer wait. Nothing if it passed and another piece is to follow.
template <class Body>
auto wait_a_piece(Waits& waits, std::chrono::milliseconds piece, bool last, Body& body) {
    std::optional<std::invoke_result_t<Body, const v1::Deadline&>> result;
    const v1::Deadline deadline(piece);
    const Waits::Entry entry(waits, deadline);
    const OthersRun others_run;
    try {
        result.emplace(body(deadline));
    } catch (const v1::Error& error) {
        if (last || error.status() != MUTAUTH_DEADLINE_PASSED) {
            throw;
        }
    }
    return result;
}

/// body(deadline) for a wait that can be taken up again after its deadline: on the main thread it
/// runs in pieces, with a look for signals between them.
template <class Body>
auto waiting_again(Waits& waits, Timeout timeout, Body body) {
    const bool in_pieces = on_main_thread();
    auto left = timeout.length;
    for (;;) {
        const auto piece = in_pieces && left > slice ? slice : left;
        if (auto result = wait_a_piece(waits, piece, piece == left, body)) {
            return std::move(*result);
        }
        if (PyErr_CheckSignals() != 0) {
            throw py::error_already_set();
        }
        left -= left == Timeout::endless ? std::chrono::milliseconds(0) : piece;
    }
}

}  // namespace binding

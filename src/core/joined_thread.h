// A thread whose end its owner waits for.
#pragma once

#include <functional>
#include <system_error>
#include <thread>
#include <utility>

#include "core/fork_guard.h"
#include "core/result.h"
#include "core/signals_blocked.h"
#include "core/system_error.h"

namespace mutauth {

/// A program's callback that runs on the thread may let go of the thread's owner. Nobody waits for
/// the end then, since a thread cannot wait for its own. So what the work touches must be shared by
/// the work and the owner, and the owner must be the last to let go of it where it does wait: a
/// release callback then never runs on a thread that somebody waits for.
class JoinedThread {
  public:
    JoinedThread() = default;
    JoinedThread(const JoinedThread&) = delete;
    JoinedThread& operator=(const JoinedThread&) = delete;
    ~JoinedThread() { join(); }

    /// It takes no signals. The work throws nothing.
    Result<void> start(std::function<void()> work) {
        try {
            const SignalsBlocked blocked;
            thread_ = std::thread(std::move(work));
        } catch (const std::system_error& e) {
            return system_error("starting a thread", e.code().value());
        }
        return {};
    }

    /// In a forked child there is no such thread.
    bool forked() const noexcept { return fork_guard_.forked(); }

    void join() noexcept {
        if (!thread_.joinable()) {
            return;
        }
        if (forked() || thread_.get_id() == std::this_thread::get_id()) {
            thread_.detach();
        } else {
            thread_.join();
        }
    }

  private:
    std::thread thread_;
    ForkGuard fork_guard_;
};

}  // namespace mutauth

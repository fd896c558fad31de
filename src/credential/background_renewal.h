// A thread that does something again and again, each time when the last one said.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "core/deadline.h"
#include "core/fork_guard.h"

namespace mutauth::credential {

class BackgroundRenewal {
  public:
    /// How long to wait until the next time.
    using Work = std::function<std::chrono::milliseconds(const Deadline&)>;

    static Result<std::unique_ptr<BackgroundRenewal>> start(Work work);
    BackgroundRenewal(const BackgroundRenewal&) = delete;
    BackgroundRenewal& operator=(const BackgroundRenewal&) = delete;
    /// Ends the work under way, and waits for its end.
    ~BackgroundRenewal();

  private:
    explicit BackgroundRenewal(std::shared_ptr<Cancellation> ending) : ending_(std::move(ending)) {}
    void run(const Work& work) const;

    std::shared_ptr<Cancellation> ending_;
    std::thread thread_;
    ForkGuard fork_guard_;
};

}  // namespace mutauth::credential

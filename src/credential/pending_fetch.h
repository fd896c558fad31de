// A fetch of tickets that nobody waits for: something to poll, and an outcome in the end.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "core/deadline.h"
#include "core/fork_guard.h"
#include "credential/credential.h"

namespace mutauth::credential {

class PendingFetch {
  public:
    /// Of a ticket to the service, or of the ticket-granting ticket alone.
    static Result<std::unique_ptr<PendingFetch>> start(
        std::shared_ptr<Credential> credential,
        std::optional<spn::ServicePrincipalName> service,
        std::chrono::milliseconds span);
    PendingFetch(const PendingFetch&) = delete;
    PendingFetch& operator=(const PendingFetch&) = delete;
    /// Cancels what is still under way.
    ~PendingFetch();

    /// Readable once there is an outcome.
    int fd() const noexcept { return done_->fd(); }
    /// Nothing while it goes on; forked in a process that did not start it.
    std::optional<Result<void>> outcome() const;

  private:
    PendingFetch(std::shared_ptr<Cancellation> ending, std::shared_ptr<Cancellation> done)
        : ending_(std::move(ending)), done_(std::move(done)) {}

    std::shared_ptr<Cancellation> ending_;
    std::shared_ptr<Cancellation> done_;
    /// The thread's until over_, which is set before done_ is readable.
    std::optional<Error> failure_;
    std::atomic<bool> over_{false};
    std::thread thread_;
    ForkGuard fork_guard_;
};

}  // namespace mutauth::credential

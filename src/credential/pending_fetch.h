// A fetch of tickets that nobody waits for: something to poll, and an outcome in the end.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include "core/deadline.h"
#include "core/joined_thread.h"
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
    /// Cancels what is still under way, and waits for its end unless it is a callback on the thread
    /// that lets this go.
    ~PendingFetch();

    /// Readable once there is an outcome.
    int fd() const noexcept { return shared_->done->fd(); }
    /// Nothing while it goes on; forked in a process that did not start it.
    std::optional<Result<void>> outcome() const;

  private:
    struct Shared {
        std::shared_ptr<Credential> credential;
        std::optional<spn::ServicePrincipalName> service;
        std::shared_ptr<Cancellation> ending;
        std::shared_ptr<Cancellation> done;
        /// The thread's until over, which is set before done is readable.
        std::optional<Error> failure;
        std::atomic<bool> over{false};
    };

    explicit PendingFetch(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
    static void run(Shared& shared, const Deadline& deadline);

    std::shared_ptr<Shared> shared_;
    // Goes first: what is shared is let go when nobody uses it any more.
    JoinedThread thread_;
};

}  // namespace mutauth::credential

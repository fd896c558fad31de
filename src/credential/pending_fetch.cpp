#include "credential/pending_fetch.h"

#include <system_error>

#include "core/signals_blocked.h"
#include "core/system_error.h"

namespace mutauth::credential {

Result<std::unique_ptr<PendingFetch>> PendingFetch::start(
    std::shared_ptr<Credential> credential,
    std::optional<spn::ServicePrincipalName> service,
    std::chrono::milliseconds span) {
    auto ending = Cancellation::make();
    auto done = Cancellation::make();
    if (!ending || !done) {
        return ending ? std::move(done).error() : std::move(ending).error();
    }
    std::unique_ptr<PendingFetch> out(new PendingFetch(std::move(*ending), std::move(*done)));
    const Deadline deadline = Deadline::in(span).with(out->ending_);
    auto work = [self = out.get(), credential = std::move(credential), service = std::move(service),
                 deadline] {
        try {
            auto got = credential->fetch(service ? &*service : nullptr, deadline);
            if (!got) {
                self->failure_ = std::move(got).error();
            }
        } catch (const std::exception&) {
            self->failure_.emplace(Status::out_of_memory);
        }
        self->over_.store(true, std::memory_order_release);
        self->done_->cancel();
    };
    try {
        const SignalsBlocked blocked;
        out->thread_ = std::thread(std::move(work));
    } catch (const std::system_error& e) {
        return system_error("starting a thread", e.code().value());
    }
    return out;
}

PendingFetch::~PendingFetch() {
    if (fork_guard_.forked()) {
        // The thread is the parent's.
        thread_.detach();
        return;
    }
    ending_->cancel();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::optional<Result<void>> PendingFetch::outcome() const {
    if (fork_guard_.forked()) {
        return Error(Status::forked);
    }
    if (!over_.load(std::memory_order_acquire)) {
        return std::nullopt;
    }
    return failure_ ? Result<void>(failure_->copy()) : Result<void>();
}

}  // namespace mutauth::credential

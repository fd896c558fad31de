#include "credential/pending_fetch.h"

#include <exception>

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
    auto shared = std::make_shared<Shared>();
    shared->credential = std::move(credential);
    shared->service = std::move(service);
    shared->ending = std::move(*ending);
    shared->done = std::move(*done);
    std::unique_ptr<PendingFetch> out(new PendingFetch(shared));
    const Deadline deadline = Deadline::in(span).with(shared->ending);
    if (auto started = out->thread_.start([shared, deadline] { run(*shared, deadline); });
        !started) {
        return std::move(started).error();
    }
    return out;
}

void PendingFetch::run(Shared& shared, const Deadline& deadline) {
    try {
        const auto* service = shared.service ? &*shared.service : nullptr;
        if (auto got = shared.credential->fetch(service, deadline); !got) {
            shared.failure = std::move(got).error();
        }
    } catch (const std::exception&) {
        shared.failure.emplace(Status::out_of_memory);
    }
    shared.over.store(true, std::memory_order_release);
    shared.done->cancel();
}

PendingFetch::~PendingFetch() {
    // A forked child shares the parent's descriptor.
    if (!thread_.forked()) {
        shared_->ending->cancel();
    }
}

std::optional<Result<void>> PendingFetch::outcome() const {
    if (thread_.forked()) {
        return Error(Status::forked);
    }
    if (!shared_->over.load(std::memory_order_acquire)) {
        return std::nullopt;
    }
    return shared_->failure ? Result<void>(shared_->failure->copy()) : Result<void>();
}

}  // namespace mutauth::credential

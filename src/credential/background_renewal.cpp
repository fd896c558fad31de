#include "credential/background_renewal.h"

#include <poll.h>

#include <exception>
#include <optional>

namespace mutauth::credential {
namespace {

std::optional<std::chrono::milliseconds> attempt(const BackgroundRenewal::Work& work,
                                                 const Deadline& deadline) {
    constexpr std::chrono::seconds kAfterAnException{10};
    try {
        return work(deadline);
    } catch (const std::exception&) {
        return kAfterAnException;
    }
}

}  // namespace

Result<std::unique_ptr<BackgroundRenewal>> BackgroundRenewal::start(Work work) {
    auto ending = Cancellation::make();
    if (!ending) {
        return std::move(ending).error();
    }
    auto shared = std::make_shared<const Shared>(Shared{std::move(work), std::move(*ending)});
    std::unique_ptr<BackgroundRenewal> out(new BackgroundRenewal(shared));
    if (auto started = out->thread_.start([shared] { run(*shared); }); !started) {
        return std::move(started).error();
    }
    return out;
}

BackgroundRenewal::~BackgroundRenewal() {
    // A forked child shares the parent's descriptor.
    if (!thread_.forked()) {
        shared_->ending->cancel();
    }
}

void BackgroundRenewal::run(const Shared& shared) {
    for (;;) {
        const auto pause = attempt(shared.work, Deadline::usual().with(shared.ending));
        if (!pause) {
            return;
        }
        const auto waited = wait_for(shared.ending->fd(), POLLIN, Deadline::in(*pause));
        if (waited || waited.error().status() != Status::deadline_passed) {
            return;
        }
    }
}

}  // namespace mutauth::credential

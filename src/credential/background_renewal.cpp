#include "credential/background_renewal.h"

#include <poll.h>

#include <system_error>

#include "core/signals_blocked.h"
#include "core/system_error.h"

namespace mutauth::credential {
namespace {

std::chrono::milliseconds attempt(const BackgroundRenewal::Work& work, const Deadline& deadline) {
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
    std::unique_ptr<BackgroundRenewal> out(new BackgroundRenewal(std::move(*ending)));
    try {
        const SignalsBlocked blocked;
        out->thread_ = std::thread([self = out.get(), work = std::move(work)] { self->run(work); });
    } catch (const std::system_error& e) {
        return system_error("starting a thread", e.code().value());
    }
    return out;
}

BackgroundRenewal::~BackgroundRenewal() {
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

void BackgroundRenewal::run(const Work& work) const {
    for (;;) {
        const auto pause = attempt(work, Deadline::usual().with(ending_));
        const auto waited = wait_for(ending_->fd(), POLLIN, Deadline::in(pause));
        if (waited || waited.error().status() != Status::deadline_passed) {
            return;
        }
    }
}

}  // namespace mutauth::credential

#include "identity/impersonation.h"

#include <fmt/format.h>

#include <atomic>
#include <vector>

#include "identity/thread_credentials.h"

namespace mutauth::identity {
namespace {

/// Unlike a thread's number in the kernel it is never used again, and it is the same in a child
/// of fork(), whose thread still acts as the user.
std::uint64_t this_thread() noexcept {
    static std::atomic<std::uint64_t> last{0};
    thread_local const std::uint64_t mine = ++last;
    return mine;
}

}  // namespace

struct Impersonation::Frame {
    Frame(ThreadCredentials credentials, LocalUser whom)
        : before(std::move(credentials)), user(std::move(whom)) {}

    const std::uint64_t thread = this_thread();
    const ThreadCredentials before;
    const LocalUser user;
    /// Its owner is gone, so it is reverted as soon as it is the innermost.
    std::atomic<bool> abandoned{false};
    /// Touched by its own thread alone.
    bool active = true;
};

namespace {

using Frames = std::vector<std::shared_ptr<Impersonation::Frame>>;

/// The calling thread's, the innermost last. What is there when the thread ends stays: no more
/// code is to run on it as the service, and the kernel forgets it with the thread.
Frames& frames() noexcept {
    thread_local Frames mine;
    return mine;
}

void pop() noexcept {
    auto& all = frames();
    all.back()->before.restore();
    all.back()->active = false;
    all.pop_back();
}

void pop_abandoned() noexcept {
    while (!frames().empty() && frames().back()->abandoned) {
        pop();
    }
}

}  // namespace

Result<Impersonation> Impersonation::begin(const LocalUser& user) {
    if (user.uid == 0 && !user.may_be_root) {
        return Error(Status::root_not_allowed).with("user", user.name);
    }
    pop_abandoned();
    auto before = ThreadCredentials::current();
    if (!before) {
        return std::move(before).error();
    }
    // All memory is taken before anything changes.
    auto frame = std::make_shared<Frame>(std::move(*before), user);
    frames().reserve(frames().size() + 1);
    if (auto changed = frame->before.become(user); !changed) {
        return std::move(changed).error();
    }
    frames().push_back(frame);
    return Impersonation(std::move(frame));
}

Result<void> Impersonation::revert() {
    if (frame_->thread != this_thread()) {
        return Error(Status::impersonation_on_other_thread).with("user", frame_->user.name);
    }
    if (!frame_->active) {
        return Error(Status::wrong_state, "the thread was reverted before");
    }
    pop_abandoned();
    if (!frame_->active || frames().back() != frame_) {
        return Error(Status::impersonation_not_innermost).with("user", frame_->user.name);
    }
    pop();
    pop_abandoned();
    return {};
}

Impersonation::~Impersonation() {
    if (frame_ == nullptr) {
        return;
    }
    frame_->abandoned = true;
    if (frame_->thread == this_thread()) {
        pop_abandoned();
    }
}

std::size_t impersonation_depth() noexcept {
    return frames().size();
}

std::optional<LocalUser> impersonated_user() {
    return frames().empty() ? std::nullopt : std::optional(frames().back()->user);
}

}  // namespace mutauth::identity

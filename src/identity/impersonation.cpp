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
    Frame(ThreadCredentials credentials, LocalUser whom, std::size_t outer)
        : before(std::move(credentials)), user(std::move(whom)), depth(outer) {}

    const std::uint64_t thread = this_thread();
    const ThreadCredentials before;
    const LocalUser user;
    /// How many scopes it is inside of.
    const std::size_t depth;
    /// Its owner is gone, so it is reverted as soon as it is the innermost.
    std::atomic<bool> abandoned{false};
    /// Touched by its own thread alone.
    bool active = true;
};

namespace {

/// Of a thread whose objects are being destroyed. Has no destructor, so that scopes which outlive
/// the thread's frames (thread_local and static ones) still find it.
struct Ending {
    bool over = false;
    /// How many scopes are active.
    std::size_t depth = 0;
};

thread_local constinit Ending ending;

/// The innermost last.
struct Frames : std::vector<std::shared_ptr<Impersonation::Frame>> {
    Frames() = default;
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;
    /// A thread that ends inside a scope stays the user: no more code of a task is to run on it as
    /// the service, and the kernel forgets it with the thread. A scope that ends later still ends.
    ~Frames() {
        ending.depth = size();
        ending.over = true;
    }
};

/// The calling thread's, unless it is ending.
Frames& frames() noexcept {
    thread_local Frames mine;
    return mine;
}

/// While the thread ends, scopes are destroyed in whatever order: an outer one takes those inside
/// with it.
void end_late(Impersonation::Frame& frame) noexcept {
    if (frame.active && frame.depth < ending.depth) {
        frame.before.restore();
        ending.depth = frame.depth;
    }
    frame.active = false;
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
    if (auto allowed = check_may_act_as(user); !allowed) {
        return std::move(allowed).error();
    }
    if (ending.over) {
        return Error(Status::wrong_state, "the thread is ending").with("user", user.name);
    }
    pop_abandoned();
    auto before = ThreadCredentials::current();
    if (!before) {
        return std::move(before).error();
    }
    // All memory is taken before anything changes.
    auto frame = std::make_shared<Frame>(std::move(*before), user, frames().size());
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
    if (ending.over) {
        end_late(*frame_);
        return {};
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
    if (frame_->thread != this_thread()) {
        return;
    }
    if (ending.over) {
        end_late(*frame_);
    } else {
        pop_abandoned();
    }
}

std::size_t impersonation_depth() noexcept {
    return ending.over ? ending.depth : frames().size();
}

std::optional<LocalUser> impersonated_user() {
    const bool none = ending.over || frames().empty();
    return none ? std::nullopt : std::optional(frames().back()->user);
}

}  // namespace mutauth::identity

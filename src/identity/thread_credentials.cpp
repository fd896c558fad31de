#include "identity/thread_credentials.h"

#include <fmt/format.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "core/system_error.h"
#include "identity/id_calls.h"

namespace mutauth::identity {
namespace {

constexpr std::uint64_t bit(int capability) noexcept {
    return std::uint64_t{1} << capability;
}

constexpr std::uint64_t kForChange = bit(CAP_SETUID) | bit(CAP_SETGID);
constexpr auto kUnchanged = static_cast<unsigned>(-1);

/// Sets nothing, since -1 is nobody's id.
template <typename Set>
auto asked(Set set) noexcept {
    return static_cast<unsigned>(set(kUnchanged));
}

std::uint64_t ambient_set(std::uint64_t permitted) noexcept {
    std::uint64_t out = 0;
    for (int capability = 0; capability <= 63; ++capability) {
        if ((permitted & bit(capability)) != 0 &&
            ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0) == 1) {
            out |= bit(capability);
        }
    }
    return out;
}

bool raise_ambient(std::uint64_t wanted) noexcept {
    for (int capability = 0; capability <= 63; ++capability) {
        if ((wanted & bit(capability)) != 0 &&
            ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0) {
            return false;
        }
    }
    return true;
}

Result<std::vector<gid_t>> groups_now() {
    for (;;) {
        const long count = ::syscall(calls::kGetgroups, 0, nullptr);
        if (count < 0) {
            return system_error("getgroups");
        }
        std::vector<gid_t> groups(static_cast<std::size_t>(count));
        const long got = ::syscall(calls::kGetgroups, count, groups.data());
        if (got >= 0) {
            groups.resize(static_cast<std::size_t>(got));
            return groups;
        }
        if (errno != EINVAL) {
            return system_error("getgroups");
        }
    }
}

bool set_effective(uid_t uid) noexcept {
    return ::syscall(calls::kSetresuid, kUnchanged, uid, kUnchanged) == 0;
}

bool set_effective_group(gid_t gid) noexcept {
    return ::syscall(calls::kSetresgid, kUnchanged, gid, kUnchanged) == 0;
}

bool has_groups(const std::vector<gid_t>& groups) {
    const auto now = groups_now();
    return now && *now == groups;
}

bool set_groups(const std::vector<gid_t>& groups) noexcept {
    return ::syscall(calls::kSetgroups, groups.size(), groups.data()) == 0;
}

/// capabilities(7): a thread that goes from a uid of 0 to none at all loses its permitted
/// capabilities, and with them the way back, unless it asked to keep them.
class CapabilitiesKept {
  public:
    explicit CapabilitiesKept(bool wanted) noexcept
        : changed_(wanted && ::prctl(PR_GET_KEEPCAPS, 0, 0, 0, 0) == 0),
          good_(!changed_ || ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0) {}
    ~CapabilitiesKept() {
        if (changed_) {
            ::prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
        }
    }
    CapabilitiesKept(const CapabilitiesKept&) = delete;
    CapabilitiesKept& operator=(const CapabilitiesKept&) = delete;

    explicit operator bool() const noexcept { return good_; }

  private:
    bool changed_;
    bool good_;
};

}  // namespace

Error refused_change(std::string_view call, const char* capability, int number) {
    if (number == EPERM) {
        return Error(Status::capability_missing,
                     fmt::format("{} was refused: this process lacks {}", call, capability))
            .with("capability", capability)
            .with_native(NativeSystem::system, number);
    }
    if (number == EINVAL) {
        return Error(Status::user_outside_namespace,
                     fmt::format("{} knows no such id, or there are too many groups", call))
            .with_native(NativeSystem::system, number);
    }
    return system_error(call, number);
}

Result<ThreadCredentials::Capabilities> ThreadCredentials::capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> data{};
    if (::syscall(SYS_capget, &header, data.data()) != 0) {
        return system_error("capget");
    }
    const auto joined = [&](auto member) {
        return std::uint64_t{data[0].*member} | std::uint64_t{data[1].*member} << 32;
    };
    using Data = __user_cap_data_struct;
    return Capabilities{joined(&Data::effective), joined(&Data::permitted),
                        joined(&Data::inheritable)};
}

bool ThreadCredentials::set(const Capabilities& capabilities) noexcept {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> data{};
    for (unsigned half = 0; half < 2; ++half) {
        data[half] = {static_cast<std::uint32_t>(capabilities.effective >> 32 * half),
                      static_cast<std::uint32_t>(capabilities.permitted >> 32 * half),
                      static_cast<std::uint32_t>(capabilities.inheritable >> 32 * half)};
    }
    return ::syscall(SYS_capset, &header, data.data()) == 0;
}

Result<ThreadCredentials> ThreadCredentials::current() {
    ThreadCredentials now;
    gid_t real = 0;
    gid_t saved = 0;
    if (::syscall(calls::kGetresuid, &now.ruid_, &now.euid_, &now.suid_) != 0 ||
        ::syscall(calls::kGetresgid, &real, &now.egid_, &saved) != 0) {
        return system_error("getresuid or getresgid");
    }
    now.fsuid_ = asked([](unsigned none) { return ::setfsuid(none); });
    now.fsgid_ = asked([](unsigned none) { return ::setfsgid(none); });
    auto groups = groups_now();
    if (!groups) {
        return std::move(groups).error();
    }
    now.groups_ = std::move(*groups);
    auto held = capabilities();
    if (!held) {
        return std::move(held).error();
    }
    now.capabilities_ = *held;
    // A capability is ambient only if it is inheritable too: mostly there is none to ask for.
    now.ambient_ = ambient_set(held->permitted & held->inheritable);
    if (::prctl(PR_GET_PDEATHSIG, &now.death_signal_) != 0) {
        return system_error("prctl(PR_GET_PDEATHSIG)");
    }
    return now;
}

Result<void> ThreadCredentials::become(const LocalUser& user) const {
    if (ambient_ != 0 && !raise_ambient(ambient_)) {
        return system_error("prctl(PR_CAP_AMBIENT_RAISE), without which there is no way back");
    }
    auto changed = step_into(user);
    if (!changed) {
        restore();
    }
    return changed;
}

Result<void> ThreadCredentials::step_into(const LocalUser& user) const {
    raise_for_change();
    if (auto taken = take_groups(user); !taken) {
        return taken;
    }
    if (auto taken = take_ids(user); !taken) {
        return taken;
    }
    return drop_capabilities(user.uid);
}

void ThreadCredentials::raise_for_change() const noexcept {
    Capabilities raised = capabilities_;
    raised.effective |= raised.permitted & kForChange;
    // Whether it worked is seen by the calls that need it.
    set(raised);
}

bool ThreadCredentials::has_groups_of(const LocalUser& user) const {
    const auto ordered = [](std::vector<gid_t> groups, gid_t first) {
        groups.push_back(first);
        std::sort(groups.begin(), groups.end());
        groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
        return groups;
    };
    return user.gid == egid_ && ordered(user.groups, user.gid) == ordered(groups_, egid_);
}

Result<void> ThreadCredentials::take_groups(const LocalUser& user) const {
    // Without privilege the call fails even where nothing changes.
    if (!has_groups_of(user) && !set_groups(user.groups)) {
        return refused_change("setgroups", "CAP_SETGID", errno).with("user", user.name);
    }
    return {};
}

Result<void> ThreadCredentials::take_ids(const LocalUser& user) const {
    if (!set_effective_group(user.gid)) {
        return refused_change("setresgid", "CAP_SETGID", errno)
            .with("user", user.name)
            .with("gid", std::int64_t{user.gid});
    }
    return take_uid(user);
}

bool ThreadCredentials::could_lose_capabilities() const noexcept {
    return capabilities_.permitted != 0 && ruid_ != 0 && suid_ != 0;
}

Result<void> ThreadCredentials::take_uid(const LocalUser& user) const {
    const CapabilitiesKept kept(could_lose_capabilities() && (euid_ == 0) != (user.uid == 0));
    if (!kept) {
        return system_error("prctl(PR_SET_KEEPCAPS), without which there is no way back");
    }
    if (!set_effective(user.uid)) {
        return refused_change("setresuid", "CAP_SETUID", errno)
            .with("user", user.name)
            .with("uid", std::int64_t{user.uid});
    }
    // The kernel makes the file-system ids follow.
    return {};
}

Result<void> ThreadCredentials::drop_capabilities(uid_t uid) const {
    Capabilities kept = capabilities_;
    kept.effective = uid == 0 ? kept.permitted : 0;
    if (!set(kept)) {
        return system_error("capset");
    }
    if (ambient_ != 0 && ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) {
        return system_error("prctl(PR_CAP_AMBIENT_CLEAR_ALL)");
    }
    return {};
}

void ThreadCredentials::restore() const noexcept {
    if (put_back()) {
        return;
    }
    constexpr char kMessage[] =
        "mutauth: a thread that acts as a client could not become itself again\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
    std::abort();
}

bool ThreadCredentials::put_back() const noexcept {
    raise_for_change();
    // Without privilege it fails even where nothing changed.
    if (!set_groups(groups_) && !has_groups(groups_)) {
        return false;
    }
    const CapabilitiesKept kept(could_lose_capabilities());
    if (!set_effective_group(egid_) || !set_effective(euid_)) {
        return false;
    }
    ::setfsgid(fsgid_);
    ::setfsuid(fsuid_);
    const bool file_ids_back = asked([](unsigned none) { return ::setfsuid(none); }) == fsuid_ &&
                               asked([](unsigned none) { return ::setfsgid(none); }) == fsgid_;
    if (!file_ids_back || !set(capabilities_) || !raise_ambient(ambient_)) {
        return false;
    }
    // A change of ids takes it away.
    return death_signal_ == 0 || ::prctl(PR_SET_PDEATHSIG, death_signal_) == 0;
}

}  // namespace mutauth::identity

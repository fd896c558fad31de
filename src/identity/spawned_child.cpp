#include "identity/spawned_child.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/keyctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "identity/id_calls.h"

namespace mutauth::identity {
namespace {

constexpr int kNotExecuted = 127;
constexpr auto kSame = static_cast<unsigned>(-1);
constexpr int kMostCapabilities = 64;

[[noreturn]] void fail(const ChildPlan& plan, ChildStep step) noexcept {
    const ChildFailure failure{step, errno};
    [[maybe_unused]] const auto written = ::write(plan.report, &failure, sizeof failure);
    ::_exit(kNotExecuted);
}

void require(const ChildPlan& plan, ChildStep step, bool done) noexcept {
    if (!done) {
        fail(plan, step);
    }
}

/// A handler of the service must not run as the user; what is ignored would stay so.
void default_signals() noexcept {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) {
        ::sigaction(number, &usual, nullptr);
    }
}

int number_in(const char* name) noexcept {
    int out = 0;
    for (; *name >= '0' && *name <= '9'; ++name) {
        out = out * 10 + (*name - '0');
    }
    return *name == '\0' ? out : -1;
}

/// Where close_range(2) is not known (before Linux 5.11), or not allowed.
bool close_listed_on_exec() noexcept {
    const int folder = ::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return false;
    }
    alignas(dirent64) char buffer[4096];
    for (;;) {
        const ssize_t size = ::getdents64(folder, buffer, sizeof buffer);
        if (size <= 0) {
            return size == 0;
        }
        for (ssize_t at = 0; at < size;) {
            const auto* entry = reinterpret_cast<const dirent64*>(buffer + at);
            const int number = number_in(entry->d_name);
            if (number >= 0 && ::fcntl(number, F_SETFD, FD_CLOEXEC) != 0) {
                return false;
            }
            at += entry->d_reclen;
        }
    }
}

bool close_all_on_exec() noexcept {
    return ::syscall(SYS_close_range, 0U, ~0U, CLOSE_RANGE_CLOEXEC) == 0 || close_listed_on_exec();
}

/// Out of the way first, since one's number may be another's place.
bool place_descriptors(ChildPlan& plan) noexcept {
    for (std::size_t i = 0; i < plan.descriptor_count; ++i) {
        int& ours = plan.descriptors[i].ours;
        ours = ::fcntl(ours, F_DUPFD_CLOEXEC, plan.free_descriptor);
        if (ours < 0) {
            return false;
        }
    }
    if (!close_all_on_exec()) {
        return false;
    }
    for (std::size_t i = 0; i < plan.descriptor_count; ++i) {
        const auto& [ours, its] = plan.descriptors[i];
        if (::dup2(ours, its) < 0) {
            return false;
        }
    }
    return true;
}

bool set_capabilities(bool none) noexcept {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    if (none) {
        return ::syscall(SYS_capset, &header, data) == 0;
    }
    if (::syscall(SYS_capget, &header, data) != 0) {
        return false;
    }
    for (auto& half : data) {
        half.effective = half.permitted;
    }
    return ::syscall(SYS_capset, &header, data) == 0;
}

/// Only a service that may change the set can; without new privileges nothing comes of it anyway.
void empty_bounding_set() noexcept {
    for (int number = 0; number < kMostCapabilities; ++number) {
        ::prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
    }
}

/// The kernel lets a user trace its processes, and this one still has the service's memory. Every
/// change of the effective ids makes it traceable as fs.suid_dumpable says, so that comes first,
/// while the real uid is the service's still.
void become(const ChildPlan& plan) noexcept {
    require(plan, ChildStep::groups,
            !plan.set_groups || ::syscall(calls::kSetgroups, plan.group_count, plan.groups) == 0);
    require(plan, ChildStep::gid, ::syscall(calls::kSetresgid, plan.gid, plan.gid, plan.gid) == 0);
    require(plan, ChildStep::uid,
            ::syscall(calls::kSetresuid, kSame, plan.uid, kSame) == 0 &&
                ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
                ::syscall(calls::kSetresuid, plan.uid, plan.uid, plan.uid) == 0);
    require(plan, ChildStep::capabilities,
            ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 &&
                set_capabilities(true) && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
}

/// A session keyring of the user's own, without what is in the service's. Containers mostly forbid
/// keyrings altogether.
bool leave_keyrings() noexcept {
    return ::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) >= 0 || errno == ENOSYS ||
           errno == EPERM;
}

}  // namespace

void run_child(const ChildPlan& given) noexcept {
    ChildPlan plan = given;
    default_signals();
    plan.report = ::fcntl(given.report, F_DUPFD_CLOEXEC, plan.free_descriptor);
    require(given, ChildStep::descriptors, plan.report >= 0);
    require(plan, ChildStep::descriptors, place_descriptors(plan));
    // Without the service's terminal, into which it could type.
    ::setsid();
    ::umask(S_IRWXG | S_IRWXO);
    // Rights that the service has and does not use.
    set_capabilities(false);
    empty_bounding_set();
    become(plan);
    require(plan, ChildStep::keyring, leave_keyrings());
    require(plan, ChildStep::directory, ::chdir(plan.directory) == 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execve(plan.path, plan.arguments, plan.environment);
    fail(plan, ChildStep::program);
}

}  // namespace mutauth::identity

#include "identity/spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "core/signals_blocked.h"
#include "core/system_error.h"
#include "core/text.h"
#include "identity/spawned_child.h"
#include "identity/thread_credentials.h"

namespace mutauth::identity {
namespace {

/// waitid(2): not yet in every C library's headers.
constexpr auto kByDescriptor = static_cast<idtype_t>(3);
constexpr int kStandardDescriptors = 3;

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        out.push_back(const_cast<char*>(text.c_str()));
    }
    out.push_back(nullptr);
    return out;
}

/// What the plan points at.
struct Prepared {
    std::vector<std::string> texts;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    std::vector<ChildPlan::Descriptor> descriptors;
    FileDescriptor null;
    int free_descriptor = kStandardDescriptors;
};

/// A program whose standard descriptors are closed would take the next file for one of them.
Result<void> add_standard_descriptors(Prepared& out) {
    for (int its = 0; its < kStandardDescriptors; ++its) {
        const bool given = std::any_of(out.descriptors.begin(), out.descriptors.end(),
                                       [&](const auto& one) { return one.its == its; });
        if (given) {
            continue;
        }
        if (!out.null) {
            out.null = FileDescriptor(::open("/dev/null", O_RDWR | O_CLOEXEC));
        }
        if (!out.null) {
            return system_error("/dev/null");
        }
        out.descriptors.push_back({out.null.get(), its});
    }
    return {};
}

Result<Prepared> prepare(const Program& program) {
    Prepared out;
    out.texts.push_back(program.path);
    out.texts.insert(out.texts.end(), program.arguments.begin(), program.arguments.end());
    out.arguments = pointers_to(out.texts);
    out.environment = pointers_to(program.environment);
    for (const auto& [ours, its] : program.descriptors) {
        if (::fcntl(ours, F_GETFD) < 0) {
            return system_error(fmt::format("descriptor {}", ours));
        }
        out.descriptors.push_back({ours, its});
        out.free_descriptor = std::max(out.free_descriptor, its + 1);
    }
    if (auto added = add_standard_descriptors(out); !added) {
        return std::move(added).error();
    }
    return out;
}

/// A copy of this process, without its other threads and with memory of its own: a child that
/// shared ours could be stopped by the user while it holds us up, and would be the user's in our
/// memory. No handler of pthread_atfork(3) is to run for it.
long clone_process(int& handle) noexcept {
#ifdef __s390__
    return ::syscall(SYS_clone, nullptr, CLONE_PIDFD | SIGCHLD, &handle, nullptr, nullptr);
#else
    return ::syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, nullptr, &handle, nullptr, nullptr);
#endif
}

Result<Process> start(const ChildPlan& plan) {
    int handle = -1;
    long number = 0;
    {
        // No handler of the service runs in the child.
        const SignalsBlocked blocked;
        number = clone_process(handle);
        if (number == 0) {
            run_child(plan);
        }
    }
    if (number < 0) {
        return system_error("clone");
    }
    const auto child = static_cast<pid_t>(number);
    if (handle < 0) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        return system_error("clone without CLONE_PIDFD (Linux 5.2)", ENOSYS);
    }
    return Process(child, FileDescriptor(handle));
}

Error failure_of(const ChildFailure& failure, const LocalUser& user, const Program& program) {
    const int number = failure.number;
    switch (failure.step) {
        case ChildStep::descriptors:
            return system_error("the program's descriptors", number);
        case ChildStep::groups:
            return refused_change("setgroups", "CAP_SETGID", number).with("user", user.name);
        case ChildStep::gid:
            return refused_change("setresgid", "CAP_SETGID", number)
                .with("user", user.name)
                .with("gid", std::int64_t{user.gid});
        case ChildStep::uid:
            return refused_change("setresuid", "CAP_SETUID", number)
                .with("user", user.name)
                .with("uid", std::int64_t{user.uid});
        case ChildStep::capabilities:
            return system_error("giving up the capabilities", number);
        case ChildStep::keyring:
            return system_error("keyctl(KEYCTL_JOIN_SESSION_KEYRING)", number);
        case ChildStep::directory:
            return system_error(displayed(program.directory), number)
                .as(Status::directory_not_entered)
                .with("user", user.name)
                .with("directory", displayed(program.directory));
        case ChildStep::program:
            return system_error(displayed(program.path), number)
                .as(Status::program_not_executed)
                .with("user", user.name)
                .with("program", displayed(program.path));
    }
    return Error(Status::internal);
}

/// Nothing once the program was executed, which closes the child's end of the pipe.
Result<std::optional<ChildFailure>> hear_of(int report, const Deadline& deadline) {
    if (auto heard = wait_for(report, POLLIN, deadline); !heard) {
        return std::move(heard).error();
    }
    ChildFailure failure{};
    const ssize_t size = ::read(report, &failure, sizeof failure);
    if (size < 0) {
        return system_error("read");
    }
    return size == sizeof failure ? std::optional(failure) : std::nullopt;
}

/// Ends what has not become the program.
void end(Process& child) {
    static_cast<void>(child.send_signal(SIGKILL));
    // It is killed, so this ends at once, or with the disk that holds it.
    static_cast<void>(child.wait(Deadline::in(std::chrono::seconds(1))));
}

}  // namespace

Process::~Process() {
    if (handle_ && !end_) {
        static_cast<void>(take_end(WNOHANG));
    }
}

Result<void> Process::take_end(int options) {
    siginfo_t info{};
    if (::waitid(kByDescriptor, static_cast<id_t>(handle_.get()), &info, WEXITED | options) != 0) {
        const int number = errno;
        return number == ECHILD ? Error(Status::exit_status_taken).with("pid", number_)
                                : system_error("waitid", number);
    }
    if (info.si_pid != 0) {
        const bool exited = info.si_code == CLD_EXITED;
        end_ = End{exited ? info.si_status : -1, exited ? 0 : info.si_status};
    }
    return {};
}

Result<Process::End> Process::wait(const Deadline& deadline) {
    while (!end_) {
        if (auto ended = wait_for(handle_.get(), POLLIN, deadline); !ended) {
            return std::move(ended).error();
        }
        if (auto taken = take_end(WNOHANG); !taken) {
            return std::move(taken).error();
        }
    }
    return *end_;
}

Result<void> Process::send_signal(int number) {
    if (end_) {
        return Error(Status::wrong_state, "the process has ended");
    }
    if (::syscall(SYS_pidfd_send_signal, handle_.get(), number, nullptr, 0) != 0) {
        const int failed = errno;
        return failed == ESRCH    ? Error(Status::wrong_state, "the process has ended")
               : failed == EINVAL ? Error(Status::invalid_argument, "there is no such signal")
                                  : system_error("pidfd_send_signal", failed);
    }
    return {};
}

Result<Process> spawn_as(const LocalUser& user, const Program& program, const Deadline& deadline) {
    if (auto allowed = check_may_act_as(user); !allowed) {
        return std::move(allowed).error();
    }
    auto before = ThreadCredentials::current();
    if (!before) {
        return std::move(before).error();
    }
    auto prepared = prepare(program);
    if (!prepared) {
        return std::move(prepared).error();
    }
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return system_error("pipe2");
    }
    const FileDescriptor report(ends[0]);
    FileDescriptor childs(ends[1]);
    auto child =
        start({program.path.c_str(), prepared->arguments.data(), prepared->environment.data(),
               program.directory.c_str(), prepared->descriptors.data(),
               prepared->descriptors.size(), prepared->free_descriptor, childs.get(), user.uid,
               user.gid, user.groups.data(), user.groups.size(), !before->has_groups_of(user)});
    if (!child) {
        return child;
    }
    childs = FileDescriptor();
    auto failure = hear_of(report.get(), deadline);
    if (failure && !*failure) {
        return child;
    }
    end(*child);
    return failure ? failure_of(**failure, user, program) : std::move(failure).error();
}

}  // namespace mutauth::identity

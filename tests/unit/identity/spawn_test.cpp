// Finding I1: what a program that is started as a user is, by the kernel's word and its own.
#include "identity/spawn.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>
#include <thread>

#include "identity/impersonation.h"
#include "support/files.h"
#include "support/kernel_view.h"

namespace {

using namespace mutauth;
using identity::LocalUser;
using identity::Process;
using identity::Program;
using identity::spawn_as;
using support::in_child;

/// Nobody of this machine: the kernel wants numbers alone.
LocalUser alice() {
    return {"alice", 47110, 47111, {47112, 47113}};
}

/// A pipe that the program writes to, read to its end.
class Output {
  public:
    Output() { EXPECT_EQ(::pipe2(ends_, O_CLOEXEC), 0); }
    ~Output() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    int given() const { return ends_[1]; }
    std::string text() {
        ::close(std::exchange(ends_[1], -1));
        std::string out;
        char buffer[4096];
        for (ssize_t size = 0; (size = ::read(ends_[0], buffer, sizeof buffer)) > 0;) {
            out.append(buffer, static_cast<std::size_t>(size));
        }
        return out;
    }

  private:
    int ends_[2] = {-1, -1};
};

Program program(const std::vector<std::string>& words) {
    auto made = Program::at(words.front());
    EXPECT_TRUE(made) << made.error().message();
    made->arguments.assign(words.begin() + 1, words.end());
    return std::move(*made);
}

/// What it writes, if it ends well.
std::string said_by(Program what, const LocalUser& user = alice()) {
    Output output;
    EXPECT_TRUE(what.add_descriptor(output.given(), 1));
    auto process = spawn_as(user, what, Deadline::usual());
    if (!process) {
        return process.error().message();
    }
    const std::string text = output.text();
    const auto end = process->wait(Deadline::usual());
    EXPECT_TRUE(end && end->code == 0 && end->signal == 0) << text;
    return text;
}

Status status_of(const LocalUser& user, const Program& what) {
    const auto process = spawn_as(user, what, Deadline::usual());
    return process ? Status::ok : process.error().status();
}

/// Of /proc/PID/status, as it was when a shell read its own.
std::map<std::string, std::string> told_of(const std::string& text) {
    std::map<std::string, std::string> out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(':');
        std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
        std::replace(value.begin(), value.end(), '\t', ' ');
        out[line.substr(0, colon)] = value;
    }
    return out;
}

void expect_alice_alone(const std::string& status) {
    auto told = told_of(status);
    EXPECT_EQ(told["Uid"], " 47110 47110 47110 47110");
    EXPECT_EQ(told["Gid"], " 47111 47111 47111 47111");
    EXPECT_EQ(told["Groups"], " 47112 47113 ");
    for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
        EXPECT_EQ(told[set], " 0000000000000000") << set;
    }
    EXPECT_EQ(told["NoNewPrivs"], " 1");
    EXPECT_EQ(told["Umask"], " 0077");
    for (const char* set : {"SigBlk", "SigIgn", "SigCgt"}) {
        EXPECT_EQ(told[set], " 0000000000000000") << set;
    }
}

using Spawned = support::AsRoot;

// dash and bash set the effective ids to the real ones as they start, so that in an impersonation
// they are the service again.
TEST_F(Spawned, IsTheUserAndNothingElse) {
    expect_alice_alone(said_by(program({"/bin/cat", "/proc/self/status"})));
    const std::string who = "47110\n47110\n47111\n47111\n47111 47112 47113\n";
    const std::string ask =
        "/usr/bin/id -ru; /usr/bin/id -u; /usr/bin/id -rg; /usr/bin/id -g; "
        "/usr/bin/id -G";
    EXPECT_EQ(said_by(program({"/bin/dash", "-c", ask})), who);
    EXPECT_EQ(said_by(program({"/bin/bash", "-c", ask})), who);
    EXPECT_EQ(said_by(program({"/usr/bin/python3", "-Ic",
                               "import os, subprocess\n"
                               "print(os.getresuid(), os.getresgid(), sorted(os.getgroups()))\n"
                               "try:\n os.setresuid(0, 0, 0)\n"
                               "except PermissionError: print('stays')\n"
                               "print(subprocess.run('/usr/bin/id -ru', shell=True, text=True,"
                               " stdout=-1).stdout)"})),
              "(47110, 47110, 47110) (47111, 47111, 47111) [47112, 47113]\nstays\n47110\n\n");
}

TEST_F(Spawned, GetsTheEnvironmentAndArgumentsThatItIsGiven) {
    ::setenv("MUTAUTH_SECRET", "of the service", 1);
    Program what = program({"/usr/bin/env"});
    EXPECT_EQ(said_by(what), "");
    EXPECT_TRUE(what.add_environment("A", "1"));
    EXPECT_TRUE(what.add_environment("AB", ""));
    EXPECT_TRUE(what.add_environment("A", "2=3"));
    EXPECT_EQ(said_by(what), "AB=\nA=2=3\n");
    EXPECT_EQ(said_by(program({"/usr/bin/printf", "[%s]", "", "a b", "*"})), "[][a b][*]");
    ::unsetenv("MUTAUTH_SECRET");
}

TEST_F(Spawned, GetsTheDescriptorsThatItIsGiven) {
    // Not close-on-exec, as careless code opens them.
    const int leaked = ::open("/etc/passwd", O_RDONLY);
    const int high = ::fcntl(leaked, F_DUPFD, 900);
    ASSERT_GE(high, 900);
    const std::string list =
        "import os\n"
        "for n in sorted(int(n) for n in os.listdir('/proc/self/fd')):\n"
        " try: print(n, os.readlink(f'/proc/self/fd/{n}').split(':')[0])\n"
        " except FileNotFoundError: pass";
    Program what = program({"/usr/bin/python3", "-Ic", list});
    EXPECT_EQ(said_by(what), "0 /dev/null\n1 pipe\n2 /dev/null\n");
    EXPECT_TRUE(what.add_descriptor(leaked, 7));
    EXPECT_EQ(said_by(what), "0 /dev/null\n1 pipe\n2 /dev/null\n7 /etc/passwd\n");
    ::close(high);
    ::close(leaked);
    EXPECT_EQ(status_of(alice(), what), Status::system_error) << "it is open no longer";
}

// Each number is the place of another's.
TEST_F(Spawned, GetsDescriptorsThatChangePlaces) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        const support::Folder folder;
        ::chmod((folder / ".").c_str(), 0755);
        int opened[3] = {};
        for (int i = 0; i < 3; ++i) {
            support::write_file(folder / std::to_string(i), std::to_string(i) + "\n");
            opened[i] = ::open((folder / std::to_string(i)).c_str(), O_RDONLY | O_CLOEXEC);
        }
        Program what =
            program({"/bin/dash", "-c",
                     "/bin/cat <&" + std::to_string(opened[0]) + "; /bin/cat <&" +
                         std::to_string(opened[1]) + "; /bin/cat <&" + std::to_string(opened[2])});
        for (int i = 0; i < 3; ++i) {
            ASSERT_TRUE(what.add_descriptor(opened[i], opened[(i + 1) % 3]));
        }
        EXPECT_EQ(said_by(what), "2\n0\n1\n");
    })));
}

/// close_range(2) is unknown from now on, as before Linux 5.11.
void forget_close_range() {
    sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close_range, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    sock_fprog filter{4, code};
    ASSERT_EQ(::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), 0);
}

TEST_F(Spawned, GetsNoOtherDescriptorOnAnOldKernel) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        forget_close_range();
        for (int i = 0; i < 300; ++i) {
            ASSERT_GE(::open("/etc/passwd", O_RDONLY), 0);
        }
        EXPECT_EQ(said_by(program({"/usr/bin/python3", "-Ic",
                                   "import os; print([n for n in range(1024) if "
                                   "os.path.lexists(f'/proc/self/fd/{n}')])"})),
                  "[0, 1, 2]\n");
    })));
}

TEST_F(Spawned, HasDefaultSignalsWhateverTheServiceHas) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        ::signal(SIGPIPE, SIG_IGN);
        ::signal(SIGTERM, [](int) {});
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
        expect_alice_alone(said_by(program({"/bin/cat", "/proc/self/status"})));
        sigset_t now;
        ::pthread_sigmask(SIG_SETMASK, nullptr, &now);
        EXPECT_EQ(::sigismember(&now, SIGTERM), 1) << "the service's own stay";
        EXPECT_EQ(::signal(SIGPIPE, SIG_IGN), SIG_IGN);
    })));
}

TEST_F(Spawned, RunsInItsFolderAndInASessionOfItsOwn) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0700), 0);
    Program what = program({"/bin/pwd"});
    EXPECT_EQ(said_by(what), "/\n");
    EXPECT_TRUE(what.set_directory("/usr"));
    EXPECT_EQ(said_by(what), "/usr\n");
    EXPECT_TRUE(what.set_directory(folder / "."));
    EXPECT_EQ(status_of(alice(), what), Status::directory_not_entered) << "it is root's alone";
    EXPECT_EQ(said_by(program(
                  {"/usr/bin/python3", "-Ic", "import os; print(os.getsid(0) == os.getpid())"})),
              "True\n");
}

// keyrings(7): a session keyring is inherited, and what is in it can be read by who possesses it.
TEST_F(Spawned, HasNoneOfTheServicesKeys) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        if (::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) < 0) {
            std::cout << "SKIPPED, nothing was tested: there are no keyrings here\n";
            return;
        }
        ASSERT_GE(
            ::syscall(SYS_add_key, "user", "mutauth-test", "secret", 6, KEY_SPEC_SESSION_KEYRING),
            0);
        const std::string look = "import ctypes; print(ctypes.CDLL(None).syscall(" +
                                 std::to_string(SYS_keyctl) +
                                 ", 10, -3, b'user', b'mutauth-test', 0))";
        EXPECT_EQ(said_by(program({"/usr/bin/python3", "-Ic", look})), "-1\n");
        EXPECT_GE(::syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user",
                            "mutauth-test", 0),
                  0)
            << "the service's own stay";
    })));
}

TEST_F(Spawned, MayExecuteWhatTheUserMayAlone) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0755), 0);
    support::write_file(folder / "tool", "#!/bin/sh\necho ran\n");
    ASSERT_EQ(::chmod((folder / "tool").c_str(), 0700), 0);
    const auto refused = spawn_as(alice(), program({folder / "tool"}), Deadline::usual());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::program_not_executed);
    EXPECT_EQ(refused.error().native_codes().at(0).code, EACCES);
    ASSERT_EQ(::chown((folder / "tool").c_str(), 47110, 0), 0);
    EXPECT_EQ(said_by(program({folder / "tool"})), "ran\n");
    for (const char* none : {"/no/such/program", "/etc/passwd", "/"}) {
        EXPECT_EQ(status_of(alice(), program({none})), Status::program_not_executed) << none;
    }
    // A set-user-ID program of root's gives nothing.
    ASSERT_EQ(::chown((folder / "tool").c_str(), 0, 0), 0);
    std::filesystem::copy_file("/usr/bin/id", folder / "id");
    ASSERT_EQ(::chmod((folder / "id").c_str(), 04755), 0);
    EXPECT_EQ(said_by(program({folder / "id", "-u"})), "47110\n");
}

TEST_F(Spawned, IsRefusedForRootUnlessAllowedAndThenWithoutCapabilities) {
    LocalUser root{"root", 0, 0, {}};
    EXPECT_EQ(status_of(root, program({"/bin/true"})), Status::root_not_allowed);
    root.may_be_root = true;
    auto told = told_of(said_by(program({"/bin/cat", "/proc/self/status"}), root));
    EXPECT_EQ(told["Uid"], " 0 0 0 0");
    for (const char* set : {"CapPrm", "CapEff", "CapBnd"}) {
        EXPECT_EQ(told[set], " 0000000000000000") << set;
    }
}

/// As a service with these capabilities alone, in a process of its own.
void as_service(std::uint64_t capabilities, const std::function<void()>& body) {
    EXPECT_TRUE(support::ended_well(in_child([&] {
        support::become(1000, capabilities);
        body();
    })));
}

constexpr auto kSetUid = support::capability(CAP_SETUID);
constexpr auto kSetGid = support::capability(CAP_SETGID);

TEST_F(Spawned, NeedsTheRightsAndNamesThem) {
    as_service(kSetUid | kSetGid, [] {
        auto told = told_of(said_by(program({"/bin/cat", "/proc/self/status"})));
        EXPECT_EQ(told["Uid"], " 47110 47110 47110 47110");
        EXPECT_EQ(told["Gid"], " 47111 47111 47111 47111");
        EXPECT_EQ(told["CapPrm"], " 0000000000000000");
    });
    for (const auto& [held, lacks] :
         {std::pair(kSetUid, "CAP_SETGID"), std::pair(kSetGid, "CAP_SETUID"),
          std::pair(std::uint64_t{0}, "CAP_SETGID")}) {
        as_service(held, [lacks = lacks] {
            const auto refused = spawn_as(alice(), program({"/bin/true"}), Deadline::usual());
            ASSERT_FALSE(refused);
            EXPECT_EQ(refused.error().status(), Status::capability_missing);
            EXPECT_EQ(refused.error().evidence().at(0).value, lacks);
        });
    }
    as_service(0, [] {
        const LocalUser itself{"service", 1000, 1000, {}};
        EXPECT_EQ(said_by(program({"/usr/bin/id", "-u"}), itself), "1000\n");
    });
}

TEST_F(Spawned, IsTheUserFromInsideAScopeToo) {
    std::thread([] {
        const auto scope = identity::Impersonation::begin({"bob", 47120, 47121, {}});
        ASSERT_TRUE(scope);
        expect_alice_alone(said_by(program({"/bin/cat", "/proc/self/status"})));
        EXPECT_EQ(support::who_is().uid, "0 47120 0 47120");
    }).join();
}

TEST_F(Spawned, TellsHowItEnded) {
    const auto ended = [](const std::string& script) {
        auto process = spawn_as(alice(), program({"/bin/dash", "-c", script}), Deadline::usual());
        const auto first = process->wait(Deadline::usual());
        const auto again = process->wait(Deadline::in(std::chrono::milliseconds(0)));
        EXPECT_EQ(first->code, again->code);
        return std::pair(first->code, first->signal);
    };
    EXPECT_EQ(ended("exit 0"), std::pair(0, 0));
    EXPECT_EQ(ended("exit 255"), std::pair(255, 0));
    EXPECT_EQ(ended("kill -TERM $$"), std::pair(-1, SIGTERM));
    auto process = spawn_as(alice(), program({"/bin/sleep", "1000"}), Deadline::usual());
    ASSERT_TRUE(process);
    EXPECT_EQ(process->wait(Deadline::in(std::chrono::milliseconds(20))).error().status(),
              Status::deadline_passed);
    EXPECT_TRUE(process->send_signal(0));
    EXPECT_EQ(process->send_signal(1000).error().status(), Status::invalid_argument);
    EXPECT_TRUE(process->send_signal(SIGKILL));
    EXPECT_EQ(process->wait(Deadline::usual())->signal, SIGKILL);
    EXPECT_EQ(process->send_signal(SIGKILL).error().status(), Status::wrong_state);
}

TEST_F(Spawned, SaysIfSomethingElseHasWaitedForIt) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        auto process = spawn_as(alice(), program({"/bin/true"}), Deadline::usual());
        ASSERT_TRUE(process);
        EXPECT_EQ(::wait(nullptr), process->number());
        EXPECT_EQ(process->wait(Deadline::usual()).error().status(), Status::exit_status_taken);
        ::signal(SIGCHLD, SIG_IGN);
        auto other = spawn_as(alice(), program({"/bin/true"}), Deadline::usual());
        EXPECT_EQ(other->wait(Deadline::usual()).error().status(), Status::exit_status_taken);
    })));
}

TEST_F(Spawned, IsEndedIfItDoesNotBecomeTheProgramInTime) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        auto cancelled = Cancellation::make();
        ASSERT_TRUE(cancelled);
        (*cancelled)->cancel();
        const auto late =
            spawn_as(alice(), program({"/bin/sleep", "1000"}), Deadline::usual().with(*cancelled));
        ASSERT_FALSE(late);
        EXPECT_EQ(late.error().status(), Status::cancelled);
        EXPECT_EQ(::wait(nullptr), -1) << "nothing is left of it";
    })));
}

// Each child is a copy of one thread, made while the others hold locks.
TEST_F(Spawned, IsStartedByManyThreadsAtOnce) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        std::vector<std::thread> threads;
        std::atomic<int> wrong{0};
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                for (int round = 0; round < 20; ++round) {
                    auto process = spawn_as(alice(), program({"/bin/true"}), Deadline::usual());
                    const auto end = process ? process->wait(Deadline::usual())
                                             : Result<Process::End>(process.error().copy());
                    wrong += end && end->code == 0 ? 0 : 1;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        EXPECT_EQ(wrong, 0);
    })));
}

TEST(SpawnedProgram, IsCheckedAsItIsDescribed) {
    for (const char* bad : {"", "sh", "./sh", "bin/sh"}) {
        EXPECT_EQ(Program::at(bad).error().status(), Status::invalid_argument) << bad;
    }
    Program what = program({"/bin/true"});
    EXPECT_FALSE(what.set_directory(""));
    EXPECT_FALSE(what.set_directory("tmp"));
    EXPECT_FALSE(what.add_environment("", "x"));
    EXPECT_FALSE(what.add_environment("A=B", "x"));
    EXPECT_FALSE(what.add_descriptor(-1, 3));
    EXPECT_FALSE(what.add_descriptor(0, -1));
    EXPECT_FALSE(what.add_descriptor(0, 1024));
    EXPECT_TRUE(what.add_descriptor(0, 1023));
    EXPECT_FALSE(what.add_descriptor(1, 1023));
}

}  // namespace

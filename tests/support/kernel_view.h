// What the kernel says of a thread, and children of fork() to become somebody in.
#pragma once

#include <grp.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <string>

namespace support {

/// Of the calling thread, such as {"Uid", "0 4711 0 4711"}: real, effective, saved, file system.
inline std::map<std::string, std::string> kernel_view() {
    std::map<std::string, std::string> out;
    std::ifstream status("/proc/thread-self/status");
    for (std::string line; std::getline(status, line);) {
        const auto colon = line.find(':');
        std::string value = line.substr(colon + 1);
        for (char& one : value) {
            one = one == '\t' ? ' ' : one;
        }
        const auto from = value.find_first_not_of(' ');
        const auto to = value.find_last_not_of(' ');
        out[line.substr(0, colon)] =
            from == std::string::npos ? "" : value.substr(from, to - from + 1);
    }
    return out;
}

struct WhoIs {
    std::string uid;
    std::string gid;
    std::string groups;
    std::string effective;
    std::string permitted;
    std::string ambient;

    bool operator==(const WhoIs&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const WhoIs& who) {
    return out << "Uid " << who.uid << ", Gid " << who.gid << ", Groups " << who.groups
               << ", CapEff " << who.effective << ", CapPrm " << who.permitted << ", CapAmb "
               << who.ambient;
}

inline WhoIs who_is() {
    auto view = kernel_view();
    return {view["Uid"],    view["Gid"],    view["Groups"],
            view["CapEff"], view["CapPrm"], view["CapAmb"]};
}

/// Runs the body in a child process and gives its wait status. What fails in the body is printed
/// there and makes the code 1.
inline int in_child(const std::function<void()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        body();
        ::_exit(::testing::Test::HasFailure() ? 1 : 0);
    }
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return status;
}

inline bool ended_well(int status) {
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

inline bool ended_by(int status, int signal) {
    return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

/// The whole process becomes that user, with these capabilities and no others.
inline void become(unsigned uid, std::uint64_t capabilities, bool inheritable = false) {
    ASSERT_EQ(::prctl(PR_SET_KEEPCAPS, 1), 0);
    ASSERT_EQ(::setgroups(0, nullptr), 0);
    ASSERT_EQ(::setresgid(uid, uid, uid), 0);
    ASSERT_EQ(::setresuid(uid, uid, uid), 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    for (unsigned half = 0; half < 2; ++half) {
        const auto bits = static_cast<std::uint32_t>(capabilities >> 32 * half);
        data[half] = {bits, bits, inheritable ? bits : 0};
    }
    ASSERT_EQ(::syscall(SYS_capset, &header, data), 0);
}

constexpr std::uint64_t capability(int number) {
    return std::uint64_t{1} << number;
}

/// A test that must become others. Skips aloud where it cannot.
class AsRoot : public ::testing::Test {
  protected:
    void SetUp() override {
        if (::geteuid() != 0) {
            GTEST_SKIP() << "SKIPPED, nothing was tested: acting as other users needs root, and "
                            "this runs as uid "
                         << ::geteuid();
        }
    }
};

}  // namespace support

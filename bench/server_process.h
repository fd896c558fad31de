// A server in a process of its own, reached over loopback TCP, that ends with the object.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>

#include "mit_peer.h"

namespace mutauth::bench {

/// Many clients connect before the server comes to the first.
inline constexpr int kBacklog = 128;

inline void set_no_delay(int fd) {
    const int on = 1;
    require(::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0);
}

inline sockaddr_in loopback(in_port_t port) {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = port;
    out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return out;
}

class ServerProcess {
  public:
    /// `serve(listener)` runs in the child. What is not to be shared is made there.
    template <typename Serve>
    explicit ServerProcess(Serve serve) {
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        address_ = loopback(0);
        socklen_t size = sizeof address_;
        auto* const address = reinterpret_cast<sockaddr*>(&address_);
        require(::bind(listener, address, size) == 0 && ::listen(listener, kBacklog) == 0 &&
                ::getsockname(listener, address, &size) == 0);
        child_ = ::fork();
        require(child_ >= 0);
        if (child_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            serve(listener);
            ::_exit(0);
        }
        ::close(listener);
    }
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess() {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }

    int connected() const {
        const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
        require(::connect(fd, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0);
        set_no_delay(fd);
        return fd;
    }
    sockaddr_in address() const { return address_; }
    pid_t process() const { return child_; }

  private:
    sockaddr_in address_{};
    pid_t child_ = -1;
};

/// Nanoseconds of processor that this process and the servers have used. Where all have one
/// processor and wait only for each other, that is the time which passes when nobody else has it.
class ProcessorTime {
  public:
    ProcessorTime(const ServerProcess& one, const ServerProcess& other) {
        require(::clock_getcpuclockid(one.process(), &one_) == 0 &&
                ::clock_getcpuclockid(other.process(), &other_) == 0);
    }
    std::int64_t operator()() const {
        return used(CLOCK_PROCESS_CPUTIME_ID) + used(one_) + used(other_);
    }

  private:
    static std::int64_t used(clockid_t clock) {
        timespec out{};
        require(::clock_gettime(clock, &out) == 0);
        return std::int64_t{out.tv_sec} * 1'000'000'000 + out.tv_nsec;
    }

    clockid_t one_{};
    clockid_t other_{};
};

/// What a server gets of its next client.
inline int accepted(int listener) {
    const int fd = ::accept(listener, nullptr, nullptr);
    require(fd >= 0);
    set_no_delay(fd);
    return fd;
}

inline void write_all(int fd, const void* octets, std::size_t size) {
    const char* at = static_cast<const char*>(octets);
    while (size > 0) {
        const ssize_t written = ::write(fd, at, size);
        require(written > 0);
        at += written;
        size -= static_cast<std::size_t>(written);
    }
}

/// False where the stream has ended.
inline bool read_all(int fd, void* octets, std::size_t size) {
    char* at = static_cast<char*>(octets);
    while (size > 0) {
        const ssize_t got = ::read(fd, at, size);
        if (got <= 0) {
            return false;
        }
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace mutauth::bench

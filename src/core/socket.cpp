#include "core/socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "core/system_error.h"

namespace mutauth {
namespace {

/// RFC 8305 section 5: how long one attempt has before the next one starts beside it.
constexpr std::chrono::milliseconds kHeadStart{250};

void set_no_delay(int fd) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

struct Attempt {
    FileDescriptor socket;
    const SocketAddress* address;
};

/// Connection attempts that run side by side until one of them succeeds.
class Race {
  public:
    explicit Race(const std::vector<SocketAddress>& addresses) : addresses_(addresses) {}

    Result<FileDescriptor> run(const Deadline& deadline) {
        while (next_ < addresses_.size() || !running_.empty()) {
            if (next_ < addresses_.size()) {
                start(addresses_[next_++]);
            }
            const bool more = next_ < addresses_.size();
            const Deadline turn = more ? deadline.at_most(kHeadStart) : deadline;
            auto won = wait(turn);
            const bool next_ones_turn = !won && more && !deadline.passed() &&
                                        won.error().status() == Status::deadline_passed;
            if ((won && *won) || (!won && !next_ones_turn)) {
                return won;
            }
        }
        return refused();
    }

  private:
    void start(const SocketAddress& address) {
        auto socket = begin_connect(address);
        if (!socket) {
            last_code_ = errno;
            return;
        }
        running_.push_back({std::move(socket), &address});
    }

    /// An empty descriptor when all attempts so far have failed and it is the next one's turn.
    Result<FileDescriptor> wait(const Deadline& turn) {
        while (!running_.empty()) {
            std::vector<pollfd> waits;
            for (const auto& attempt : running_) {
                waits.push_back({attempt.socket.get(), POLLOUT, 0});
            }
            waits.push_back({turn.cancel_fd(), POLLIN, 0});
            const int ready =
                ::poll(waits.data(), waits.size(),
                       static_cast<int>(std::min<std::int64_t>(turn.left().count(), 1 << 30)));
            if (ready < 0 && errno != EINTR) {
                return system_error("poll");
            }
            if (waits.back().revents != 0) {
                return Error(Status::cancelled);
            }
            if (auto won = collect(waits); won) {
                return won;
            }
            if (!running_.empty() && turn.passed()) {
                return Error(Status::deadline_passed);
            }
        }
        return FileDescriptor();
    }

    FileDescriptor collect(const std::vector<pollfd>& waits) {
        for (std::size_t i = running_.size(); i-- > 0;) {
            if (waits[i].revents == 0) {
                continue;
            }
            const int code = connect_outcome(running_[i].socket.get());
            if (code == 0) {
                return std::move(running_[i].socket);
            }
            last_code_ = code;
            running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
        }
        return {};
    }

    Error refused() const {
        std::string tried;
        for (const auto& address : addresses_) {
            tried += (tried.empty() ? "" : ", ") + address.text();
        }
        const Error why = system_error("", last_code_);
        return Error(Status::host_unreachable,
                     fmt::format("cannot connect to {}{}", tried, why.message()))
            .with("address", tried)
            .with_native(NativeSystem::system, last_code_);
    }

    const std::vector<SocketAddress>& addresses_;
    std::size_t next_ = 0;
    std::vector<Attempt> running_;
    int last_code_ = ECONNREFUSED;
};

std::string name_of(int fd, decltype(::getsockname)* get) {
    SocketAddress address;
    address.size = sizeof address.storage;
    const bool known = get(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.size) == 0;
    const auto family = address.storage.ss_family;
    return known && (family == AF_INET || family == AF_INET6) ? address.text() : std::string();
}

}  // namespace

FileDescriptor begin_connect(const SocketAddress& address) {
    FileDescriptor socket(
        ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket &&
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage),
                  address.size) != 0 &&
        errno != EINPROGRESS) {
        const int code = errno;
        socket = FileDescriptor();
        errno = code;
    }
    return socket;
}

int connect_outcome(int fd) {
    int code = 0;
    socklen_t size = sizeof code;
    return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno;
}

Result<FileDescriptor> connect_tcp(const std::vector<SocketAddress>& addresses,
                                   const Deadline& deadline) {
    auto connected = Race(addresses).run(deadline);
    if (connected) {
        set_no_delay(connected->get());
    }
    return connected;
}

Result<FileDescriptor> connect_tcp(const HostPort& target, const Deadline& deadline) {
    auto addresses = resolve(target, deadline);
    if (!addresses) {
        return std::move(addresses).error();
    }
    return connect_tcp(*addresses, deadline);
}

Result<FileDescriptor> listen_tcp(const HostPort& at, const Deadline& deadline) {
    auto addresses = resolve(at, deadline);
    if (!addresses) {
        return std::move(addresses).error();
    }
    const SocketAddress& address = addresses->front();
    FileDescriptor socket(
        ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.size) !=
            0 ||
        ::listen(socket.get(), SOMAXCONN) != 0) {
        return system_error("cannot listen on " + at.text()).as(Status::address_unusable);
    }
    return socket;
}

Result<FileDescriptor> accept_tcp(int listener, const Deadline& deadline) {
    for (;;) {
        FileDescriptor accepted(
            ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (accepted) {
            set_no_delay(accepted.get());
            return accepted;
        }
        // A connection that went away before it was taken is not the listener's failure.
        if (errno != EAGAIN && errno != ECONNABORTED && errno != EINTR) {
            return system_error("accept");
        }
        if (auto waited = wait_for(listener, POLLIN, deadline); !waited) {
            return std::move(waited).error();
        }
    }
}

Result<std::optional<std::size_t>> read_ready(int fd, MutableByteView into) {
    for (;;) {
        const ssize_t got = ::recv(fd, into.data(), into.size(), MSG_DONTWAIT);
        if (got >= 0) {
            return std::optional(static_cast<std::size_t>(got));
        }
        if (errno == ECONNRESET) {
            // The peer's abrupt end: the caller's framing tells truncation.
            return std::optional(std::size_t{0});
        }
        if (errno == EAGAIN) {
            return std::optional<std::size_t>();
        }
        if (errno != EINTR) {
            return system_error("recv");
        }
    }
}

Result<std::size_t> read_some(int fd, MutableByteView into, const Deadline& deadline) {
    for (;;) {
        auto got = read_ready(fd, into);
        if (!got) {
            return std::move(got).error();
        }
        if (*got) {
            return **got;
        }
        if (auto waited = wait_for(fd, POLLIN, deadline); !waited) {
            return std::move(waited).error();
        }
    }
}

Result<std::size_t> write_some(int fd, ByteView bytes) {
    for (;;) {
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0) {
            return static_cast<std::size_t>(sent);
        }
        if (errno == EPIPE || errno == ECONNRESET) {
            return Error(Status::stream_truncated, "the peer closed the connection");
        }
        if (errno == EAGAIN) {
            return std::size_t{0};
        }
        if (errno != EINTR) {
            return system_error("send");
        }
    }
}

Result<void> write_all(int fd, ByteView bytes, const Deadline& deadline) {
    while (!bytes.empty()) {
        auto sent = write_some(fd, bytes);
        if (!sent) {
            return std::move(sent).error();
        }
        bytes = bytes.subspan(*sent);
        if (*sent > 0) {
            continue;
        }
        if (auto waited = wait_for(fd, POLLOUT, deadline); !waited) {
            return waited;
        }
    }
    return {};
}

Result<void> read_exactly(int fd, MutableByteView into, const Deadline& deadline) {
    while (!into.empty()) {
        auto got = read_some(fd, into, deadline);
        if (!got) {
            return std::move(got).error();
        }
        if (*got == 0) {
            return Error(Status::stream_truncated);
        }
        into = into.subspan(*got);
    }
    return {};
}

std::string local_address_of(int fd) {
    return name_of(fd, ::getsockname);
}

std::string peer_address_of(int fd) {
    return name_of(fd, ::getpeername);
}

}  // namespace mutauth

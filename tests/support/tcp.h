// Plain sockets for the far ends that tests play.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

namespace support {

class Socket {
  public:
    Socket() = default;
    explicit Socket(int fd) : fd_(fd) {}
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() { close(); }

    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }
    void close() {
        if (fd_ >= 0) {
            ::close(std::exchange(fd_, -1));
        }
    }

  private:
    int fd_ = -1;
};

inline std::pair<Socket, Socket> socket_pair() {
    std::array<int, 2> ends{-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    return {Socket(ends[0]), Socket(ends[1])};
}

inline Socket listen_on_loopback(uint16_t& port) {
    Socket listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener.get(), 128), 0);
    EXPECT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port = ntohs(address.sin_port);
    return listener;
}

/// A port that refuses: it was free a moment ago.
inline uint16_t closed_port() {
    uint16_t port = 0;
    listen_on_loopback(port);
    return port;
}

inline Socket connect_to_loopback(uint16_t port) {
    Socket out(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(out.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return out;
}

/// "127.0.0.1:88" and "[::1]:88" both give 88.
inline uint16_t port_of(const std::string& address) {
    return static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

/// False at the end of the stream or after five seconds.
inline bool read_exactly(int fd, std::string& out, size_t size) {
    out.assign(size, '\0');
    for (size_t have = 0; have < size;) {
        pollfd waits{fd, POLLIN, 0};
        if (::poll(&waits, 1, 5000) <= 0) {
            return false;
        }
        const ssize_t got = ::recv(fd, out.data() + have, size - have, 0);
        if (got <= 0) {
            return false;
        }
        have += static_cast<size_t>(got);
    }
    return true;
}

inline bool write_all(int fd, const std::string& bytes) {
    for (size_t sent = 0; sent < bytes.size();) {
        pollfd waits{fd, POLLOUT, 0};
        if (::poll(&waits, 1, 5000) <= 0) {
            return false;
        }
        const ssize_t got = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (got < 0) {
            return false;
        }
        sent += static_cast<size_t>(got);
    }
    return true;
}

/// Four octets, the highest first: how KDCs and the channel both write lengths.
inline std::string length_head(size_t size) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += static_cast<char>(size >> shift & 0xff);
    }
    return out;
}

inline size_t length_in(const std::string& head) {
    size_t size = 0;
    for (size_t i = 0; i < 4; ++i) {
        size = size << 8 | static_cast<uint8_t>(head.at(i));
    }
    return size;
}

}  // namespace support

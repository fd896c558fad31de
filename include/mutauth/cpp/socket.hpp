/* A connected socket with one owner. */
#ifndef MUTAUTH_CPP_SOCKET_HPP
#define MUTAUTH_CPP_SOCKET_HPP

#include <unistd.h>

#include <utility>

namespace mutauth::v1 {

/// Closes its file descriptor, unless a channel took it: whatever fails between Listener::accept
/// and a channel, nothing is left open and nothing is closed twice.
class Socket {
  public:
    Socket() noexcept = default;
    /// Takes over a file descriptor; a negative one is none.
    explicit Socket(int fd) noexcept : fd_(fd) {}
    Socket(Socket&& other) noexcept : fd_(other.release()) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Socket() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }

    int get() const noexcept { return fd_; }
    /// From now on the file descriptor is the caller's.
    int release() noexcept { return std::exchange(fd_, -1); }
    explicit operator bool() const noexcept { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

}  // namespace mutauth::v1

#endif

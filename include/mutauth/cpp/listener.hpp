/* A TCP port on which a service waits for its clients. */
#ifndef MUTAUTH_CPP_LISTENER_HPP
#define MUTAUTH_CPP_LISTENER_HPP

#include <mutauth/listener.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/socket.hpp>

#include <string_view>

namespace mutauth::v1 {

/// A listening socket. Several threads may accept from one.
class Listener {
  public:
    /// "host:port" or "[v6]:port"; port 0 for a free one.
    explicit Listener(const Text& address)
        : handle_(detail::make<Owned>([&](mutauth_listener** out) {
              return mutauth_listener_open(address.c_str(), out);
          })) {}

    /// The next connection. Nothing is proven yet: hand it to Channel::open.
    Socket accept(Until until = {}) const {
        int fd = -1;
        detail::check(mutauth_listener_accept(handle_.get(), until.get(), &fd));
        return Socket(fd);
    }

    /// "address:port" with the port that is in use.
    std::string_view address() const noexcept {
        return detail::lent(mutauth_listener_address(handle_.get()));
    }

  private:
    using Owned = detail::Handle<mutauth_listener, mutauth_listener_free>;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

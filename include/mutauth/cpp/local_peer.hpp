/* Who is at the other end of a Unix socket. */
#ifndef MUTAUTH_CPP_LOCAL_PEER_HPP
#define MUTAUTH_CPP_LOCAL_PEER_HPP

#include <mutauth/local_peer.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>

#include <cstdint>

namespace mutauth::v1 {

/// A process on this machine, as it was when it connected.
class LocalPeer {
  public:
    /// The socket stays the caller's.
    explicit LocalPeer(int socket)
        : handle_(detail::make<Owned>(
              [&](mutauth_local_peer** out) { return mutauth_local_peer_of(socket, out); })) {}

    /// As a caller, for requirements, user maps and impersonation.
    Identity identity() const noexcept {
        return Identity(mutauth_local_peer_identity(handle_.get()));
    }

    /// For logs: the number may be another process's by now.
    std::int32_t process() const noexcept { return mutauth_local_peer_process(handle_.get()); }

  private:
    using Owned = detail::Handle<mutauth_local_peer, mutauth_local_peer_free>;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

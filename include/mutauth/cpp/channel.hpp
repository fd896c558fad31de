/* A framed, sealed stream between two programs that have proved themselves. */
#ifndef MUTAUTH_CPP_CHANNEL_HPP
#define MUTAUTH_CPP_CHANNEL_HPP

#include <mutauth/channel.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>
#include <mutauth/cpp/negotiation.hpp>
#include <mutauth/cpp/socket.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace mutauth::v1 {

/// A sealed stream. One thread may send while another receives. Its end without close() before is
/// truncation to the peer.
class Channel {
  public:
    /// Connects by TCP and negotiates. "host:port" is only where to connect to; the name that must
    /// be proven is the negotiation's.
    static Channel connect(const Text& address, Negotiation negotiation, Until until = {}) {
        auto made = detail::make<Owned>([&](mutauth_channel** out) {
            return mutauth_channel_connect(address.c_str(), negotiation.get(), until.get(), out);
        });
        return Channel(std::move(made));
    }

    /// Negotiates on a connected stream socket, which becomes the channel's, and is closed on
    /// failure.
    static Channel open(Socket socket, Negotiation negotiation, Until until = {}) {
        return taken(std::move(socket),
                     [&](int fd) { return open(fd, std::move(negotiation), until); });
    }
    /// The same with a file descriptor, which becomes the channel's on success and stays the
    /// caller's, open, on failure.
    static Channel open(int fd, Negotiation negotiation, Until until = {}) {
        auto made = detail::make<Owned>([&](mutauth_channel** out) {
            return mutauth_channel_open(fd, negotiation.get(), until.get(), out);
        });
        return Channel(std::move(made));
    }

    /// With the framing of Windows' SSPI samples, which has no sealed end: receive() throws
    /// MUTAUTH_STREAM_END_UNPROVEN there.
    static Channel connect_windows_sample(const Text& address,
                                          Negotiation negotiation,
                                          Until until = {}) {
        auto made = detail::make<Owned>([&](mutauth_channel** out) {
            return mutauth_channel_connect_windows_sample(address.c_str(), negotiation.get(),
                                                          until.get(), out);
        });
        return Channel(std::move(made));
    }
    static Channel open_windows_sample(Socket socket, Negotiation negotiation, Until until = {}) {
        return taken(std::move(socket), [&](int fd) {
            return open_windows_sample(fd, std::move(negotiation), until);
        });
    }
    static Channel open_windows_sample(int fd, Negotiation negotiation, Until until = {}) {
        auto made = detail::make<Owned>([&](mutauth_channel** out) {
            return mutauth_channel_open_windows_sample(fd, negotiation.get(), until.get(), out);
        });
        return Channel(std::move(made));
    }

    /// From now on calls throw MUTAUTH_WOULD_BLOCK where they would wait, and lose nothing.
    void never_wait() { detail::check(mutauth_channel_never_wait(handle_.get())); }
    /// Sends what a call that did not wait could not send.
    void flush() { detail::check(mutauth_channel_flush(handle_.get())); }

    /// After a deadline that passed, the channel sends nothing more.
    void send(View message, Until until = {}) {
        detail::check(
            mutauth_channel_send(handle_.get(), message.data(), message.size(), until.get()));
    }

    /// The next message, or nothing at the end that the peer sealed. Without a deadline it is
    /// waited for without end; after one that passed, the same message can be waited for again.
    std::optional<Bytes> receive(Until until = {}) {
        mutauth_bytes* made = nullptr;
        const mutauth_status status =
            detail::check(mutauth_channel_receive(handle_.get(), until.get(), &made));
        if (status == MUTAUTH_END) {
            return std::nullopt;
        }
        return Bytes(made);
    }

    /// Seals the end of what this side sends; the peer may still send.
    void close(Until until = {}) {
        detail::check(mutauth_channel_close(handle_.get(), until.get()));
    }

    /// Tells the peer why its call is refused, and ends the sending side.
    void refuse(const Text& reason, Until until = {}) {
        detail::check(mutauth_channel_refuse(handle_.get(), reason.c_str(), until.get()));
    }

    Identity identity() const noexcept { return Identity(mutauth_channel_identity(handle_.get())); }

    /// "address:port", for logs and limits; empty if the socket is no IP socket.
    std::string_view peer_address() const noexcept {
        return detail::lent(mutauth_channel_peer_address(handle_.get()));
    }

    /// To wait on; stays the channel's.
    int fd() const noexcept { return mutauth_channel_fd(handle_.get()); }

  private:
    using Owned = detail::Handle<mutauth_channel, mutauth_channel_free>;

    template <class Open>
    static Channel taken(Socket socket, Open open) {
        Channel channel = open(socket.get());
        socket.release();
        return channel;
    }
    explicit Channel(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

// The bytes under libldap: plain until the bind is done, sealed from then on. libldap never sees
// the socket, so what it reads from ldap.conf about transports has nothing to act on.
#pragma once

#include <lber.h>

#include <memory>
#include <optional>

#include "core/deadline.h"
#include "core/fork_guard.h"
#include "directory/sasl_client.h"
#include "directory/sasl_frames.h"

namespace mutauth::directory {

class Wire {
  public:
    /// The socket is non-blocking.
    explicit Wire(FileDescriptor socket) : socket_(std::move(socket)) {}

    int fd() const noexcept { return socket_.get(); }
    /// Becomes the transport of a new sockbuf, which must not outlive it.
    bool attach(Sockbuf* sockbuf) noexcept;
    /// From now on both directions are sealed.
    void seal_with(std::unique_ptr<SaslLayer> layer);

    /// How long sending may wait from now on.
    void set_deadline(const Deadline& deadline) { deadline_ = deadline; }
    /// Whether there is something to read that no poll of the socket would tell.
    bool has_plain() const noexcept { return plain_at_ < plain_.size(); }
    /// Whether the peer has ended the stream.
    bool ended() const noexcept { return ended_; }
    /// What broke the wire, if it was not just the peer's end of the stream.
    const std::optional<Error>& failure() const noexcept { return failure_; }

    /// As read(2) and write(2), but that writing waits.
    ber_slen_t read(MutableByteView into);
    ber_slen_t write(ByteView plain);
    ber_slen_t fail(Error error);

  private:
    bool usable() noexcept;
    ber_slen_t receive(MutableByteView into);
    ber_slen_t receive_clear(MutableByteView into);
    ber_slen_t receive_sealed();

    FileDescriptor socket_;
    Deadline deadline_ = Deadline::usual();
    std::unique_ptr<SaslLayer> layer_;
    FrameReader reader_{0};
    Bytes plain_;
    std::size_t plain_at_ = 0;
    bool greeted_ = false;
    bool ended_ = false;
    std::optional<Error> failure_;
    ForkGuard fork_guard_;
};

}  // namespace mutauth::directory

// A proven context as a stream of sealed messages over a socket.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "channel/frame.h"
#include "channel/halves.h"
#include "context/negotiation.h"
#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "core/fork_guard.h"

namespace mutauth::channel {

/// One thread may send while another receives.
class Channel {
  public:
    /// Negotiates on a connected socket, which stays the caller's until take_socket. No message can
    /// pass before this returns a channel.
    static Result<std::unique_ptr<Channel>> open(int fd,
                                                 context::Negotiation& negotiation,
                                                 Framing framing,
                                                 const Deadline& deadline);
    static Result<std::unique_ptr<Channel>> connect(const std::string& address,
                                                    context::Negotiation& negotiation,
                                                    Framing framing,
                                                    const Deadline& deadline);

    Result<void> send(ByteView message, const Deadline& deadline);
    /// nullopt: the peer sealed its end.
    Result<std::optional<Bytes>> receive(const Deadline& deadline);
    Result<void> close(const Deadline& deadline);
    Result<void> refuse(std::string_view reason, const Deadline& deadline);

    /// From now on the socket is the channel's: the last step of a call that gives the channel
    /// away, so that one which fails on its way has closed nothing of the caller's.
    void take_socket() noexcept;

    /// From now on nothing waits: would_block says that it would have to, and nothing is lost.
    void never_wait() noexcept { waits_ = false; }
    /// Sends the rest of what a call that did not wait took.
    Result<void> flush(const Deadline& deadline);

    const context::SecurityContext& context() const noexcept { return *context_; }
    int fd() const noexcept { return fd_; }
    /// "address:port" of the other end when the channel was opened; empty if it has none.
    const std::string& peer_address() const noexcept { return peer_address_; }

  private:
    Channel(int fd, std::unique_ptr<context::SecurityContext> context, FrameReader reader);

    Result<void> push();
    Result<void> may_seal();
    Result<void> write(Result<void> sealed, const Deadline& deadline);
    void all_sent() noexcept;

    int fd_;
    /// Empty as long as the socket is the caller's.
    FileDescriptor socket_;
    std::string peer_address_;
    ForkGuard fork_guard_;
    std::unique_ptr<context::SecurityContext> context_;
    FrameReader reader_;
    SendingHalf sending_;
    ReceivingHalf receiving_;
    std::atomic<bool> waits_{true};
    /// The sending thread's: what was sealed and has not gone.
    Bytes out_;
    std::size_t sent_ = 0;
    /// The framing says the end by shutting the socket down, once all before it has gone.
    bool shuts_down_ = false;
};

}  // namespace mutauth::channel

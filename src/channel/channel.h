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
    /// Negotiates on a connected socket, which is the channel's on success and untouched property
    /// of the caller's otherwise. No message can pass before this returns a channel.
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

    /// From now on nothing waits: would_block says that it would have to, and nothing is lost.
    void never_wait() noexcept { waits_ = false; }
    /// Sends the rest of what a call that did not wait took.
    Result<void> flush(const Deadline& deadline);

    const context::SecurityContext& context() const noexcept { return *context_; }
    int fd() const noexcept { return socket_.get(); }

  private:
    Channel(FileDescriptor socket,
            std::unique_ptr<context::SecurityContext> context,
            FrameReader reader);

    Result<void> push();
    Result<void> may_seal();
    Result<void> write(Result<void> sealed, const Deadline& deadline);

    FileDescriptor socket_;
    ForkGuard fork_guard_;
    std::unique_ptr<context::SecurityContext> context_;
    FrameReader reader_;
    SendingHalf sending_;
    ReceivingHalf receiving_;
    std::atomic<bool> waits_{true};
    /// The sending thread's: what was sealed and has not gone.
    Bytes out_;
    std::size_t sent_ = 0;
};

}  // namespace mutauth::channel

// A channel that does no I/O: the peer's bytes in, bytes for the peer out.
#pragma once

#include <memory>
#include <optional>

#include "channel/frame.h"
#include "channel/halves.h"
#include "channel/handshake.h"
#include "context/negotiation.h"
#include "core/fork_guard.h"

namespace mutauth::channel {

/// One thread at a time.
class Engine {
  public:
    /// What holds of an engine, for can().
    static constexpr std::uint32_t kProven = 1;
    static constexpr std::uint32_t kFeeds = 2;
    static constexpr std::uint32_t kHasBytes = 4;
    static constexpr std::uint32_t kReceives = 8;
    static constexpr std::uint32_t kSends = 16;

    /// From a negotiation that was not yet stepped.
    static Result<std::unique_ptr<Engine>> begin(std::shared_ptr<context::Negotiation> negotiation,
                                                 Framing framing);

    /// All of the peer's bytes or, with receive_queue_full, none of them. Any other failure is
    /// final; what to_send() has then is for the peer.
    Result<void> feed(ByteView bytes);
    /// The peer's bytes have ended.
    Result<void> ended();

    /// What is to go to the peer, until the next call.
    Result<ByteView> to_send() const;
    Result<void> sent(std::size_t size);

    Result<void> send(ByteView message);
    /// nullopt: the peer sealed its end. would_block: more bytes of the peer's are needed.
    Result<std::optional<Bytes>> receive();
    Result<void> close();
    Result<void> refuse(std::string_view reason);

    static constexpr std::size_t kUsualBound = std::size_t{1} << 20;
    /// How many bytes may wait before more are refused.
    void set_bounds(std::size_t to_send, std::size_t fed) noexcept {
        most_to_send_ = to_send;
        most_fed_ = fed;
    }

    std::uint32_t can() const;
    /// Null until both sides are proven.
    const context::SecurityContext* context() const noexcept { return context_.get(); }

  private:
    Engine(std::shared_ptr<context::Negotiation> negotiation, Framing framing) noexcept;

    ByteView waiting() const noexcept { return ByteView(out_).subspan(sent_); }
    Result<void> stepped(Result<void> step);
    void end_handshake() noexcept;
    Result<void> negotiate();
    Result<void> needs_proof() const;
    /// Whether what came already must be received first.
    bool full() const;
    bool wants_bytes() const;

    /// Both only until the sides are proven or the negotiation has failed.
    std::shared_ptr<context::Negotiation> negotiation_;
    std::optional<Handshake> handshake_;
    std::unique_ptr<context::SecurityContext> context_;
    std::optional<SendingHalf> sending_;
    std::optional<ReceivingHalf> receiving_;
    FrameReader reader_;
    /// A child's bytes would be the parent's over again, and its own mixed with them.
    ForkGuard fork_guard_;
    bool ended_ = false;
    Bytes out_;
    /// How much of it has gone.
    std::size_t sent_ = 0;
    std::size_t most_to_send_ = kUsualBound;
    std::size_t most_fed_ = kUsualBound;
};

}  // namespace mutauth::channel

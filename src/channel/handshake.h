// The negotiation's tokens in frames, until both sides are proven or one of them fails. No I/O.
#pragma once

#include <memory>

#include "channel/frame.h"
#include "context/negotiation.h"

namespace mutauth::channel {

class Handshake {
  public:
    /// The negotiation was not yet stepped.
    Handshake(context::Negotiation& negotiation, Framing framing) noexcept
        : negotiation_(negotiation), framing_(framing) {}

    /// Each writes what is to be sent behind what is there, also when it fails. A failure is final.
    Result<void> begin(Bytes& out);
    Result<void> take(const Frame& frame, Bytes& out);
    /// The peer's bytes have ended.
    static Error ended(const FrameReader& reader);

    bool done() const noexcept { return done_; }
    /// Once it is done. Frames that follow are sealed ones.
    Result<std::unique_ptr<context::SecurityContext>> finish();

  private:
    Result<void> step(ByteView token, Bytes& out);
    Error peers_failure(ByteView token);

    Result<void> append_token(Bytes& out, ByteView token) const;
    void append_failure(Bytes& out, ByteView token) const;

    context::Negotiation& negotiation_;
    Framing framing_;
    bool done_ = false;
};

}  // namespace mutauth::channel

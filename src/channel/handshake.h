// The negotiation's tokens in frames, until both sides are proven or one of them fails. No I/O.
#pragma once

#include <memory>

#include "channel/frame.h"
#include "context/negotiation.h"

namespace mutauth::channel {

class Handshake {
  public:
    /// The negotiation was not yet stepped.
    explicit Handshake(context::Negotiation& negotiation) noexcept : negotiation_(negotiation) {}

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

    context::Negotiation& negotiation_;
    bool done_ = false;
};

}  // namespace mutauth::channel

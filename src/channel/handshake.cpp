#include "channel/handshake.h"

#include "channel/halves.h"

namespace mutauth::channel {

Result<void> Handshake::step(ByteView token, Bytes& out) {
    auto step = negotiation_.step(token);
    if (!step) {
        append_frame(out, FrameKind::failure, negotiation_.take_error_token());
        return std::move(step).error();
    }
    if (!step->token.empty()) {
        append_frame(out, FrameKind::token, step->token);
    }
    done_ = step->done;
    return {};
}

/// The peer's unproven last words: read as the mechanism's error token if they are one.
Error Handshake::peers_failure(ByteView token) {
    if (!token.empty()) {
        if (auto step = negotiation_.step(token); !step) {
            return std::move(step).error();
        }
    }
    return Error(Status::peer_refused, "the peer ended the negotiation without giving a reason");
}

Result<void> Handshake::begin(Bytes& out) {
    return negotiation_.is_initiator() ? step({}, out) : Result<void>();
}

Result<void> Handshake::take(const Frame& frame, Bytes& out) {
    switch (frame.kind) {
        case FrameKind::token:
            return step(frame.payload, out);
        case FrameKind::failure:
            return peers_failure(frame.payload);
        default:
            return Error(Status::frame_malformed, "a sealed frame came before the peer was proven");
    }
}

Error Handshake::ended(const FrameReader& reader) {
    return truncated(reader).while_doing("before the peer was proven");
}

Result<std::unique_ptr<context::SecurityContext>> Handshake::finish() {
    auto context = negotiation_.finish();
    if (context && (*context)->proof().level < context::Level::privacy) {
        return Error(Status::level_too_low, "a channel needs a context at level privacy");
    }
    return context;
}

}  // namespace mutauth::channel

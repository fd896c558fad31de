#include "channel/handshake.h"

#include "channel/halves.h"
#include "channel/windows_sample.h"

namespace mutauth::channel {

Result<void> Handshake::append_token(Bytes& out, ByteView token) const {
    if (framing_ == Framing::windows_sample) {
        return append_sample_token(out, token);
    }
    if (!token.empty()) {
        append_frame(out, FrameKind::token, token);
    }
    return {};
}

void Handshake::append_failure(Bytes& out, ByteView token) const {
    if (framing_ == Framing::own) {
        append_frame(out, FrameKind::failure, token);
        return;
    }
    // That framing knows tokens alone. One that is too long explains nothing either.
    [[maybe_unused]] const auto told = append_sample_token(out, token);
}

Result<void> Handshake::step(ByteView token, Bytes& out) {
    auto step = negotiation_.step(token);
    if (!step) {
        append_failure(out, negotiation_.take_error_token());
        return std::move(step).error();
    }
    if (auto told = append_token(out, step->token); !told) {
        return told;
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
    if (negotiation_.policy().replay_window > 0) {
        return Error(Status::invalid_argument,
                     "a channel keeps order, so its policy has no replay window");
    }
    // Before the peer is told anything: it would take this side for proven.
    if (negotiation_.policy().level < context::Level::privacy) {
        return Error(Status::level_too_low, "a channel needs a policy at level privacy");
    }
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
    return unsealed_end(reader)
        .as(Status::stream_truncated)
        .while_doing("before the peer was proven");
}

Result<std::unique_ptr<context::SecurityContext>> Handshake::finish() {
    auto context = negotiation_.finish();
    if (context && (*context)->proof().level < context::Level::privacy) {
        return Error(Status::level_too_low, "a channel needs a context at level privacy");
    }
    return context;
}

}  // namespace mutauth::channel

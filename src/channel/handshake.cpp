#include "channel/handshake.h"

#include "channel/frame_socket.h"

namespace mutauth::channel {
namespace {

/// The peer's unproven last words: read as the mechanism's error token if they are one.
Error peers_failure(context::Negotiation& negotiation, const Bytes& token) {
    if (!token.empty()) {
        if (auto step = negotiation.step(token); !step) {
            return std::move(step).error();
        }
    }
    return Error(Status::peer_refused, "the peer ended the negotiation without giving a reason");
}

Result<Bytes> next_token(int fd,
                         context::Negotiation& negotiation,
                         FrameReader& reader,
                         const Deadline& deadline) {
    auto frame = read_frame(fd, reader, deadline);
    if (!frame) {
        return std::move(frame).error().while_doing("before the peer was proven");
    }
    switch (frame->kind) {
        case FrameKind::token:
            return std::move(frame->payload);
        case FrameKind::failure:
            return peers_failure(negotiation, frame->payload);
        default:
            return Error(Status::frame_malformed, "a sealed frame came before the peer was proven");
    }
}

}  // namespace

Result<std::unique_ptr<context::SecurityContext>> shake_hands(int fd,
                                                              context::Negotiation& negotiation,
                                                              FrameReader& reader,
                                                              const Deadline& deadline) {
    Bytes token;
    bool first = negotiation.is_initiator();
    for (;;) {
        if (!first) {
            auto received = next_token(fd, negotiation, reader, deadline);
            if (!received) {
                return std::move(received).error();
            }
            token = std::move(*received);
        }
        first = false;
        auto step = negotiation.step(token);
        if (!step) {
            // Best effort: the reason to report is why the step failed, not that this was lost.
            [[maybe_unused]] const auto told =
                write_frame(fd, FrameKind::failure, negotiation.take_error_token(),
                            deadline.at_most(std::chrono::seconds(1)));
            return std::move(step).error();
        }
        if (!step->token.empty()) {
            if (auto sent = write_frame(fd, FrameKind::token, step->token, deadline); !sent) {
                return std::move(sent).error();
            }
        }
        if (step->done) {
            return negotiation.finish();
        }
    }
}

}  // namespace mutauth::channel

#include "channel/engine.h"

#include <fmt/format.h>

#include <utility>

namespace mutauth::channel {

Engine::Engine(std::shared_ptr<context::Negotiation> negotiation, Framing framing) noexcept
    : negotiation_(std::move(negotiation)),
      handshake_(std::in_place, *negotiation_, framing),
      reader_(longest_token(framing), framing) {}

Result<std::unique_ptr<Engine>> Engine::begin(std::shared_ptr<context::Negotiation> negotiation,
                                              Framing framing) {
    std::unique_ptr<Engine> engine(new Engine(std::move(negotiation), framing));
    if (auto begun = engine->stepped(engine->handshake_->begin(engine->out_)); !begun) {
        return std::move(begun).error();
    }
    return engine;
}

Result<void> Engine::stepped(Result<void> step) {
    if (step && !handshake_->done()) {
        return step;
    }
    auto context = step ? handshake_->finish() : std::move(step).error();
    end_handshake();
    if (!context) {
        return std::move(context).error();
    }
    context_ = std::move(*context);
    sending_.emplace(*context_, reader_.framing());
    receiving_.emplace(*context_, reader_.framing());
    reader_.allow_sealed(longest_sealed(*context_, reader_.framing()));
    return {};
}

/// A negotiation is several times as large as the context that it gave.
void Engine::end_handshake() noexcept {
    handshake_.reset();
    negotiation_.reset();
}

Result<void> Engine::negotiate() {
    while (handshake_) {
        auto frame = reader_.next();
        if (frame && !*frame) {
            break;
        }
        auto step =
            frame
                ? handshake_->take(**frame, out_)
                : Result<void>(std::move(frame).error().while_doing("before the peer was proven"));
        if (auto went = stepped(std::move(step)); !went) {
            return went;
        }
    }
    return {};
}

Result<void> Engine::needs_proof() const {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    return context_ ? Result<void>()
                    : Error(Status::wrong_state, handshake_ ? "the peer is not proven yet"
                                                            : "the negotiation has failed");
}

bool Engine::full() const {
    return reader_.ready() && reader_.waiting() > most_fed_;
}

bool Engine::wants_bytes() const {
    if (ended_) {
        return false;
    }
    return context_ ? !receiving_->over() && !receiving_->end_seen() && !full()
                    : handshake_.has_value();
}

Result<void> Engine::feed(ByteView bytes) {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    if (ended_ || (!context_ && !handshake_)) {
        return Error(Status::wrong_state,
                     ended_ ? "the peer's bytes have ended" : "the negotiation has failed");
    }
    if (context_) {
        if (receiving_->end_seen()) {
            return {};
        }
        if (auto usable = receiving_->usable(); !usable) {
            return usable;
        }
        if (full() && !bytes.empty()) {
            return Error(Status::receive_queue_full,
                         fmt::format("{} bytes of messages wait to be received; {} may",
                                     reader_.waiting(), most_fed_));
        }
    }
    reader_.feed(bytes);
    return negotiate();
}

Result<void> Engine::ended() {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    const bool before = std::exchange(ended_, true);
    if (!before && handshake_) {
        end_handshake();
        return Handshake::ended(reader_);
    }
    return {};
}

Result<ByteView> Engine::to_send() const {
    if (auto own = fork_guard_.check(); !own) {
        return std::move(own).error();
    }
    return waiting();
}

Result<void> Engine::sent(std::size_t size) {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    if (size > waiting().size()) {
        return Error(Status::invalid_argument,
                     fmt::format("{} bytes were to be sent, not {}", waiting().size(), size));
    }
    sent_ += size;
    if (sent_ == out_.size()) {
        out_.clear();
        sent_ = 0;
    }
    return {};
}

Result<void> Engine::send(ByteView message) {
    if (auto known = needs_proof(); !known) {
        return known;
    }
    if (waiting().size() > most_to_send_) {
        return Error(Status::send_queue_full, fmt::format("{} bytes wait to be sent; {} may",
                                                          waiting().size(), most_to_send_));
    }
    // Once for all that was sent since: what still waits is at most the bound.
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(std::exchange(sent_, 0)));
    return sending_->send(message, out_);
}

Result<void> Engine::close() {
    if (auto known = needs_proof(); !known) {
        return known;
    }
    return sending_->close(out_);
}

Result<void> Engine::refuse(std::string_view reason) {
    if (auto known = needs_proof(); !known) {
        return known;
    }
    return sending_->refuse(reason, out_);
}

Result<std::optional<Bytes>> Engine::receive() {
    if (auto own = fork_guard_.check(); !own) {
        return std::move(own).error();
    }
    if (auto known = needs_proof(); !known) {
        return handshake_ ? Error(Status::would_block, "the peer is not proven yet")
                          : std::move(known).error();
    }
    if (receiving_->end_seen()) {
        return std::optional<Bytes>();
    }
    if (auto usable = receiving_->usable(); !usable) {
        return std::move(usable).error();
    }
    auto frame = reader_.next();
    if (frame && *frame) {
        return receiving_->take(**frame);
    }
    if (frame && !ended_) {
        return Error(Status::would_block, "no message has come as a whole");
    }
    receiving_->break_off();
    return frame ? unsealed_end(reader_) : std::move(frame).error();
}

std::uint32_t Engine::can() const {
    std::uint32_t out = wants_bytes() ? kFeeds : 0;
    out |= waiting().empty() ? 0 : kHasBytes;
    if (context_) {
        const bool something = receiving_->end_seen() || ended_ || reader_.ready();
        out |= kProven;
        out |= something && !receiving_->over() ? kReceives : 0;
        out |= sending_->over() || waiting().size() > most_to_send_ ? 0 : kSends;
    }
    return out;
}

}  // namespace mutauth::channel

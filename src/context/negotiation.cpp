#include "context/negotiation.h"

#include <fmt/format.h>

namespace mutauth::context {

Result<void> Negotiation::bind(const ChannelBindings& bindings) {
    if (state_ != State::fresh || bindings_) {
        return Error(Status::wrong_state, "channel bindings are given once, before the first step");
    }
    if (exchange_ != nullptr) {
        exchange_->bind(bindings);
    }
    bindings_ = bindings;
    return {};
}

Result<Step> Negotiation::step(ByteView token) {
    if (state_ != State::fresh && state_ != State::running) {
        return Error(Status::wrong_state, "this negotiation is over");
    }
    if (auto alive = fork_guard_.check(); !alive) {
        return std::move(alive).error();
    }
    if (policy_.channel_bindings == BindingRule::require && !bindings_) {
        return Error(Status::wrong_state,
                     "the policy asks for channel bindings and none are given");
    }
    // Whatever goes wrong from here on, an exception included, leaves nothing to step again.
    state_ = State::over;
    if (token.size() > kLongestToken) {
        return Error(Status::token_malformed, fmt::format("a token of {} bytes; {} are the most",
                                                          token.size(), kLongestToken));
    }
    auto step = advance(token);
    if (!step) {
        return step;
    }
    if (step->done) {
        // All checks are made before the last token leaves, so that a peer that is not proven
        // never sees this side complete.
        auto context = establish();
        if (!context) {
            return std::move(context).error();
        }
        established_ = std::move(*context);
    }
    state_ = step->done ? State::done : State::running;
    return step;
}

Result<std::unique_ptr<SecurityContext>> Negotiation::finish() {
    if (state_ != State::done || !established_) {
        return Error(Status::wrong_state, "the negotiation has no context to give");
    }
    state_ = State::over;
    return std::move(established_);
}

}  // namespace mutauth::context

#include "directory/sasl_bind.h"

#include <fmt/format.h>

namespace mutauth::directory {
namespace {

// RFC 4752 3.3.
constexpr std::uint8_t kPrivacy = 4;
constexpr std::size_t kChoiceSize = 4;
/// What we let the server put into one sealed buffer; it bounds what we hold in memory.
constexpr std::uint32_t kLongestReceived = 256 * 1024;

class ContextLayer final : public SaslLayer {
  public:
    ContextLayer(std::unique_ptr<context::SecurityContext> context, std::size_t longest_plain)
        : context_(std::move(context)), longest_plain_(longest_plain) {}

    std::size_t longest_plain() const noexcept override { return longest_plain_; }
    std::size_t longest_sealed() const noexcept override { return kLongestReceived; }
    Result<Bytes> seal(ByteView plain) override { return context_->seal(plain); }
    Result<Bytes> open(ByteView sealed) override { return context_->open(sealed); }

  private:
    std::unique_ptr<context::SecurityContext> context_;
    std::size_t longest_plain_;
};

class GssapiClient final : public SaslClient {
  public:
    explicit GssapiClient(std::unique_ptr<context::Negotiation> negotiation)
        : negotiation_(std::move(negotiation)) {}

    const char* mechanism() const noexcept override { return "GSSAPI"; }

    Result<Bytes> respond(ByteView challenge) override {
        switch (state_) {
            case State::negotiating:
                return negotiate(challenge);
            case State::proven:
                return choose_layer(challenge);
            default:
                return Error(Status::directory_protocol, "the server goes on after the bind's end");
        }
    }

    Result<std::unique_ptr<SaslLayer>> finish() override {
        if (state_ != State::chosen) {
            return Error(Status::peer_not_proven,
                         "the directory server says that the bind succeeded before it was done");
        }
        return std::unique_ptr<SaslLayer>(
            std::make_unique<ContextLayer>(std::move(context_), longest_plain_));
    }

  private:
    enum class State { negotiating, proven, chosen };

    Result<Bytes> negotiate(ByteView challenge) {
        auto step = negotiation_->step(challenge);
        if (!step) {
            return std::move(step).error();
        }
        if (step->done) {
            auto context = negotiation_->finish();
            if (!context) {
                return std::move(context).error();
            }
            context_ = std::move(*context);
            state_ = State::proven;
        }
        // RFC 4752 3.1: empty if the context is complete and has no more to say; the server then
        // sends its offer.
        return std::move(step->token);
    }

    Result<Bytes> choose_layer(ByteView challenge) {
        auto message = context_->unwrap(challenge);
        if (!message) {
            return std::move(message).error().while_doing("the server's offer of layers");
        }
        auto offer = parse_offer(*message);
        if (!offer) {
            return std::move(offer).error();
        }
        if (!offer->privacy) {
            return Error(Status::directory_unsealed);
        }
        const std::size_t overhead = context_->sealed_size(0);
        if (offer->longest <= overhead) {
            return Error(Status::directory_protocol,
                         fmt::format("the server takes sealed buffers of {} bytes at most, which "
                                     "hold nothing",
                                     offer->longest));
        }
        longest_plain_ = offer->longest - overhead;
        state_ = State::chosen;
        return context_->wrap(layer_choice(kLongestReceived));
    }

    std::unique_ptr<context::Negotiation> negotiation_;
    std::unique_ptr<context::SecurityContext> context_;
    std::size_t longest_plain_ = 0;
    State state_ = State::negotiating;
};

}  // namespace

Result<LayerOffer> parse_offer(ByteView message) {
    if (message.size() != kChoiceSize) {
        return Error(Status::directory_protocol,
                     fmt::format("the server's offer of layers has {} bytes, not {}",
                                 message.size(), kChoiceSize));
    }
    LayerOffer out;
    out.privacy = (message[0] & kPrivacy) != 0;
    out.longest = static_cast<std::uint32_t>(message[1] << 16 | message[2] << 8 | message[3]);
    return out;
}

Bytes layer_choice(std::uint32_t longest_received) {
    return {kPrivacy, static_cast<std::uint8_t>(longest_received >> 16),
            static_cast<std::uint8_t>(longest_received >> 8),
            static_cast<std::uint8_t>(longest_received)};
}

std::unique_ptr<SaslClient> gssapi_client(std::unique_ptr<context::Negotiation> negotiation) {
    return std::make_unique<GssapiClient>(std::move(negotiation));
}

}  // namespace mutauth::directory

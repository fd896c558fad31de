// The client's side of RFC 4752 with a mechanism that only pretends.
#include "directory/sasl_bind.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace mutauth::directory {
namespace {

/// "Wraps" by two octets before the message and four behind a sealed one.
class Pretence final : public context::Protection {
  public:
    context::Protector protector() const noexcept override { return context::Protector::own; }
    std::size_t sealed_size(std::size_t message) const noexcept override { return message + 6; }
    std::size_t wrapped_size(std::size_t message) const noexcept override { return message + 2; }
    std::size_t signature_size() const noexcept override { return 0; }
    Result<std::size_t> seal(ByteView message, MutableByteView out) override {
        std::fill(out.begin(), out.end(), std::uint8_t{'~'});
        std::copy(message.begin(), message.end(), out.begin() + 2);
        return message.size() + 6;
    }
    Result<std::size_t> open(ByteView sealed, MutableByteView out) override {
        std::copy(sealed.begin(), sealed.end(), out.begin());
        return sealed.size();
    }
    Result<std::size_t> sign(ByteView, MutableByteView) override { return std::size_t{0}; }
    Result<void> verify(ByteView, ByteView) override { return {}; }
    Result<std::size_t> wrap(ByteView message, MutableByteView out) override {
        out[0] = 'w';
        out[1] = ':';
        std::copy(message.begin(), message.end(), out.begin() + 2);
        return message.size() + 2;
    }
    Result<std::size_t> unwrap(ByteView wrapped, MutableByteView out) override {
        if (!text_of(wrapped).starts_with("w:")) {
            return Error(Status::message_tampered);
        }
        std::copy(wrapped.begin() + 2, wrapped.end(), out.begin());
        return wrapped.size() - 2;
    }
    // RFC 4752 has no use for what follows.
    ByteView key() const noexcept override { return {}; }
    std::size_t token_size() const noexcept override { return 0; }
    Result<std::size_t> seal_segments(context::Segments, MutableByteView) override {
        return Error(Status::internal);
    }
    Result<void> open_segments(context::Segments, ByteView) override {
        return Error(Status::internal);
    }
    Result<std::size_t> sign_segments(context::Segments, MutableByteView) override {
        return Error(Status::internal);
    }
    Result<void> verify_segments(context::Segments, ByteView) override {
        return Error(Status::internal);
    }
    Result<context::Transferred> transfer() override { return Error(Status::internal); }
};

/// Says "hello", wants "welcome", and is done.
class PretendedNegotiation final : public context::Negotiation {
  public:
    PretendedNegotiation() : Negotiation(nullptr, context::Policy()) {}
    bool is_initiator() const noexcept override { return true; }

  protected:
    Result<context::Step> advance(ByteView token) override {
        if (token.empty()) {
            return context::Step{false, copy_of(bytes_of("hello"))};
        }
        return text_of(token) == "welcome" ? Result<context::Step>(context::Step{true, {}})
                                           : Error(Status::peer_not_proven);
    }
    Result<std::unique_ptr<context::SecurityContext>> establish() override {
        context::Proof proof;
        proof.initiator = true;
        proof.expires = std::numeric_limits<std::int64_t>::max();
        return std::make_unique<context::SecurityContext>(proof, nullptr,
                                                          std::make_unique<Pretence>());
    }
};

class SaslBind : public ::testing::Test {
  protected:
    std::string respond(std::string_view challenge) {
        const auto response = client_->respond(bytes_of(challenge));
        EXPECT_TRUE(response) << response.error().message();
        return response ? std::string(text_of(*response)) : "";
    }
    Status failure(std::string_view challenge) {
        return client_->respond(bytes_of(challenge)).error().status();
    }
    void prove() {
        EXPECT_EQ(respond(""), "hello");
        EXPECT_EQ(respond("welcome"), "");
    }

    std::unique_ptr<SaslClient> client_ = gssapi_client(std::make_unique<PretendedNegotiation>());
};

std::string offer(std::string_view four) {
    return "w:" + std::string(four);
}

// RFC 4752 3.1: the client answers with one layer, its own longest buffer and an authorization
// identity, which is left out.
TEST_F(SaslBind, ChoosesPrivacyAndNothingElse) {
    EXPECT_STREQ(client_->mechanism(), "GSSAPI");
    prove();
    const std::string choice = respond(offer(std::string_view("\x07\x01\x00\x00", 4)));
    ASSERT_EQ(choice.size(), 6U);
    EXPECT_EQ(choice.substr(0, 3), "w:\x04");
    auto layer = client_->finish();
    ASSERT_TRUE(layer);
    EXPECT_EQ((*layer)->longest_plain(), 65536U - 6U);
    const auto size = static_cast<std::size_t>(static_cast<std::uint8_t>(choice[3]) << 16 |
                                               static_cast<std::uint8_t>(choice[4]) << 8 |
                                               static_cast<std::uint8_t>(choice[5]));
    EXPECT_EQ((*layer)->longest_sealed(), size);
    EXPECT_GE(size, 65536U);
}

TEST_F(SaslBind, RefusesAServerWithoutPrivacy) {
    for (const std::string_view bits :
         {"\x01\x01\x01\x01", "\x02\x01\x01\x01", "\x03\x01\x01\x01"}) {
        client_ = gssapi_client(std::make_unique<PretendedNegotiation>());
        prove();
        EXPECT_EQ(failure(offer(bits)), Status::directory_unsealed);
        EXPECT_FALSE(client_->finish());
    }
}

TEST_F(SaslBind, RefusesOffersThatMakeNoSense) {
    for (const std::string& message :
         {offer(""), offer("\x04\x01\x01"), offer("\x04\x01\x01\x01\x01"),
          offer(std::string_view("\x04\0\0\0", 4)), offer(std::string_view("\x04\0\0\6", 4))}) {
        client_ = gssapi_client(std::make_unique<PretendedNegotiation>());
        prove();
        EXPECT_EQ(failure(message), Status::directory_protocol);
    }
    client_ = gssapi_client(std::make_unique<PretendedNegotiation>());
    prove();
    EXPECT_EQ(failure("x:\x04\x01\x01\x01"), Status::message_tampered);
}

TEST_F(SaslBind, DoesNotBelieveASuccessBeforeTheEnd) {
    EXPECT_EQ(client_->finish().error().status(), Status::peer_not_proven);
    EXPECT_EQ(respond(""), "hello");
    EXPECT_EQ(client_->finish().error().status(), Status::peer_not_proven);
    EXPECT_EQ(respond("welcome"), "");
    EXPECT_EQ(client_->finish().error().status(), Status::peer_not_proven);
}

TEST_F(SaslBind, EndsWithTheChoice) {
    prove();
    respond(offer("\x04\x01\x01\x01"));
    EXPECT_EQ(failure("more"), Status::directory_protocol);
}

TEST_F(SaslBind, PassesOnThatThePeerIsNotProven) {
    respond("");
    EXPECT_EQ(failure("intruder"), Status::peer_not_proven);
}

}  // namespace
}  // namespace mutauth::directory

#include "context/context_transfer.h"

#include <gmock/gmock.h>

namespace mutauth::context {
namespace {

std::optional<bool> is_verified(const Transfer& read) {
    const auto known = read.proof.authorization.pac->verified();
    return known ? std::optional(*known) : std::nullopt;
}

/// An acceptor's context with everything that travels.
Transfer transfer(bool verified) {
    Transfer out;
    Proof& proof = out.proof;
    proof.client = "alice@EXAMPLE.TEST";
    proof.asked_service = "http/b.example.test@EXAMPLE.TEST";
    proof.service_key = "http/a.example.test@EXAMPLE.TEST";
    proof.service_keys = {proof.service_key, proof.asked_service};
    proof.established = 1700000000;
    proof.expires = 1700000100;
    proof.ticket_enctype = 18;
    proof.channel_bound = true;
    proof.bindings_given = true;
    proof.authorization.pac =
        std::make_shared<Pac>(Bytes{1, 2, 3}, [verified](ByteView /*bytes*/) { return verified; });
    proof.authorization.indicators = {"otp"};
    cfx::Session& session = out.protection.session;
    session.enctype = *cfx::enctype_of(18);
    session.key = Bytes(32, 7);
    return out;
}

// Finding M2: only the exporter has the key that verifies a PAC, so its verdict is what travels.
TEST(ContextTransfer, KeepsWhetherThePacWasVerified) {
    for (const bool verified : {true, false}) {
        auto read = read_transfer(write_transfer(transfer(verified)));
        ASSERT_TRUE(read) << read.error().message();
        ASSERT_NE(read->proof.authorization.pac, nullptr);
        EXPECT_EQ(is_verified(*read), verified);
        EXPECT_EQ(text_of(read->proof.authorization.pac->bytes()), "\x01\x02\x03");
        // Once more, from the process that imported it.
        auto again = read_transfer(write_transfer(*read));
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ(is_verified(*again), verified);
    }
}

TEST(ContextTransfer, KeepsWhatIsProvenApartFromWhatIsClaimed) {
    for (const bool bound : {true, false}) {
        Transfer out = transfer(true);
        out.proof.channel_bound = bound;
        auto read = read_transfer(write_transfer(out));
        ASSERT_TRUE(read) << read.error().message();
        const Proof& proof = read->proof;
        EXPECT_EQ(proof.channel_bound, bound);
        EXPECT_TRUE(proof.bindings_given);
        EXPECT_EQ(proof.asked_service, out.proof.asked_service);
        EXPECT_EQ(proof.service_key, out.proof.service_key);
        EXPECT_EQ(proof.service_keys, out.proof.service_keys);
        EXPECT_EQ(proof.established, 1700000000);
        EXPECT_EQ(proof.expires, 1700000100);
        EXPECT_THAT(proof.authorization.indicators, testing::ElementsAre("otp"));
    }
}

TEST(ContextTransfer, NamesTheServiceKeyFirst) {
    Transfer out = transfer(true);
    out.proof.service_keys = {out.proof.asked_service, out.proof.service_key};
    EXPECT_EQ(read_transfer(write_transfer(out)).error().status(), Status::export_malformed);
    out.proof.service_keys.clear();
    EXPECT_EQ(read_transfer(write_transfer(out)).error().status(), Status::export_malformed);
}

}  // namespace
}  // namespace mutauth::context

// The library's contexts against MIT's own GSS-API with each enctype, at each level, by both
// mechanisms, in both roles and with both protectors.
#include "integration/gss_enctype.h"

#include <vector>

namespace enctype {
namespace {

std::vector<Way> ways() {
    std::vector<Way> out;
    for (const auto& [mechanism, oid] : {std::pair(Mechanism::krb5, peer::krb5()),
                                         std::pair(Mechanism::negotiate, peer::spnego())}) {
        for (const auto& [level, flags] :
             {std::pair(Level::connect, OM_uint32{GSS_C_MUTUAL_FLAG}),
              std::pair(Level::integrity, peer::kAllFlags & ~OM_uint32{GSS_C_CONF_FLAG}),
              std::pair(Level::privacy, peer::kAllFlags)}) {
            for (const Protector protector : {Protector::own, Protector::gss}) {
                out.push_back({mechanism, oid, level, flags, protector});
            }
        }
    }
    return out;
}

void exchange_signed(peer::Side& theirs, SecurityContext& ours) {
    const std::string message = "in the clear";
    EXPECT_TRUE(ours.verify(bytes_of(message), bytes_of(theirs.sign(message))));
    mutauth::Bytes signature(ours.signature_size());
    auto written = ours.sign(bytes_of(message), signature);
    ASSERT_TRUE(written) << written.error().message();
    signature.resize(*written);
    EXPECT_EQ(theirs.verify(message, std::string(mutauth::text_of(signature))), kComplete);
}

void exchange_sealed(peer::Side& theirs, SecurityContext& ours) {
    const std::string message = "for the peer alone";
    auto opened = ours.open(bytes_of(theirs.wrap(message)));
    ASSERT_TRUE(opened) << opened.error().message();
    EXPECT_EQ(mutauth::text_of(*opened), message);
    auto sealed = ours.seal(bytes_of(message));
    ASSERT_TRUE(sealed) << sealed.error().message();
    std::string got;
    EXPECT_EQ(theirs.unwrap(std::string(mutauth::text_of(*sealed)), got), kComplete);
    EXPECT_EQ(got, message);
}

/// What the level gives works both ways, what it does not give is refused, and a changed byte is
/// noticed on either side.
void check(peer::Side& theirs, SecurityContext& ours, const Way& way) {
    EXPECT_EQ(ours.proof().level, way.level);
    if (way.level == Level::connect) {
        EXPECT_EQ(ours.seal(bytes_of("x")).error().status(), mutauth::Status::level_too_low);
        return;
    }
    exchange_signed(theirs, ours);
    if (way.level == Level::integrity) {
        EXPECT_EQ(ours.seal(bytes_of("x")).error().status(), mutauth::Status::level_too_low);
        std::string signature = theirs.sign("pay bob");
        EXPECT_EQ(ours.verify(bytes_of("pay eve"), bytes_of(signature)).error().status(),
                  mutauth::Status::message_tampered);
        return;
    }
    exchange_sealed(theirs, ours);
    exchange_signed(theirs, ours);
    auto sealed = ours.seal(bytes_of("pay bob"));
    ASSERT_TRUE(sealed);
    sealed->back() ^= 1;
    std::string got;
    EXPECT_EQ(GSS_ROUTINE_ERROR(theirs.unwrap(std::string(mutauth::text_of(*sealed)), got)),
              static_cast<OM_uint32>(GSS_S_BAD_SIG));
    std::string changed = theirs.wrap("pay bob");
    changed.back() = static_cast<char>(changed.back() ^ 1);
    EXPECT_EQ(ours.open(bytes_of(changed)).error().status(), mutauth::Status::message_tampered);
}

TEST_P(GssEnctype, MitsClientIsServed) {
    for (const Way& way : ways()) {
        SCOPED_TRACE(testing::Message() << "mechanism " << static_cast<int>(way.mechanism)
                                        << " level " << static_cast<int>(way.level));
        peer::Side theirs(GSS_C_INITIATE, "ccache", ccache_, way.theirs);
        theirs.ask_for(spn_ + "@EXAMPLE.TEST", way.flags);
        const auto ours = serve(theirs, way);
        ASSERT_TRUE(ours);
        EXPECT_EQ(ours->proof().enctype, GetParam().number);
        EXPECT_EQ(theirs.enctype(), GetParam().number);
        check(theirs, *ours, way);
    }
}

TEST_P(GssEnctype, MitsServiceIsProven) {
    for (const Way& way : ways()) {
        SCOPED_TRACE(testing::Message() << "mechanism " << static_cast<int>(way.mechanism)
                                        << " level " << static_cast<int>(way.level));
        peer::Side theirs(GSS_C_ACCEPT, "keytab", "FILE:" + keytab_, way.theirs);
        const auto ours = call(theirs, way);
        ASSERT_TRUE(ours);
        EXPECT_EQ(ours->proof().enctype, GetParam().number);
        EXPECT_EQ(theirs.enctype(), GetParam().number);
        EXPECT_EQ(theirs.agreed() & peer::kAllFlags, way.flags);
        check(theirs, *ours, way);
    }
}

INSTANTIATE_TEST_SUITE_P(Aes, GssEnctype, all_of_aes());

}  // namespace
}  // namespace enctype

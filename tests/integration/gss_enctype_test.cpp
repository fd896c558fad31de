// The library's contexts against MIT's own GSS-API with each enctype, at each level, by both
// mechanisms, in both roles and with both protectors.
#include <gmock/gmock.h>

#include <memory>
#include <ostream>
#include <string>

#include "context/negotiation.h"
#include "credential/credential.h"
#include "integration/gss_peer.h"
#include "spn/service_principal_name.h"
#include "support/command.h"
#include "support/environment.h"

namespace {

using mutauth::Bytes;
using mutauth::bytes_of;
using mutauth::Deadline;
using mutauth::Status;
using mutauth::context::Level;
using mutauth::context::Mechanism;
using mutauth::context::Policy;
using mutauth::context::Protector;
using mutauth::context::SecurityContext;
using mutauth::credential::Credential;

constexpr auto kComplete = static_cast<OM_uint32>(GSS_S_COMPLETE);

/// RFC 3962 7 and RFC 8009 7.
struct Enctype {
    int number;
    const char* name;
};

std::ostream& operator<<(std::ostream& out, const Enctype& enctype) {
    return out << enctype.name;
}

struct Way {
    Mechanism mechanism;
    gss_OID theirs;
    Level level;
    OM_uint32 flags;
    Protector protector;
};

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

/// A service with keys of one enctype, in a realm where nothing else is permitted: MIT's acceptor
/// would choose a subkey of a better one (RFC 4537).
class GssEnctype : public testing::TestWithParam<Enctype> {
  protected:
    GssEnctype()
        : spn_("enctype" + std::to_string(GetParam().number) + "/host.example.test"),
          configuration_(support::KerberosConfiguration::with_defaults(
              std::string("permitted_enctypes = ") + GetParam().name)) {
        // There already, after the first test of this enctype.
        support::run("kadmin.local -q 'addprinc -randkey -e " + std::string(GetParam().name) +
                     ":normal " + spn_ + "'");
        support::kadmin("ktadd -norandkey -k " + keytab_ + " " + spn_);
        support::must_run("kinit -c " + ccache_ + " -k -t " +
                          std::string(std::getenv("MUTAUTH_REALM_KEYTABS")) +
                          "/alice.keytab alice");
    }

    Policy policy(const Way& way) const {
        Policy out;
        out.mechanism = way.mechanism;
        out.level = way.level;
        out.protector = way.protector;
        out.served = mutauth::spn::serving({*mutauth::spn::parse(spn_)});
        return out;
    }

    std::unique_ptr<SecurityContext> serve(peer::Side& theirs, const Way& way) const {
        auto keys = Credential::from_keytab(keytab_, "");
        auto ours = mutauth::context::accept(**keys, policy(way));
        EXPECT_TRUE(ours) << ours.error().message();
        std::string token;
        OM_uint32 major = theirs.initiate("", token);
        while (!token.empty()) {
            auto step = (*ours)->step(bytes_of(token));
            EXPECT_TRUE(step) << step.error().message();
            token.clear();
            if (step && !step->token.empty()) {
                major = theirs.initiate(std::string(mutauth::text_of(step->token)), token);
            }
        }
        EXPECT_EQ(major, kComplete);
        auto context = (*ours)->finish();
        EXPECT_TRUE(context);
        return context ? std::move(*context) : nullptr;
    }

    std::unique_ptr<SecurityContext> call(peer::Side& theirs, const Way& way) const {
        auto tickets = Credential::from_ccache(ccache_);
        auto ours = mutauth::context::initiate(**tickets, *mutauth::spn::parse(spn_), policy(way),
                                               Deadline::usual());
        EXPECT_TRUE(ours) << ours.error().message();
        OM_uint32 major = GSS_S_CONTINUE_NEEDED;
        auto step = (*ours)->step({});
        while (step && !step->token.empty()) {
            std::string token;
            major = theirs.accept(std::string(mutauth::text_of(step->token)), token);
            if (token.empty()) {
                break;
            }
            step = (*ours)->step(bytes_of(token));
        }
        EXPECT_TRUE(step) << step.error().message();
        EXPECT_EQ(major, kComplete);
        auto context = (*ours)->finish();
        EXPECT_TRUE(context);
        return context ? std::move(*context) : nullptr;
    }

    std::string spn_;
    support::Folder folder_;
    std::string ccache_ = "FILE:" + (folder_ / "ccache");
    std::string keytab_ = folder_ / "keytab";
    support::KerberosConfiguration configuration_;
};

void exchange_signed(peer::Side& theirs, SecurityContext& ours) {
    const std::string message = "in the clear";
    EXPECT_TRUE(ours.verify(bytes_of(message), bytes_of(theirs.sign(message))));
    Bytes signature(ours.signature_size());
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
        EXPECT_EQ(ours.seal(bytes_of("x")).error().status(), Status::level_too_low);
        return;
    }
    exchange_signed(theirs, ours);
    if (way.level == Level::integrity) {
        EXPECT_EQ(ours.seal(bytes_of("x")).error().status(), Status::level_too_low);
        std::string signature = theirs.sign("pay bob");
        EXPECT_EQ(ours.verify(bytes_of("pay eve"), bytes_of(signature)).error().status(),
                  Status::message_tampered);
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
    EXPECT_EQ(ours.open(bytes_of(changed)).error().status(), Status::message_tampered);
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

INSTANTIATE_TEST_SUITE_P(Aes,
                         GssEnctype,
                         testing::Values(Enctype{17, "aes128-cts-hmac-sha1-96"},
                                         Enctype{18, "aes256-cts-hmac-sha1-96"},
                                         Enctype{19, "aes128-cts-hmac-sha256-128"},
                                         Enctype{20, "aes256-cts-hmac-sha384-192"}));

}  // namespace

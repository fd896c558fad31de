// The library's contexts against MIT's own GSS-API in both roles: honest peers that must be
// understood, and peers that ask for less than the policy.
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "context/negotiation.h"
#include "credential/credential.h"
#include "integration/gss_peer.h"
#include "spn/service_principal_name.h"
#include "support/command.h"
#include "support/environment.h"

namespace {

using mutauth::Bytes;
using mutauth::bytes_of;
using mutauth::ByteView;
using mutauth::Deadline;
using mutauth::Status;
using mutauth::context::Level;
using mutauth::context::Mechanism;
using mutauth::context::Policy;
using mutauth::credential::Credential;

constexpr const char* kHost = "host/host1.example.test";

std::string text_of(const Bytes& bytes) {
    return std::string(mutauth::text_of(bytes));
}

std::string keytab(const std::string& account) {
    return std::string(std::getenv("MUTAUTH_REALM_KEYTABS")) + "/" + account + ".keytab";
}

mutauth::spn::ServicePrincipalName spn(const char* text) {
    auto parsed = mutauth::spn::parse(text);
    EXPECT_TRUE(parsed);
    return *parsed;
}

Policy policy(Mechanism mechanism = Mechanism::krb5, Level level = Level::privacy) {
    Policy out;
    out.mechanism = mechanism;
    out.level = level;
    out.served = mutauth::spn::serving({spn(kHost)});
    return out;
}

std::unique_ptr<mutauth::context::Negotiation> our_service(const Policy& demands = policy()) {
    auto keys = Credential::from_keytab(keytab("host1"), "");
    EXPECT_TRUE(keys) << keys.error().message();
    auto made = mutauth::context::accept(**keys, demands);
    EXPECT_TRUE(made) << made.error().message();
    return std::move(*made);
}

std::unique_ptr<mutauth::context::Negotiation> our_client(const Policy& demands = policy()) {
    auto alice = Credential::from_keytab(keytab("alice"), "alice");
    EXPECT_TRUE(alice) << alice.error().message();
    auto made = mutauth::context::initiate(**alice, spn(kHost), demands, Deadline::usual());
    EXPECT_TRUE(made) << made.error().message();
    return std::move(*made);
}

class GssInterop : public testing::Test {
  protected:
    GssInterop() : ccache_("FILE:" + (folder_ / "ccache")) {
        support::must_run("kinit -c " + ccache_ + " -k -t " + keytab("alice") + " alice");
    }

    /// MIT as the client, with exactly these flags.
    std::unique_ptr<peer::Side> client(OM_uint32 flags, gss_OID mechanism = peer::krb5()) const {
        auto made = std::make_unique<peer::Side>(GSS_C_INITIATE, "ccache", ccache_, mechanism);
        made->ask_for(std::string(kHost) + "@EXAMPLE.TEST", flags);
        return made;
    }
    static std::unique_ptr<peer::Side> service(gss_OID mechanism = peer::krb5()) {
        return std::make_unique<peer::Side>(GSS_C_ACCEPT, "keytab", "FILE:" + keytab("host1"),
                                            mechanism);
    }

    Status refusal_of(OM_uint32 flags, const Policy& demands = policy()) const {
        std::string token;
        const auto asking = client(flags);
        EXPECT_FALSE(GSS_ERROR(asking->initiate("", token)));
        auto step = our_service(demands)->step(bytes_of(token));
        return step ? Status::ok : step.error().status();
    }

  private:
    support::Folder folder_;

  protected:
    std::string ccache_;
};

/// Everything that passes between the two, each way.
void converse(peer::Side& theirs, mutauth::context::SecurityContext& ours) {
    for (const size_t size : {0, 1, 15, 16, 17, 1000, 100000}) {
        const std::string message(size, 'm');
        auto opened = ours.open(bytes_of(theirs.wrap(message)));
        ASSERT_TRUE(opened) << opened.error().message();
        EXPECT_EQ(text_of(*opened), message);
        auto sealed = ours.seal(bytes_of(message));
        ASSERT_TRUE(sealed) << sealed.error().message();
        std::string got;
        EXPECT_EQ(theirs.unwrap(text_of(*sealed), got), static_cast<OM_uint32>(GSS_S_COMPLETE));
        EXPECT_EQ(got, message);
        EXPECT_TRUE(ours.verify(bytes_of(message), bytes_of(theirs.sign(message))));
        Bytes signature(ours.signature_size());
        auto written = ours.sign(bytes_of(message), signature);
        ASSERT_TRUE(written) << written.error().message();
        signature.resize(*written);
        EXPECT_EQ(theirs.verify(message, text_of(signature)),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
    }
}

TEST_F(GssInterop, MitsClientIsServed) {
    for (const auto& [oid, mechanism] : {std::pair(peer::krb5(), Mechanism::krb5),
                                         std::pair(peer::spnego(), Mechanism::negotiate)}) {
        const auto asking = client(peer::kAllFlags, oid);
        const auto ours = our_service(policy(mechanism));
        std::string token;
        OM_uint32 major = asking->initiate("", token);
        bool done = false;
        for (int leg = 0; leg < 4 && !token.empty(); ++leg) {
            auto step = ours->step(bytes_of(token));
            ASSERT_TRUE(step) << step.error().message();
            done = step->done;
            if (step->token.empty()) {
                break;
            }
            major = asking->initiate(text_of(step->token), token);
            ASSERT_FALSE(GSS_ERROR(major));
        }
        EXPECT_EQ(major, static_cast<OM_uint32>(GSS_S_COMPLETE));
        ASSERT_TRUE(done);
        auto context = ours->finish();
        ASSERT_TRUE(context);
        EXPECT_EQ((*context)->proof().client, "alice@EXAMPLE.TEST");
        EXPECT_EQ((*context)->proof().service_key, std::string(kHost) + "@EXAMPLE.TEST");
        converse(*asking, **context);
    }
}

TEST_F(GssInterop, MitsServiceIsProven) {
    for (const auto& [oid, mechanism] : {std::pair(peer::krb5(), Mechanism::krb5),
                                         std::pair(peer::spnego(), Mechanism::negotiate)}) {
        const auto serving = service(oid);
        const auto ours = our_client(policy(mechanism));
        auto step = ours->step({});
        ASSERT_TRUE(step) << step.error().message();
        for (int leg = 0; leg < 4 && !step->done; ++leg) {
            std::string token;
            ASSERT_FALSE(GSS_ERROR(serving->accept(text_of(step->token), token)));
            step = ours->step(bytes_of(token));
            ASSERT_TRUE(step) << step.error().message();
        }
        auto context = ours->finish();
        ASSERT_TRUE(context);
        EXPECT_EQ((*context)->proof().asked_service, std::string(kHost) + "@EXAMPLE.TEST");
        EXPECT_EQ(serving->agreed() & peer::kAllFlags, peer::kAllFlags);
        EXPECT_EQ(serving->agreed() & GSS_C_DELEG_FLAG, 0U);
        converse(*serving, **context);
    }
}

TEST_F(GssInterop, OurClientAsksForNoMoreThanItsLevel) {
    for (const auto& [level, expected] :
         {std::pair(Level::connect, OM_uint32{GSS_C_MUTUAL_FLAG}),
          std::pair(Level::integrity, peer::kAllFlags & ~OM_uint32{GSS_C_CONF_FLAG}),
          std::pair(Level::privacy, peer::kAllFlags)}) {
        const auto serving = service();
        auto step = our_client(policy(Mechanism::krb5, level))->step({});
        ASSERT_TRUE(step);
        std::string token;
        serving->accept(text_of(step->token), token);
        EXPECT_EQ(serving->agreed() & peer::kAllFlags, expected) << static_cast<int>(level);
    }
}

TEST_F(GssInterop, AClientThatAsksForLessIsRefused) {
    EXPECT_EQ(refusal_of(peer::kAllFlags), Status::ok);
    for (const OM_uint32 flag : {GSS_C_MUTUAL_FLAG, GSS_C_SEQUENCE_FLAG, GSS_C_CONF_FLAG}) {
        EXPECT_EQ(refusal_of(peer::kAllFlags & ~flag), Status::level_not_reached) << flag;
    }
    EXPECT_EQ(refusal_of(GSS_C_MUTUAL_FLAG), Status::level_not_reached);
    EXPECT_EQ(refusal_of(0), Status::level_not_reached);
    // Even the lowest level is mutual.
    const Policy lowest = policy(Mechanism::krb5, Level::connect);
    EXPECT_EQ(refusal_of(GSS_C_MUTUAL_FLAG, lowest), Status::ok);
    EXPECT_EQ(refusal_of(0, lowest), Status::level_not_reached);
    EXPECT_EQ(refusal_of(peer::kAllFlags & ~OM_uint32{GSS_C_MUTUAL_FLAG}, lowest),
              Status::level_not_reached);
}

// Finding C23: what Cyrus SASL's clients ask for (RFC 4752 3.1 asks for no more). A message that
// came before is out of sequence, so it is refused all the same.
TEST_F(GssInterop, SequenceDetectionCoversReplayDetection) {
    for (const auto& [oid, mechanism] : {std::pair(peer::krb5(), Mechanism::krb5),
                                         std::pair(peer::spnego(), Mechanism::negotiate)}) {
        for (const auto protector :
             {mutauth::context::Protector::own, mutauth::context::Protector::gss}) {
            const auto asking = client(peer::kAllFlags & ~OM_uint32{GSS_C_REPLAY_FLAG}, oid);
            Policy demands = policy(mechanism);
            demands.protector = protector;
            const auto ours = our_service(demands);
            std::string token;
            asking->initiate("", token);
            auto step = ours->step(bytes_of(token));
            ASSERT_TRUE(step) << step.error().message();
            EXPECT_EQ(asking->initiate(text_of(step->token), token),
                      static_cast<OM_uint32>(GSS_S_COMPLETE));
            auto context = ours->finish();
            ASSERT_TRUE(context);
            EXPECT_EQ((*context)->proof().flags & GSS_C_REPLAY_FLAG, 0U);
            converse(*asking, **context);
            const std::string sealed = asking->wrap("once");
            ASSERT_TRUE((*context)->open(bytes_of(sealed)));
            auto again = (*context)->open(bytes_of(sealed));
            ASSERT_FALSE(again) << "a replay was taken";
            EXPECT_EQ(again.error().status(), protector == mutauth::context::Protector::own
                                                  ? Status::message_replayed
                                                  : Status::message_out_of_order);
        }
    }
}

// Finding C25: MIT's service answers by accept-completed alone.
TEST_F(GssInterop, SpnegoWithoutMutualProofWorksWhereThatIsWaived) {
    const auto serving = service(peer::spnego());
    Policy demands = policy(Mechanism::negotiate);
    demands.mutual = false;
    const auto ours = our_client(demands);
    auto step = ours->step({});
    ASSERT_TRUE(step) << step.error().message();
    EXPECT_FALSE(step->done);
    std::string token;
    ASSERT_FALSE(GSS_ERROR(serving->accept(text_of(step->token), token)));
    step = ours->step(bytes_of(token));
    ASSERT_TRUE(step) << step.error().message();
    ASSERT_TRUE(step->done);
    auto context = ours->finish();
    ASSERT_TRUE(context);
    EXPECT_FALSE((*context)->proof().mutual);
    converse(*serving, **context);
}

TEST_F(GssInterop, WhatIsOnlySignedIsNotOpened) {
    const auto asking = client(peer::kAllFlags);
    const auto ours = our_service();
    std::string token;
    asking->initiate("", token);
    auto step = ours->step(bytes_of(token));
    ASSERT_TRUE(step) << step.error().message();
    EXPECT_EQ(asking->initiate(text_of(step->token), token),
              static_cast<OM_uint32>(GSS_S_COMPLETE));
    auto context = ours->finish();
    ASSERT_TRUE(context);
    auto opened = (*context)->open(bytes_of(asking->wrap("in the clear", false)));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().status(), Status::not_sealed);
    auto next = (*context)->open(bytes_of(asking->wrap("sealed")));
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().status(), Status::context_broken);
}

TEST_F(GssInterop, TheAcceptorNeedsNoKdc) {
    const auto asking = client(peer::kAllFlags);
    std::string token;
    asking->initiate("", token);
    const support::KerberosConfiguration nothing(
        support::KerberosConfiguration::with_kdcs("EXAMPLE.TEST", "  kdc = 127.0.0.1:1\n"));
    EXPECT_TRUE(our_service()->step(bytes_of(token)));
}

TEST_F(GssInterop, DceStyleIsNotAWayAroundTheChecks) {
    const auto asking = client(peer::kAllFlags | GSS_C_DCE_STYLE);
    std::string token;
    ASSERT_FALSE(GSS_ERROR(asking->initiate("", token)));
    const auto ours = our_service();
    auto step = ours->step(bytes_of(token));
    // RFC 4121 has no such tokens; [MS-KILE] 3.4.5.1 does: three legs, and no framing.
    EXPECT_TRUE(!step || !step->done);
    EXPECT_FALSE(ours->finish());
}

TEST_F(GssInterop, AnExpiredTicketIsRefusedByName) {
    support::kadmin("addprinc -randkey -maxlife \"2 seconds\" brief/host.example.test");
    const std::string file = keytab("brief");
    support::kadmin("ktadd -norandkey -k " + file + " brief/host.example.test");
    // libkrb5 lets a ticket live on for the clock skew, five minutes by default.
    const support::KerberosConfiguration strict(
        support::KerberosConfiguration::with_defaults("clockskew = 1"));
    auto alice = Credential::from_keytab(keytab("alice"), "alice");
    ASSERT_TRUE(alice);
    auto asking = mutauth::context::initiate(**alice, spn("brief/host.example.test"), Policy(),
                                             Deadline::usual());
    ASSERT_TRUE(asking) << asking.error().message();
    auto first = (*asking)->step({});
    ASSERT_TRUE(first) << first.error().message();
    auto keys = Credential::from_keytab(file, "");
    ASSERT_TRUE(keys);
    Policy demands;
    demands.served = mutauth::spn::serving({spn("brief/host.example.test")});
    auto accepting = mutauth::context::accept(**keys, demands);
    ASSERT_TRUE(accepting);
    std::this_thread::sleep_for(std::chrono::milliseconds(4200));
    auto refused = (*accepting)->step(first->token);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::ticket_expired);
}

}  // namespace

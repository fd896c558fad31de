#include "identity/requirements.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "core/text.h"
#include "spn/local_names.h"
#include "unit/identity/callers.h"

namespace {

using namespace mutauth;
using namespace mutauth::testing;
using context::Level;
using context::Mechanism;
using context::Proof;
using identity::Identity;
using identity::Requirements;
using identity::Sid;

Proof alice() {
    return caller("alice@EXAMPLE.TEST");
}

Status status_of(const Requirements& requirements, const Proof& proof) {
    const auto checked = requirements.check(Identity(proof));
    return checked ? Status::ok : checked.error().status();
}

TEST(Requirements, AskForPrivacyAlone) {
    EXPECT_EQ(status_of(Requirements(), alice()), Status::ok);
    Proof weak = alice();
    weak.level = Level::integrity;
    EXPECT_EQ(status_of(Requirements(), weak), Status::caller_level_too_low);
    Requirements lenient;
    lenient.set_level(Level::connect);
    EXPECT_EQ(status_of(lenient, weak), Status::ok);
}

TEST(Requirements, CompareTheMechanism) {
    Requirements negotiated;
    negotiated.set_mechanism(Mechanism::negotiate);
    EXPECT_EQ(status_of(negotiated, alice()), Status::caller_mechanism);
    Requirements kerberos;
    kerberos.set_mechanism(Mechanism::krb5);
    EXPECT_EQ(status_of(kerberos, alice()), Status::ok);
}

TEST(Requirements, CompareTheKeyAndNeverTheClaim) {
    Requirements claimed;
    ASSERT_TRUE(claimed.add_service_key("http/claimed.example.test"));
    EXPECT_EQ(status_of(claimed, alice()), Status::caller_wrong_service);
    Requirements proven;
    ASSERT_TRUE(proven.add_service_key("http/other.example.test"));
    ASSERT_TRUE(proven.add_service_key("http/web.example.test"));
    EXPECT_EQ(status_of(proven, alice()), Status::ok);
    Requirements other_realm;
    ASSERT_TRUE(other_realm.add_service_key("http/web.example.test@OTHER.TEST"));
    EXPECT_EQ(status_of(other_realm, alice()), Status::caller_wrong_service);
}

TEST(Requirements, CompareTheClientByteByByte) {
    Requirements requirements;
    ASSERT_TRUE(requirements.add_client("bob@EXAMPLE.TEST"));
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_not_allowed);
    ASSERT_TRUE(requirements.add_client("Alice@EXAMPLE.TEST"));
    ASSERT_TRUE(requirements.add_client("alice@example.test"));
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_not_allowed);
    ASSERT_TRUE(requirements.add_client("alice@EXAMPLE.TEST"));
    EXPECT_EQ(status_of(requirements, alice()), Status::ok);
    EXPECT_EQ(requirements.add_client("alice").error().status(), Status::invalid_argument);
}

TEST(Requirements, RefuseACallerWhoseContextIsOver) {
    Proof late = alice();
    late.expires = ::time(nullptr);
    EXPECT_EQ(status_of(Requirements(), late), Status::context_expired);
}

TEST(Requirements, TakePatternsOfKeys) {
    for (const auto& [pattern, allowed] :
         {std::pair("http/*", true), std::pair("http/*.example.test", true),
          std::pair("http/*.example.test@EXAMPLE.TEST", true),
          std::pair("http/*.example.test@OTHER.TEST", false), std::pair("host/*", false),
          std::pair("http/*.other.test", false), std::pair("HTTP/*", false)}) {
        Requirements requirements;
        ASSERT_TRUE(requirements.add_service_key(pattern));
        EXPECT_EQ(status_of(requirements, alice()),
                  allowed ? Status::ok : Status::caller_wrong_service)
            << pattern;
    }
    Requirements requirements;
    for (const char* any : {"*", "*/web.example.test", "h*/web.example.test"}) {
        EXPECT_EQ(requirements.add_service_key(any).error().status(), Status::spn_pattern_malformed)
            << any;
    }
}

TEST(Requirements, KnowThisMachineAsHost) {
    std::array<char, 256> name{};
    ASSERT_EQ(::gethostname(name.data(), name.size()), 0);
    Requirements requirements;
    ASSERT_TRUE(requirements.add_service_key("http/_HOST"));
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_wrong_service);
    auto host = spn::local_host();
    ASSERT_TRUE(host && host->starts_with(to_lower_ascii(name.data())));
    Proof here = alice();
    here.service_keys = {"http/" + *host + "@EXAMPLE.TEST"};
    EXPECT_EQ(status_of(requirements, here), Status::ok);
    here.service_keys = {"ldap/" + *host + "@EXAMPLE.TEST"};
    EXPECT_EQ(status_of(requirements, here), Status::caller_wrong_service);
}

// Finding C12: a ticket for any name of the key opens with it, whatever the ticket claims.
TEST(Requirements, WantEveryNameOfTheKeyAllowed) {
    Proof shared = alice();
    shared.asked_service = "http/a.example.test@EXAMPLE.TEST";
    shared.service_keys = {"http/a.example.test@EXAMPLE.TEST", "http/b.example.test@EXAMPLE.TEST"};
    shared.service_key = shared.service_keys.front();
    Requirements one;
    ASSERT_TRUE(one.add_service_key("http/a.example.test"));
    EXPECT_EQ(status_of(one, shared), Status::caller_wrong_service);
    ASSERT_TRUE(one.add_service_key("http/b.example.test"));
    EXPECT_EQ(status_of(one, shared), Status::ok);

    Requirements pattern;
    ASSERT_TRUE(pattern.add_service_key("http/*.example.test"));
    EXPECT_EQ(status_of(pattern, shared), Status::ok);
    shared.service_keys.emplace_back("websvc@EXAMPLE.TEST");
    EXPECT_EQ(status_of(pattern, shared), Status::caller_wrong_service);
}

// Finding C12.
TEST(Requirements, TakeTheAskedServiceOnlyIfToldSo) {
    Proof shared = alice();
    shared.asked_service = "HTTP/a.example.test@EXAMPLE.TEST";
    shared.service_keys = {"http/a.example.test@EXAMPLE.TEST", "http/b.example.test@EXAMPLE.TEST"};
    Requirements requirements;
    ASSERT_TRUE(requirements.add_service_key("http/a.example.test@EXAMPLE.TEST"));
    EXPECT_EQ(status_of(requirements, shared), Status::caller_wrong_service);
    requirements.accept_asked_service();
    EXPECT_EQ(status_of(requirements, shared), Status::ok) << "case is a directory's";
    for (const char* other : {"http/b.example.test@EXAMPLE.TEST", "http/a.example.test@OTHER.TEST",
                              "http/a.example.test.evil@EXAMPLE.TEST", ""}) {
        shared.asked_service = other;
        EXPECT_EQ(status_of(requirements, shared), Status::caller_wrong_service) << other;
    }
    Proof local = alice();
    local.service_keys.clear();
    local.asked_service.clear();
    EXPECT_EQ(status_of(requirements, local), Status::caller_wrong_service);
}

TEST(Requirements, CompareTheRealm) {
    Requirements requirements;
    requirements.add_realm("OTHER.TEST");
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_wrong_realm);
    requirements.add_realm("EXAMPLE.TEST");
    EXPECT_EQ(status_of(requirements, alice()), Status::ok);
    for (const char* client : {"alice@example.test", "alice@EXAMPLE.TEST.OTHER",
                               "alice\\@EXAMPLE.TEST@X", "alice@X\\@EXAMPLE.TEST"}) {
        EXPECT_EQ(status_of(requirements, caller(client)), Status::caller_wrong_realm) << client;
    }
}

TEST(Requirements, AskForOneOfTheSids) {
    Requirements requirements;
    requirements.add_sid(Sid::from_text("S-1-5-21-1-2-3-599").value());
    Logon logon;
    logon.groups = {{512, 7}};
    EXPECT_EQ(status_of(requirements, caller("alice@EXAMPLE.TEST", logon)),
              Status::caller_not_member);
    requirements.add_sid(Sid::from_text("S-1-5-21-1-2-3-512").value());
    EXPECT_EQ(status_of(requirements, caller("alice@EXAMPLE.TEST", logon)), Status::ok);
    EXPECT_EQ(status_of(requirements, caller("alice@OTHER.TEST", logon)),
              Status::caller_not_member);
    requirements.trust_domain("OTHER.TEST", Sid::from_text("S-1-5-21-1-2-3").value());
    EXPECT_EQ(status_of(requirements, caller("alice@OTHER.TEST", logon)), Status::ok);
    EXPECT_EQ(status_of(requirements, alice()), Status::pac_missing);
    EXPECT_EQ(status_of(requirements,
                        caller("alice@EXAMPLE.TEST", pac_of({{1, logon_info(logon)}}), false)),
              Status::pac_unproven);
}

/// A KDC of Active Directory lets the holder of "postgres$" come as "postgres".
TEST(Requirements, AllowNobodyByANameThatIsNotTheAccounts) {
    Requirements requirements;
    ASSERT_TRUE(requirements.add_client("postgres@EXAMPLE.TEST"));
    ASSERT_TRUE(requirements.add_client("postgres$@EXAMPLE.TEST"));
    Logon logon;
    logon.name = "postgres$";
    EXPECT_EQ(status_of(requirements, caller("postgres@EXAMPLE.TEST", logon)),
              Status::account_mismatch);
    EXPECT_EQ(status_of(requirements, caller("postgres$@EXAMPLE.TEST", logon)), Status::ok);
    EXPECT_EQ(status_of(requirements, caller("postgres@EXAMPLE.TEST", Bytes(1, 0))),
              Status::pac_malformed);
}

// Finding I3.
TEST(Requirements, AllowAClientByItsUpnOnlyIfToldTo) {
    Requirements requirements;
    ASSERT_TRUE(requirements.add_client("ghost@EXAMPLE.TEST"));
    const Proof bob =
        caller("ghost@EXAMPLE.TEST", pac_of({{12, upn_dns_info("ghost@example.test", "bob")}}));
    EXPECT_EQ(status_of(requirements, bob), Status::account_mismatch);
    requirements.allow_upn();
    EXPECT_EQ(status_of(requirements, bob), Status::ok);
}

TEST(Requirements, AskForOneOfTheIndicators) {
    Requirements requirements;
    requirements.add_indicator("otp");
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_indicator_missing);
    Proof proof = alice();
    proof.authorization.indicators = {"spake", "OTP", "otp2"};
    EXPECT_EQ(status_of(requirements, proof), Status::caller_indicator_missing);
    requirements.add_indicator("spake");
    EXPECT_EQ(status_of(requirements, proof), Status::ok);
}

TEST(Requirements, AskHowLongAgoTheClientProvedItself) {
    Requirements requirements;
    requirements.set_max_age(600);
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_too_old) << "nobody knows when";
    Proof proof = alice();
    proof.authenticated = ::time(nullptr) - 590;
    EXPECT_EQ(status_of(requirements, proof), Status::ok);
    proof.authenticated = ::time(nullptr) - 610;
    EXPECT_EQ(status_of(requirements, proof), Status::caller_too_old);
}

TEST(Requirements, TakeProcessesOfThisMachineAlone) {
    Requirements requirements;
    requirements.set_local_only();
    EXPECT_EQ(status_of(requirements, alice()), Status::caller_not_local);
    Proof local = caller("1000@WELLKNOWN:LOCAL");
    local.local = std::make_shared<context::LocalProcess>();
    requirements.set_max_age(1);
    EXPECT_EQ(status_of(requirements, local), Status::ok);
}

TEST(Requirements, GiveTheFirstReason) {
    Requirements requirements;
    ASSERT_TRUE(requirements.add_service_key("host/x"));
    requirements.add_realm("OTHER.TEST");
    ASSERT_TRUE(requirements.add_client("bob@EXAMPLE.TEST"));
    requirements.add_sid(Sid::from_text("S-1-5-21-1-2-3-599").value());
    requirements.add_indicator("otp");
    requirements.set_max_age(1);
    Proof proof = alice();
    EXPECT_EQ(status_of(requirements, proof), Status::caller_wrong_service);
    proof.service_keys = {"host/x@EXAMPLE.TEST"};
    EXPECT_EQ(status_of(requirements, proof), Status::caller_wrong_realm);
    requirements.add_realm("EXAMPLE.TEST");
    EXPECT_EQ(status_of(requirements, proof), Status::caller_not_allowed);
    ASSERT_TRUE(requirements.add_client("alice@EXAMPLE.TEST"));
    EXPECT_EQ(status_of(requirements, proof), Status::pac_missing);
    Logon logon;
    logon.groups = {{599, 7}};
    proof.authorization = caller("alice@EXAMPLE.TEST", logon).authorization;
    EXPECT_EQ(status_of(requirements, proof), Status::caller_indicator_missing);
    proof.authorization.indicators = {"otp"};
    EXPECT_EQ(status_of(requirements, proof), Status::caller_too_old);
    proof.authenticated = ::time(nullptr);
    EXPECT_EQ(status_of(requirements, proof), Status::ok);
}

}  // namespace

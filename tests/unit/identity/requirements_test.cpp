#include "identity/requirements.h"

#include <gtest/gtest.h>

#include <ctime>

namespace {

using namespace mutauth;
using context::Level;
using context::Mechanism;
using context::Proof;
using identity::Requirements;

Proof alice() {
    Proof proof;
    proof.client = "alice@EXAMPLE.TEST";
    proof.service = "http/claimed.example.test@EXAMPLE.TEST";
    proof.service_key = "http/web.example.test@EXAMPLE.TEST";
    proof.expires = ::time(nullptr) + 1000;
    return proof;
}

Status status_of(const Requirements& requirements, const Proof& caller) {
    const auto checked = requirements.check(caller);
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
    claimed.add_service_key("http/claimed.example.test");
    EXPECT_EQ(status_of(claimed, alice()), Status::caller_wrong_service);
    Requirements proven;
    proven.add_service_key("http/other.example.test");
    proven.add_service_key("http/web.example.test");
    EXPECT_EQ(status_of(proven, alice()), Status::ok);
    Requirements other_realm;
    other_realm.add_service_key("http/web.example.test@OTHER.TEST");
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

}  // namespace

#include <mutauth/requirements.h>

#include <ctime>

#include <chrono>
#include <thread>

#include "capi/acting.h"

namespace {

realm::Requirements requirements() {
    mutauth_requirements* made = nullptr;
    EXPECT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
    return {made, mutauth_requirements_free};
}

/// Alice, as the realm's computer sees her; alive as long as the program.
const mutauth_identity* caller() {
    return realm::identity_of("alice");
}

TEST(CapiRequirements, AskForPrivacyAtFirst) {
    EXPECT_EQ(mutauth_requirements_check(requirements().get(), caller()), MUTAUTH_OK);
    const realm::Pair lower = realm::proven_pair(
        realm::with_level(realm::policy(), MUTAUTH_LEVEL_INTEGRITY),
        realm::with_level(realm::serving(realm::host_spn()), MUTAUTH_LEVEL_INTEGRITY));
    const mutauth_identity* seen = mutauth_context_identity(lower.service.get());
    const realm::Requirements made = requirements();
    EXPECT_EQ(mutauth_requirements_check(made.get(), seen), MUTAUTH_CALLER_LEVEL_TOO_LOW);
    ASSERT_EQ(mutauth_requirements_set_level(made.get(), MUTAUTH_LEVEL_INTEGRITY), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), seen), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
}

TEST(CapiRequirements, RestrictTheMechanism) {
    const realm::Requirements made = requirements();
    ASSERT_EQ(mutauth_requirements_set_mechanism(made.get(), MUTAUTH_MECHANISM_NEGOTIATE),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_CALLER_MECHANISM);
    EXPECT_EQ(mutauth_requirements_set_mechanism(made.get(), MUTAUTH_MECHANISM_EITHER),
              MUTAUTH_INVALID_ARGUMENT)
        << "no caller comes by it";
    ASSERT_EQ(mutauth_requirements_set_mechanism(made.get(), MUTAUTH_MECHANISM_KRB5), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
}

/// Alice, as a service with a key of one name sees her.
const mutauth_identity* caller_of_one_name() {
    static const std::string keytab = realm::service_keytab("one/host1.example.test");
    static const realm::Credential keys = realm::from_keytab(keytab, nullptr);
    static const realm::Context context = [] {
        const realm::Negotiation client =
            realm::initiate(realm::account("alice"), "one/host1.example.test");
        const realm::Negotiation service =
            realm::accept(keys, realm::serving("one/host1.example.test"));
        EXPECT_EQ(realm::step(service, realm::step(client, "").token).status, MUTAUTH_OK)
            << realm::why();
        return realm::finish(service);
    }();
    return mutauth_context_identity(context.get());
}

TEST(CapiRequirements, RestrictTheServiceKey) {
    for (const auto& [name, expected] :
         {std::pair("one/host1.example.test", MUTAUTH_OK),
          std::pair("one/host1.example.test@EXAMPLE.TEST", MUTAUTH_OK),
          std::pair("one/host1.example.test@OTHER.TEST", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("ONE/host1.example.test", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("one/host1", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("one", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("one/*.example.test", MUTAUTH_OK),
          std::pair("http/*.example.test", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("one/host1.example.test\\@EXAMPLE.TEST", MUTAUTH_CALLER_WRONG_SERVICE)}) {
        const realm::Requirements made = requirements();
        ASSERT_EQ(mutauth_requirements_add_service_key(made.get(), name), MUTAUTH_OK);
        EXPECT_EQ(mutauth_requirements_check(made.get(), caller_of_one_name()), expected) << name;
    }
    const realm::Requirements several = requirements();
    ASSERT_EQ(mutauth_requirements_add_service_key(several.get(), "http/x"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(several.get(), caller_of_one_name()),
              MUTAUTH_CALLER_WRONG_SERVICE);
    ASSERT_EQ(mutauth_requirements_add_service_key(several.get(), "one/host1.example.test"),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(several.get(), caller_of_one_name()), MUTAUTH_OK);
}

TEST(CapiRequirements, RestrictTheClient) {
    const realm::Requirements made = requirements();
    for (const char* other : {"bob@EXAMPLE.TEST", "Alice@EXAMPLE.TEST", "alice@example.test",
                              "alice@EXAMPLE.TEST.OTHER", "alice/admin@EXAMPLE.TEST"}) {
        ASSERT_EQ(mutauth_requirements_add_client(made.get(), other), MUTAUTH_OK);
        EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_CALLER_NOT_ALLOWED);
        EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
    }
    ASSERT_EQ(mutauth_requirements_add_client(made.get(), "alice@EXAMPLE.TEST"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
    for (const char* bad : {"alice", "", "@", "alice@"}) {
        EXPECT_EQ(mutauth_requirements_add_client(made.get(), bad), MUTAUTH_INVALID_ARGUMENT)
            << bad;
    }
}

TEST(CapiRequirements, AreCheckedByManyThreadsAtOnce) {
    const realm::Requirements made = requirements();
    ASSERT_EQ(mutauth_requirements_add_client(made.get(), "alice@EXAMPLE.TEST"), MUTAUTH_OK);
    const mutauth_identity* seen = caller();
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) {
                EXPECT_EQ(mutauth_requirements_check(made.get(), seen), MUTAUTH_OK);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

TEST(CapiRequirements, CheckTheirArguments) {
    EXPECT_EQ(mutauth_requirements_new(nullptr), MUTAUTH_INVALID_ARGUMENT);
    const realm::Spn spn = realm::spn("a/b");
    for (auto* wrong : {static_cast<mutauth_requirements*>(nullptr),
                        reinterpret_cast<mutauth_requirements*>(spn.get())}) {
        EXPECT_EQ(mutauth_requirements_set_level(wrong, 6), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_set_mechanism(wrong, 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_add_service_key(wrong, "x"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_accept_asked_service(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_add_client(wrong, "x@R"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_add_realm(wrong, "R"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_add_sid(wrong, "S-1-1-0"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_trust_domain(wrong, "R", "S-1-1"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_add_indicator(wrong, "otp"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_set_max_age(wrong, 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_set_local_only(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_allow_upn(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_requirements_check(wrong, caller()), MUTAUTH_WRONG_HANDLE);
        mutauth_requirements_free(wrong);
    }
    const realm::Requirements made = requirements();
    EXPECT_EQ(mutauth_requirements_check(made.get(), nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_requirements_set_level(made.get(), 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_requirements_set_mechanism(made.get(), 0), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_requirements_add_service_key(made.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_requirements_add_service_key(made.get(), ""), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_requirements_add_client(made.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    for (const char* bad : {static_cast<const char*>(nullptr), ""}) {
        EXPECT_EQ(mutauth_requirements_add_realm(made.get(), bad), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_requirements_add_indicator(made.get(), bad), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_requirements_add_sid(made.get(), bad), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_requirements_trust_domain(made.get(), bad, "S-1-1"),
                  MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_requirements_trust_domain(made.get(), "R", bad),
                  MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_requirements_add_sid(made.get(), "Domain Admins"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_requirements_set_max_age(made.get(), 0), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_requirements_add_service_key(made.get(), "*"), MUTAUTH_SPN_PATTERN_MALFORMED);
    // A refused restriction leaves the requirements as they were, not wider.
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
}

TEST(CapiRequirements, RestrictTheRealm) {
    const realm::Requirements made = requirements();
    ASSERT_EQ(mutauth_requirements_add_realm(made.get(), "OTHER.TEST"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_CALLER_WRONG_REALM);
    EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
    ASSERT_EQ(mutauth_requirements_add_realm(made.get(), "EXAMPLE.TEST"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
}

// MIT's KDC writes PACs that name no account.
TEST(CapiRequirements, RestrictTheAccount) {
    const realm::Requirements made = requirements();
    ASSERT_EQ(mutauth_requirements_add_sid(made.get(), "S-1-5-21-1-2-3-512"), MUTAUTH_OK);
    ASSERT_EQ(mutauth_requirements_trust_domain(made.get(), "EXAMPLE.TEST", "S-1-5-21-1-2-3"),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_PAC_MISSING);
}

TEST(CapiRequirements, RestrictHowTheClientProvedItself) {
    const realm::Requirements made = requirements();
    ASSERT_EQ(mutauth_requirements_set_max_age(made.get(), 3600), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
    ASSERT_EQ(mutauth_requirements_add_indicator(made.get(), "otp"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_CALLER_INDICATOR_MISSING);
    EXPECT_EQ(realm::evidence("indicators"), "spake");
    ASSERT_EQ(mutauth_requirements_add_indicator(made.get(), "spake"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
    ASSERT_EQ(mutauth_requirements_set_max_age(made.get(), 1), MUTAUTH_OK);
    while (::time(nullptr) - mutauth_identity_authenticated(caller()) <= 1) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_CALLER_TOO_OLD);
    ASSERT_EQ(mutauth_requirements_set_local_only(made.get()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_CALLER_NOT_LOCAL);
}

}  // namespace

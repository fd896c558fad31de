#include <mutauth/identity.h>

#include <ctime>

#include <thread>

#include "capi/realm.h"

namespace {

realm::Requirements requirements() {
    mutauth_requirements* made = nullptr;
    EXPECT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
    return {made, mutauth_requirements_free};
}

/// Alice, as the realm's computer sees her; alive as long as the program.
const mutauth_identity* caller() {
    static const realm::Pair pair = realm::proven_pair();
    return mutauth_context_identity(pair.service.get());
}

TEST(CapiIdentity, TellsWhatWasProven) {
    EXPECT_EQ(mutauth_identity_client(caller()), realm::principal("alice"));
    EXPECT_EQ(mutauth_identity_service(caller()), realm::principal(realm::host_spn()));
    EXPECT_EQ(mutauth_identity_service_key(caller()), realm::principal(realm::host_spn()));
    EXPECT_EQ(mutauth_identity_level(caller()), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(mutauth_identity_mechanism(caller()), MUTAUTH_MECHANISM_KRB5);
    // The realm gives tickets for a day.
    EXPECT_GT(mutauth_identity_expires(caller()), ::time(nullptr) + 3600);
    EXPECT_LT(mutauth_identity_expires(caller()), ::time(nullptr) + 90000);
}

TEST(CapiIdentity, TellsHowItWasProven) {
    EXPECT_EQ(mutauth_identity_mutual(caller()), 1);
    EXPECT_EQ(mutauth_identity_channel_bound(caller()), 0);
    // RFC 2744 appendix A: mutual, replay, sequence, confidentiality, integrity.
    EXPECT_EQ(mutauth_identity_flags(caller()), 2U | 4U | 8U | 16U | 32U);
    EXPECT_GE(mutauth_identity_enctype(caller()), 17);
    EXPECT_LE(mutauth_identity_enctype(caller()), 20);
    // The realm's first type for its accounts' keys.
    EXPECT_EQ(mutauth_identity_ticket_enctype(caller()), 18);
    EXPECT_LE(mutauth_identity_authenticated(caller()), ::time(nullptr));
    EXPECT_GT(mutauth_identity_authenticated(caller()), ::time(nullptr) - 3600);
}

// MIT's KDC puts a PAC into every ticket since 1.20.
TEST(CapiIdentity, HasThePacThatTheKdcSigned) {
    mutauth_bytes* out = nullptr;
    int32_t verified = 0;
    ASSERT_EQ(mutauth_identity_pac(caller(), &verified, &out), MUTAUTH_OK) << realm::why();
    const realm::Bytes pac(out, mutauth_bytes_free);
    ASSERT_NE(out, nullptr);
    EXPECT_EQ(verified, 1);
    // [MS-PAC] 2.3: cBuffers, then Version 0, both 32 bits, little-endian.
    const auto* bytes = static_cast<const uint8_t*>(mutauth_bytes_data(out));
    ASSERT_GT(mutauth_bytes_size(out), 8U);
    EXPECT_GT(bytes[0], 2);
    EXPECT_EQ(std::string(bytes + 4, bytes + 8), std::string(4, '\0'));
    // A client sees no ticket's inside.
    static const realm::Pair pair = realm::proven_pair();
    ASSERT_EQ(mutauth_identity_pac(mutauth_context_identity(pair.client.get()), &verified, &out),
              MUTAUTH_OK);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(verified, 0);
    EXPECT_EQ(mutauth_identity_pac(caller(), nullptr, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_identity_pac(caller(), &verified, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiIdentity, OfAWrongHandleIsNobody) {
    const realm::Spn spn = realm::spn("a/b");
    for (const auto* wrong : {static_cast<const mutauth_identity*>(nullptr),
                              reinterpret_cast<const mutauth_identity*>(spn.get())}) {
        EXPECT_EQ(mutauth_identity_client(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_service(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_service_key(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_level(wrong), 0);
        EXPECT_EQ(mutauth_identity_mechanism(wrong), 0);
        EXPECT_EQ(mutauth_identity_expires(wrong), 0);
        EXPECT_EQ(mutauth_identity_mutual(wrong), 0);
        EXPECT_EQ(mutauth_identity_channel_bound(wrong), 0);
        EXPECT_EQ(mutauth_identity_flags(wrong), 0U);
        EXPECT_EQ(mutauth_identity_enctype(wrong), 0);
        EXPECT_EQ(mutauth_identity_ticket_enctype(wrong), 0);
        EXPECT_EQ(mutauth_identity_authenticated(wrong), 0);
        EXPECT_EQ(mutauth_identity_indicator_count(wrong), 0U);
        EXPECT_EQ(mutauth_identity_indicator_at(wrong, 0), nullptr);
        int32_t verified = 1;
        auto* pac = reinterpret_cast<mutauth_bytes*>(1);
        EXPECT_EQ(mutauth_identity_pac(wrong, &verified, &pac), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(verified, 0);
        EXPECT_EQ(pac, nullptr);
    }
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
    ASSERT_EQ(mutauth_requirements_set_mechanism(made.get(), MUTAUTH_MECHANISM_KRB5), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
}

TEST(CapiRequirements, RestrictTheServiceKey) {
    for (const auto& [name, expected] :
         {std::pair("host/host1.example.test", MUTAUTH_OK),
          std::pair("host/host1.example.test@EXAMPLE.TEST", MUTAUTH_OK),
          std::pair("host/host1.example.test@OTHER.TEST", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("HOST/host1.example.test", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("host/host1", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("host", MUTAUTH_CALLER_WRONG_SERVICE),
          std::pair("host/host1.example.test\\@EXAMPLE.TEST", MUTAUTH_CALLER_WRONG_SERVICE)}) {
        const realm::Requirements made = requirements();
        ASSERT_EQ(mutauth_requirements_add_service_key(made.get(), name), MUTAUTH_OK);
        EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), expected) << name;
    }
    const realm::Requirements several = requirements();
    ASSERT_EQ(mutauth_requirements_add_service_key(several.get(), "http/x"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(several.get(), caller()), MUTAUTH_CALLER_WRONG_SERVICE);
    ASSERT_EQ(mutauth_requirements_add_service_key(several.get(), "host/host1.example.test"),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(several.get(), caller()), MUTAUTH_OK);
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
        EXPECT_EQ(mutauth_requirements_add_client(wrong, "x@R"), MUTAUTH_WRONG_HANDLE);
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
    // A refused restriction leaves the requirements as they were, not wider.
    EXPECT_EQ(mutauth_requirements_check(made.get(), caller()), MUTAUTH_OK);
}

/// The realm's KDC says so of who proved itself by a password or its key (RFC 8129).
TEST(CapiIdentity, TellsTheServiceHowItsClientProvedItselfToTheKdc) {
    const realm::Pair pair = realm::proven_pair();
    const mutauth_identity* at_service = mutauth_context_identity(pair.service.get());
    ASSERT_EQ(mutauth_identity_indicator_count(at_service), 1U);
    EXPECT_STREQ(mutauth_identity_indicator_at(at_service, 0), "spake");
    EXPECT_EQ(mutauth_identity_indicator_at(at_service, 1), nullptr);
    EXPECT_EQ(mutauth_identity_indicator_count(mutauth_context_identity(pair.client.get())), 0U);
}

}  // namespace

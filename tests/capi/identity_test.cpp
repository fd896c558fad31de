#include <mutauth/identity.h>

#include <ctime>

#include "capi/acting.h"
#include "capi/channels.h"
#include "capi/engines.h"

namespace {

/// Alice, as the realm's computer sees her; alive as long as the program.
const mutauth_identity* caller() {
    return realm::identity_of("alice");
}

TEST(CapiIdentity, TellsWhatWasProven) {
    EXPECT_EQ(mutauth_identity_client(caller()), realm::principal("alice"));
    EXPECT_EQ(mutauth_identity_asked_service(caller()), realm::principal(realm::host_spn()));
    EXPECT_EQ(mutauth_identity_service_key(caller()), realm::principal(realm::host_spn()));
    EXPECT_EQ(mutauth_identity_service_key_count(caller()), 3U);
    EXPECT_STREQ(mutauth_identity_service_key_at(caller(), 0),
                 mutauth_identity_service_key(caller()));
    EXPECT_EQ(mutauth_identity_level(caller()), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(mutauth_identity_mechanism(caller()), MUTAUTH_MECHANISM_KRB5);
    // The realm gives tickets for a day.
    EXPECT_GT(mutauth_identity_expires(caller()), ::time(nullptr) + 3600);
    EXPECT_LT(mutauth_identity_expires(caller()), ::time(nullptr) + 90000);
}

// Finding C21.
TEST(CapiIdentity, OutlivesWhatLentIt) {
    mutauth_identity* kept = nullptr;
    mutauth_identity* again = nullptr;
    const mutauth_pac* pac = nullptr;
    {
        const realm::Pair pair = realm::proven_pair();
        const mutauth_identity* lent = mutauth_context_identity(pair.service.get());
        ASSERT_EQ(mutauth_identity_pac(lent, &pac), MUTAUTH_OK) << realm::why();
        ASSERT_EQ(mutauth_identity_copy(lent, &kept), MUTAUTH_OK);
        ASSERT_EQ(mutauth_identity_copy(kept, &again), MUTAUTH_OK);
    }
    mutauth_identity_free(kept);
    EXPECT_EQ(mutauth_identity_client(again), realm::principal("alice"));
    EXPECT_EQ(mutauth_identity_service_key(again), realm::principal(realm::host_spn()));
    const mutauth_pac* same = nullptr;
    ASSERT_EQ(mutauth_identity_pac(again, &same), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(same, pac);
    EXPECT_NE(mutauth_pac_signatures(pac), 0U);
    mutauth_requirements* made = nullptr;
    ASSERT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
    const realm::Requirements rules(made, mutauth_requirements_free);
    EXPECT_EQ(mutauth_requirements_check(rules.get(), again), MUTAUTH_OK) << realm::why();
    mutauth_identity_free(again);

    auto* out = reinterpret_cast<mutauth_identity*>(1);
    EXPECT_EQ(mutauth_identity_copy(nullptr, &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_identity_copy(caller(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    mutauth_identity_free(nullptr);
}

TEST(CapiIdentity, OfAChannelEngineAndLocalPeerOutlivesThem) {
    std::vector<mutauth_identity*> kept(3);
    {
        const realm::Ends ends = realm::open_ends();
        const realm::Engines engines = realm::proven_engines();
        auto [one, other] = support::socket_pair();
        mutauth_local_peer* peer = nullptr;
        ASSERT_EQ(mutauth_local_peer_of(one.get(), &peer), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(
            mutauth_identity_copy(mutauth_channel_identity(ends.service.channel.get()), &kept[0]),
            MUTAUTH_OK);
        EXPECT_EQ(mutauth_identity_copy(mutauth_engine_identity(engines.service.get()), &kept[1]),
                  MUTAUTH_OK);
        EXPECT_EQ(mutauth_identity_copy(mutauth_local_peer_identity(peer), &kept[2]), MUTAUTH_OK);
        mutauth_local_peer_free(peer);
    }
    EXPECT_EQ(mutauth_identity_client(kept[0]), realm::principal("alice"));
    EXPECT_EQ(mutauth_identity_client(kept[1]), realm::principal("alice"));
    EXPECT_EQ(mutauth_identity_realm(kept[2]), std::string("WELLKNOWN:LOCAL"));
    for (mutauth_identity* one : kept) {
        mutauth_identity_free(one);
    }
}

TEST(CapiIdentity, TellsHowItWasProven) {
    EXPECT_EQ(mutauth_identity_mutual(caller()), 1);
    EXPECT_EQ(mutauth_identity_channel_bound(caller()), 0);
    EXPECT_EQ(mutauth_identity_bindings_given(caller()), 0);
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
    ASSERT_EQ(mutauth_identity_pac_bytes(caller(), &verified, &out), MUTAUTH_OK) << realm::why();
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
    ASSERT_EQ(
        mutauth_identity_pac_bytes(mutauth_context_identity(pair.client.get()), &verified, &out),
        MUTAUTH_OK);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(verified, 0);
    EXPECT_EQ(mutauth_identity_pac_bytes(caller(), nullptr, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_identity_pac_bytes(caller(), &verified, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiIdentity, OfAWrongHandleIsNobody) {
    const realm::Spn spn = realm::spn("a/b");
    for (const auto* wrong : {static_cast<const mutauth_identity*>(nullptr),
                              reinterpret_cast<const mutauth_identity*>(spn.get())}) {
        EXPECT_EQ(mutauth_identity_client(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_asked_service(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_realm(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_component_count(wrong), 0U);
        EXPECT_EQ(mutauth_identity_component_at(wrong, 0), nullptr);
        EXPECT_EQ(mutauth_identity_name_type(wrong), 0);
        EXPECT_EQ(mutauth_identity_service_key(wrong), nullptr);
        EXPECT_EQ(mutauth_identity_service_key_count(wrong), 0U);
        EXPECT_EQ(mutauth_identity_service_key_at(wrong, 0), nullptr);
        EXPECT_EQ(mutauth_identity_bindings_given(wrong), 0);
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
        EXPECT_EQ(mutauth_identity_pac_bytes(wrong, &verified, &pac), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(verified, 0);
        EXPECT_EQ(pac, nullptr);
    }
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

TEST(CapiIdentity, TakesTheClientsNameApart) {
    EXPECT_STREQ(mutauth_identity_realm(caller()), "EXAMPLE.TEST");
    ASSERT_EQ(mutauth_identity_component_count(caller()), 1U);
    EXPECT_STREQ(mutauth_identity_component_at(caller(), 0), "alice");
    EXPECT_EQ(mutauth_identity_component_at(caller(), 1), nullptr);
    // RFC 4120 6.2: NT-PRINCIPAL.
    EXPECT_EQ(mutauth_identity_name_type(caller()), 1);
}

TEST(CapiIdentity, HasFormsForProgramsAndForPeople) {
    mutauth_bytes* out = nullptr;
    ASSERT_EQ(mutauth_identity_json(caller(), &out), MUTAUTH_OK) << realm::why();
    const realm::Bytes json(out, mutauth_bytes_free);
    const std::string_view text(static_cast<const char*>(mutauth_bytes_data(out)),
                                mutauth_bytes_size(out));
    EXPECT_TRUE(text.starts_with(R"({"client":"alice@EXAMPLE.TEST","components":["alice"],)"))
        << text;
    EXPECT_NE(text.find(R"("level":"privacy","mechanism":"krb5")"), text.npos) << text;
    EXPECT_NE(text.find(R"("client_info":{)"), text.npos) << text;
    EXPECT_EQ(text.find('\n'), text.npos);
    ASSERT_EQ(mutauth_identity_text(caller(), &out), MUTAUTH_OK) << realm::why();
    const realm::Bytes lines(out, mutauth_bytes_free);
    EXPECT_TRUE(std::string_view(static_cast<const char*>(mutauth_bytes_data(out)))
                    .starts_with("client:         alice@EXAMPLE.TEST\n"));
    for (const auto form : {mutauth_identity_json, mutauth_identity_text}) {
        EXPECT_EQ(form(caller(), nullptr), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(form(nullptr, &out), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(out, nullptr);
    }
}

// The numbers are Windows': RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_AUTHN_GSS_KERBEROS,
// RPC_C_AUTHZ_NAME.
TEST(CapiIdentity, AnswersAsRpcBindingInqAuthClient) {
    const char* client = nullptr;
    const char* service = nullptr;
    int32_t level = 0;
    int32_t authentication = 0;
    int32_t authorization = 0;
    ASSERT_EQ(mutauth_identity_inquire(caller(), &client, &service, &level, &authentication,
                                       &authorization),
              MUTAUTH_OK);
    EXPECT_EQ(client, realm::principal("alice"));
    EXPECT_EQ(service, realm::principal(realm::host_spn()));
    EXPECT_EQ(level, 6);
    EXPECT_EQ(authentication, 16);
    EXPECT_EQ(authorization, 1);
    EXPECT_EQ(mutauth_identity_inquire(caller(), nullptr, nullptr, nullptr, nullptr, nullptr),
              MUTAUTH_OK);
}

TEST(CapiIdentity, TouchesNoOutputForACallThatNobodyProved) {
    const auto* untouched = reinterpret_cast<const char*>(1);
    const char* client = untouched;
    const char* service = untouched;
    int32_t level = 47;
    int32_t authentication = 47;
    int32_t authorization = 47;
    const realm::Spn spn = realm::spn("a/b");
    for (const auto& [identity, status] :
         {std::pair<const mutauth_identity*, mutauth_status>(nullptr, MUTAUTH_CALLER_NOT_PROVEN),
          {reinterpret_cast<const mutauth_identity*>(spn.get()), MUTAUTH_WRONG_HANDLE}}) {
        EXPECT_EQ(mutauth_identity_inquire(identity, &client, &service, &level, &authentication,
                                           &authorization),
                  status);
        EXPECT_EQ(client, untouched);
        EXPECT_EQ(service, untouched);
        EXPECT_EQ(level + authentication + authorization, 3 * 47);
    }
    ASSERT_EQ(mutauth_identity_inquire(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr),
              MUTAUTH_CALLER_NOT_PROVEN);
    int32_t system = 0;
    int64_t code = 0;
    ASSERT_EQ(mutauth_error_native_at(nullptr, 0, &system, &code), MUTAUTH_OK);
    EXPECT_EQ(system, MUTAUTH_NATIVE_WIN32);
    EXPECT_EQ(code, 1746);
}

}  // namespace

#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using testing::AnyOf;
using testing::HasSubstr;

/// A client that asked the web service and has its first token, and what is needed to answer it.
struct Asked {
    realm::Credential alice = realm::account("alice");
    realm::Negotiation client = realm::initiate(alice, realm::web_spn());
    realm::Step first = realm::step(client, "");
};

realm::Negotiation web_service(const char* account = "websvc") {
    return realm::accept(realm::account(account), realm::serving(realm::web_spn()));
}

TEST(CapiNegotiation, ProvesEachSideToTheOther) {
    Asked asked;
    ASSERT_EQ(asked.first.status, MUTAUTH_CONTINUE) << realm::why();
    const realm::Negotiation service = web_service();
    const realm::Step answer = realm::step(service, asked.first.token);
    ASSERT_EQ(answer.status, MUTAUTH_OK) << realm::why();
    ASSERT_FALSE(answer.token.empty());
    const realm::Step last = realm::step(asked.client, answer.token);
    ASSERT_EQ(last.status, MUTAUTH_OK) << realm::why();
    EXPECT_EQ(last.token, "");

    const realm::Context at_service = realm::finish(service);
    const mutauth_identity* caller = mutauth_context_identity(at_service.get());
    EXPECT_EQ(mutauth_identity_client(caller), realm::principal("alice"));
    EXPECT_EQ(mutauth_identity_asked_service(caller), realm::principal(realm::web_spn()));
    // The keytab has the account's own name; that is the entry whose key opened the ticket.
    EXPECT_EQ(mutauth_identity_service_key(caller), realm::principal("websvc"));
    const realm::Context at_client = realm::finish(asked.client);
    EXPECT_EQ(mutauth_identity_asked_service(mutauth_context_identity(at_client.get())),
              realm::principal(realm::web_spn()));
    EXPECT_EQ(realm::open(at_service, realm::seal(at_client, "to the service")).message,
              "to the service");
    EXPECT_EQ(realm::open(at_client, realm::seal(at_service, "to the client")).message,
              "to the client");
}

TEST(CapiNegotiation, WorksInSpnego) {
    const realm::Pair pair = realm::proven_pair(
        realm::with_mechanism(realm::policy(), MUTAUTH_MECHANISM_NEGOTIATE),
        realm::with_mechanism(realm::serving(realm::host_spn()), MUTAUTH_MECHANISM_NEGOTIATE));
    ASSERT_TRUE(pair.client && pair.service);
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
    for (const auto* side : {&pair.client, &pair.service}) {
        const mutauth_identity* seen = mutauth_context_identity(side->get());
        EXPECT_EQ(mutauth_identity_mechanism(seen), MUTAUTH_MECHANISM_NEGOTIATE);
        EXPECT_EQ(mutauth_identity_client(seen), realm::principal("alice"));
        EXPECT_EQ(mutauth_identity_asked_service(seen), realm::principal(realm::host_spn()));
    }
}

TEST(CapiNegotiation, SaysThatTheServiceIsNotRegistered) {
    const realm::Credential alice = realm::account("alice");
    auto* made = reinterpret_cast<mutauth_negotiation*>(1);
    EXPECT_EQ(
        mutauth_negotiation_initiate(alice.get(), realm::spn("http/nobody.example.test").get(),
                                     nullptr, nullptr, &made),
        MUTAUTH_SERVICE_UNKNOWN);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(realm::evidence("spn"), "http/nobody.example.test");
    EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
}

TEST(CapiNegotiation, RefusesATicketForAServiceThatIsNotServed) {
    Asked asked;
    const realm::Negotiation service =
        realm::accept(realm::computer(), realm::serving(realm::host_spn()));
    const realm::Step answer = realm::step(service, asked.first.token);
    EXPECT_EQ(answer.status, MUTAUTH_WRONG_SPN);
    EXPECT_EQ(realm::evidence("asked"), realm::web_spn());
    EXPECT_EQ(realm::evidence("served"), realm::host_spn());
}

TEST(CapiNegotiation, RefusesATicketThatAnotherAccountsKeySealed) {
    Asked asked;
    // The SPN is on websvc; who runs the service has othersvc's keys.
    const realm::Negotiation service = web_service("othersvc");
    const realm::Step answer = realm::step(service, asked.first.token);
    EXPECT_EQ(answer.status, MUTAUTH_WRONG_KEY) << realm::why();
    EXPECT_THAT(realm::evidence("keys"), HasSubstr(realm::principal("othersvc")));
    if (!answer.token.empty()) {
        EXPECT_EQ(realm::step(asked.client, answer.token).status, MUTAUTH_PEER_REFUSED);
    }
    mutauth_context* none = nullptr;
    EXPECT_EQ(mutauth_negotiation_finish(asked.client.get(), &none), MUTAUTH_WRONG_STATE);
}

TEST(CapiNegotiation, SaysThatTheKeytabIsBehind) {
    const std::string name = "rotated/host.example.test";
    const std::string keytab = realm::service_keytab(name);
    support::kadmin("cpw -randkey " + name);
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation client = realm::initiate(alice, name);
    const realm::Step first = realm::step(client, "");
    const realm::Negotiation service =
        realm::accept(realm::from_keytab(keytab, nullptr), realm::serving(name));
    EXPECT_EQ(realm::step(service, first.token).status, MUTAUTH_KEY_VERSION_MISSING);
    EXPECT_THAT(realm::evidence("ticket"), HasSubstr("kvno 2"));
    EXPECT_THAT(realm::evidence("keys"), HasSubstr("kvno 1"));
}

TEST(CapiNegotiation, AcceptsBothVersionsWhileAKeyIsRotated) {
    const std::string name = "rotating/host.example.test";
    const std::string keytab = realm::service_keytab(name);
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation old_client = realm::initiate(alice, name);
    support::kadmin("cpw -randkey -keepold " + name);
    support::kadmin("ktadd -norandkey -k " + keytab + " " + name);
    const realm::Credential service = realm::from_keytab(keytab, nullptr);
    const realm::Credential later_alice = realm::account("alice");
    const realm::Negotiation new_client = realm::initiate(later_alice, name);
    for (const auto* client : {&old_client, &new_client}) {
        const realm::Step first = realm::step(*client, "");
        const realm::Negotiation accepting = realm::accept(service, realm::serving(name));
        EXPECT_EQ(realm::step(accepting, first.token).status, MUTAUTH_OK) << realm::why();
    }
}

TEST(CapiNegotiation, IsOverOnceItIsDone) {
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
    const realm::Negotiation service =
        realm::accept(realm::computer(), realm::serving(realm::host_spn()));
    auto* early = reinterpret_cast<mutauth_context*>(1);
    EXPECT_EQ(mutauth_negotiation_finish(client.get(), &early), MUTAUTH_WRONG_STATE);
    EXPECT_EQ(early, nullptr);

    const realm::Step first = realm::step(client, "");
    const realm::Step answer = realm::step(service, first.token);
    ASSERT_EQ(answer.status, MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::step(service, first.token).status, MUTAUTH_WRONG_STATE);
    EXPECT_EQ(mutauth_negotiation_finish(client.get(), &early), MUTAUTH_WRONG_STATE);
    ASSERT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK);
    EXPECT_EQ(realm::step(client, answer.token).status, MUTAUTH_WRONG_STATE);
    const realm::Context context = realm::finish(client);
    EXPECT_TRUE(context);
    auto* again = reinterpret_cast<mutauth_context*>(1);
    EXPECT_EQ(mutauth_negotiation_finish(client.get(), &again), MUTAUTH_WRONG_STATE);
    EXPECT_EQ(again, nullptr);
}

TEST(CapiNegotiation, IsOverOnceItFailed) {
    Asked asked;
    const realm::Negotiation service = web_service();
    EXPECT_LT(realm::step(service, "not a token").status, 0);
    EXPECT_EQ(realm::step(service, asked.first.token).status, MUTAUTH_WRONG_STATE);
    mutauth_context* none = nullptr;
    EXPECT_EQ(mutauth_negotiation_finish(service.get(), &none), MUTAUTH_WRONG_STATE);

    EXPECT_EQ(realm::step(asked.client, "not a token").status, MUTAUTH_TOKEN_MALFORMED);
    const realm::Step answer = realm::step(web_service(), asked.first.token);
    EXPECT_EQ(answer.status, MUTAUTH_OK);
    EXPECT_EQ(realm::step(asked.client, answer.token).status, MUTAUTH_WRONG_STATE);
}

TEST(CapiNegotiation, BoundsTokens) {
    const std::string longest(65536, '\x60');
    EXPECT_EQ(realm::step(web_service(), longest + '\x60').status, MUTAUTH_TOKEN_MALFORMED);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("65537"));
    EXPECT_EQ(realm::step(web_service(), longest).status, MUTAUTH_TOKEN_MALFORMED);
    EXPECT_THAT(mutauth_error_message(nullptr), Not(HasSubstr("65537")));
    EXPECT_EQ(realm::step(web_service(), "").status, MUTAUTH_TOKEN_MALFORMED);

    Asked asked;
    EXPECT_EQ(realm::step(asked.client, "").status, MUTAUTH_TOKEN_MALFORMED);
    const realm::Negotiation fresh = realm::initiate(asked.alice, realm::web_spn());
    EXPECT_EQ(realm::step(fresh, asked.first.token).status, MUTAUTH_WRONG_STATE);
}

TEST(CapiNegotiation, RefusesOtherMechanisms) {
    Asked asked;
    // [MS-NLMP] 2.2.1.1: signature, message type 1, flags.
    const std::string ntlm("NTLMSSP\0\1\0\0\0\0\0\0\0", 16);
    EXPECT_EQ(realm::step(web_service(), ntlm).status, MUTAUTH_MECHANISM_REFUSED);
    EXPECT_EQ(realm::step(asked.client, ntlm).status, MUTAUTH_MECHANISM_REFUSED);

    const realm::Negotiation spnego_client =
        realm::initiate(asked.alice, realm::web_spn(),
                        realm::with_mechanism(realm::policy(), MUTAUTH_MECHANISM_NEGOTIATE));
    const realm::Step spnego = realm::step(spnego_client, "");
    ASSERT_EQ(spnego.status, MUTAUTH_CONTINUE);
    EXPECT_EQ(realm::step(web_service(), spnego.token).status, MUTAUTH_MECHANISM_REFUSED);

    const auto spnego_service = [] {
        return realm::accept(
            realm::account("websvc"),
            realm::with_mechanism(realm::serving(realm::web_spn()), MUTAUTH_MECHANISM_NEGOTIATE));
    };
    EXPECT_EQ(realm::step(spnego_service(), asked.first.token).status, MUTAUTH_MECHANISM_REFUSED);
    EXPECT_EQ(realm::step(spnego_service(), ntlm).status, MUTAUTH_MECHANISM_REFUSED);

    // RFC 4178 4.2.1: a NegTokenInit that lists NTLM (1.3.6.1.4.1.311.2.2.10) alone.
    const std::string oid = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    const std::string spnego_oid = "\x06\x06\x2b\x06\x01\x05\x05\x02";
    const std::string offer = "\x60\x1c" + spnego_oid + "\xa0\x12\x30\x10\xa0\x0e\x30\x0c" + oid;
    EXPECT_EQ(realm::step(spnego_service(), offer).status, MUTAUTH_MECHANISM_REFUSED);
}

TEST(CapiNegotiation, SettlesForLessOnlyAloud) {
    std::vector<std::pair<int32_t, std::string>> lines;
    const auto keep = [](void* user, int32_t level, const char* area, const char* text) {
        static_cast<decltype(lines)*>(user)->emplace_back(level, std::string(area) + ": " + text);
    };
    mutauth_log* made = nullptr;
    ASSERT_EQ(mutauth_log_new(keep, &lines, nullptr, MUTAUTH_LOG_NOTICE, &made), MUTAUTH_OK);
    const realm::Log log(made, mutauth_log_free);
    for (const int32_t level :
         {MUTAUTH_LEVEL_CONNECT, MUTAUTH_LEVEL_INTEGRITY, MUTAUTH_LEVEL_PRIVACY}) {
        lines.clear();
        realm::Policy client = realm::with_level(realm::policy(), level);
        realm::Policy service = realm::with_level(realm::serving(realm::host_spn()), level);
        ASSERT_EQ(mutauth_policy_set_log(client.get(), log.get()), MUTAUTH_OK);
        ASSERT_EQ(mutauth_policy_set_log(service.get(), log.get()), MUTAUTH_OK);
        const realm::Pair pair = realm::proven_pair(client, std::move(service));
        ASSERT_TRUE(pair.client && pair.service);
        EXPECT_EQ(mutauth_identity_level(mutauth_context_identity(pair.client.get())), level);
        ASSERT_EQ(lines.size(), 2U);
        const int32_t expected =
            level < MUTAUTH_LEVEL_PRIVACY ? MUTAUTH_LOG_WARNING : MUTAUTH_LOG_NOTICE;
        for (const auto& line : lines) {
            EXPECT_EQ(line.first, expected) << line.second;
            EXPECT_THAT(line.second, HasSubstr("level " + std::to_string(level)));
            EXPECT_THAT(line.second, HasSubstr(realm::principal("alice")));
        }
    }
}

TEST(CapiNegotiation, RefusesAnInitiatorWithLessThanThePolicyAsks) {
    for (const int32_t level : {MUTAUTH_LEVEL_CONNECT, MUTAUTH_LEVEL_INTEGRITY}) {
        const realm::Credential alice = realm::account("alice");
        const realm::Negotiation client =
            realm::initiate(alice, realm::host_spn(), realm::with_level(realm::policy(), level));
        const realm::Negotiation service =
            realm::accept(realm::computer(), realm::serving(realm::host_spn()));
        const realm::Step first = realm::step(client, "");
        const realm::Step answer = realm::step(service, first.token);
        EXPECT_EQ(answer.status, MUTAUTH_LEVEL_NOT_REACHED) << realm::why();
        // No proof leaves a service that refuses: the client must not complete on it.
        EXPECT_EQ(answer.token, "");
    }
}

TEST(CapiNegotiation, NeedsKeysAndServedNamesToAccept) {
    auto* made = reinterpret_cast<mutauth_negotiation*>(1);
    EXPECT_EQ(mutauth_negotiation_accept(realm::computer().get(), realm::policy().get(), &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    mutauth_credential* password = nullptr;
    ASSERT_EQ(mutauth_credential_from_password("alice", "x", &password), MUTAUTH_OK);
    const realm::Credential owner(password, mutauth_credential_free);
    EXPECT_EQ(mutauth_negotiation_accept(password, realm::serving(realm::host_spn()).get(), &made),
              MUTAUTH_INVALID_ARGUMENT);
    // The computer's keytab, and no word that its keys stand for the web service's name.
    EXPECT_EQ(mutauth_negotiation_accept(realm::computer().get(),
                                         realm::serving(realm::web_spn()).get(), &made),
              MUTAUTH_KEYTAB_LACKS_NAME);
    EXPECT_THAT(realm::evidence("wanted"), HasSubstr(realm::web_spn()));
    EXPECT_THAT(realm::evidence("present"), HasSubstr(realm::host_spn()));
}

// Finding W2: a service learns when it starts what every client would fail by, and no more.
TEST(CapiNegotiation, TakesAKeytabThatHasOneOfTheServedNames) {
    const realm::Policy policy = realm::serving(realm::web_spn());
    mutauth_negotiation* made = nullptr;
    EXPECT_EQ(mutauth_negotiation_accept(realm::computer().get(), policy.get(), &made),
              MUTAUTH_KEYTAB_LACKS_NAME);
    ASSERT_EQ(mutauth_policy_add_served_spn(policy.get(), realm::spn(realm::host_spn()).get()),
              MUTAUTH_OK);
    ASSERT_EQ(mutauth_negotiation_accept(realm::computer().get(), policy.get(), &made), MUTAUTH_OK)
        << realm::why();
    mutauth_negotiation_free(made);
}

TEST(CapiNegotiation, ChecksItsArguments) {
    const realm::Credential alice = realm::account("alice");
    const realm::Spn spn = realm::spn(realm::host_spn());
    const realm::Policy policy = realm::serving(realm::host_spn());
    auto* made = reinterpret_cast<mutauth_negotiation*>(1);
    EXPECT_EQ(mutauth_negotiation_initiate(nullptr, spn.get(), nullptr, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    made = reinterpret_cast<mutauth_negotiation*>(1);
    EXPECT_EQ(mutauth_negotiation_initiate(alice.get(), nullptr, nullptr, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_negotiation_initiate(alice.get(), spn.get(), nullptr, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    auto* not_a_policy = reinterpret_cast<mutauth_policy*>(spn.get());
    EXPECT_EQ(mutauth_negotiation_initiate(alice.get(), spn.get(), not_a_policy, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    auto* not_a_deadline = reinterpret_cast<mutauth_deadline*>(spn.get());
    EXPECT_EQ(mutauth_negotiation_initiate(alice.get(), spn.get(), nullptr, not_a_deadline, &made),
              MUTAUTH_WRONG_HANDLE);
    made = reinterpret_cast<mutauth_negotiation*>(1);
    EXPECT_EQ(mutauth_negotiation_accept(alice.get(), nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_negotiation_accept(nullptr, policy.get(), &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_negotiation_accept(alice.get(), policy.get(), nullptr),
              MUTAUTH_INVALID_ARGUMENT);

    const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
    auto* token = reinterpret_cast<mutauth_bytes*>(1);
    EXPECT_EQ(mutauth_negotiation_step(nullptr, nullptr, 0, &token), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(token, nullptr);
    token = reinterpret_cast<mutauth_bytes*>(1);
    EXPECT_EQ(mutauth_negotiation_step(client.get(), nullptr, 1, &token), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(token, nullptr);
    EXPECT_EQ(mutauth_negotiation_step(client.get(), nullptr, 0, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    // A refused argument uses nothing up.
    EXPECT_EQ(realm::step(client, "").status, MUTAUTH_CONTINUE);
    auto* context = reinterpret_cast<mutauth_context*>(1);
    EXPECT_EQ(mutauth_negotiation_finish(nullptr, &context), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(context, nullptr);
    EXPECT_EQ(mutauth_negotiation_finish(client.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    mutauth_negotiation_free(nullptr);
    mutauth_negotiation_free(reinterpret_cast<mutauth_negotiation*>(spn.get()));
    EXPECT_STREQ(mutauth_spn_text(spn.get()), realm::host_spn().c_str());
}

}  // namespace

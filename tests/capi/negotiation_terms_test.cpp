// What a policy asks of a negotiation beside the safe defaults.
#include <gmock/gmock.h>

#include <ctime>
#include <optional>

#include "capi/realm.h"

namespace {

using testing::HasSubstr;

/// Which side goes by its own exchange and which by MIT's GSS-API.
struct Way {
    int32_t mechanism;
    int32_t client_protector;
    int32_t service_protector;
};

constexpr Way kWays[] = {
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_OWN},
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_GSS},
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS, MUTAUTH_PROTECTOR_OWN},
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS, MUTAUTH_PROTECTOR_GSS},
    {MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_OWN},
};

using Change = mutauth_status (*)(mutauth_policy*);

struct Demands {
    realm::Policy client;
    realm::Policy service;
};

Demands demands(const Way& way, Change client, Change service) {
    Demands out{realm::with_mechanism(realm::policy(), way.mechanism),
                realm::with_mechanism(realm::serving(realm::host_spn()), way.mechanism)};
    EXPECT_EQ(mutauth_policy_set_protector(out.client.get(), way.client_protector), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_protector(out.service.get(), way.service_protector), MUTAUTH_OK);
    EXPECT_EQ(client == nullptr ? MUTAUTH_OK : client(out.client.get()), MUTAUTH_OK);
    EXPECT_EQ(service == nullptr ? MUTAUTH_OK : service(out.service.get()), MUTAUTH_OK);
    return out;
}

std::string shown(const Way& way) {
    return "mechanism " + std::to_string(way.mechanism) + " client " +
           std::to_string(way.client_protector) + " service " +
           std::to_string(way.service_protector);
}

/// Both ways, a message each, in whatever layout the context has.
void expect_conversation(const realm::Pair& pair, const std::string& where) {
    ASSERT_TRUE(pair.client && pair.service) << where;
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "ask")).message, "ask") << where;
    EXPECT_EQ(realm::open(pair.client, realm::seal(pair.service, "tell")).message, "tell") << where;
}

TEST(CapiNegotiationTerms, TakeAClientsProofAloneOnlyWhereItWasWaived) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    for (const Way& way : kWays) {
        if (way.mechanism == MUTAUTH_MECHANISM_NEGOTIATE) {
            continue;  // SPNEGO's answer still comes: SpnegosAnswerNeedsNoProofWhereItWasWaived.
        }
        const Demands waived =
            demands(way, mutauth_policy_waive_mutual, mutauth_policy_waive_mutual);
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), waived.client);
        const realm::Step only = realm::step(client, "");
        ASSERT_EQ(only.status, MUTAUTH_OK) << shown(way) << realm::why();

        const Demands strict = demands(way, nullptr, nullptr);
        const realm::Negotiation refusing = realm::accept(host, strict.service);
        EXPECT_EQ(realm::step(refusing, only.token).status, MUTAUTH_LEVEL_NOT_REACHED);

        const realm::Negotiation again = realm::initiate(alice, realm::host_spn(), waived.client);
        const realm::Step token = realm::step(again, "");
        const realm::Negotiation taking = realm::accept(host, waived.service);
        const realm::Step answer = realm::step(taking, token.token);
        ASSERT_EQ(answer.status, MUTAUTH_OK) << shown(way) << realm::why();
        EXPECT_EQ(answer.token, "");
        const realm::Pair pair{realm::finish(again), realm::finish(taking)};
        EXPECT_EQ(mutauth_identity_mutual(mutauth_context_identity(pair.service.get())), 0);
        EXPECT_EQ(mutauth_identity_mutual(mutauth_context_identity(pair.client.get())), 0);
        expect_conversation(pair, shown(way));
    }
}

/// As gokrb5's spnego/http.go sends it, and Java: accept-completed (RFC 4178 4.2.2), Kerberos, and
/// no token of the mechanism.
const std::string kCompleted(
    "\xa1\x14\x30\x12\xa0\x03\x0a\x01\x00\xa1\x0b\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02", 22);

// Finding C25.
TEST(CapiNegotiationTerms, SpnegosAnswerNeedsNoProofWhereItWasWaived) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    const Way& spnego = kWays[4];
    for (const int32_t level : {MUTAUTH_LEVEL_PRIVACY, MUTAUTH_LEVEL_CONNECT}) {
        const Demands waived =
            demands(spnego, mutauth_policy_waive_mutual, mutauth_policy_waive_mutual);
        for (mutauth_policy* one : {waived.client.get(), waived.service.get()}) {
            ASSERT_EQ(mutauth_policy_set_level(one, level), MUTAUTH_OK);
        }
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), waived.client);
        const realm::Negotiation service = realm::accept(host, waived.service);
        const realm::Step answer = realm::step(service, realm::step(client, "").token);
        ASSERT_EQ(answer.status, MUTAUTH_OK) << realm::why();
        ASSERT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
        const realm::Pair pair{realm::finish(client), realm::finish(service)};
        EXPECT_EQ(mutauth_identity_mutual(mutauth_context_identity(pair.client.get())), 0);
        EXPECT_EQ(mutauth_identity_mutual(mutauth_context_identity(pair.service.get())), 0);
        if (level == MUTAUTH_LEVEL_PRIVACY) {
            expect_conversation(pair, "SPNEGO without mutual proof");
        }

        const realm::Negotiation foreign = realm::initiate(alice, realm::host_spn(), waived.client);
        EXPECT_EQ(realm::step(foreign, "").status, MUTAUTH_CONTINUE);
        EXPECT_EQ(realm::step(foreign, kCompleted).status, MUTAUTH_OK) << realm::why();
    }
    const Demands strict = demands(spnego, nullptr, nullptr);
    const realm::Negotiation asking = realm::initiate(alice, realm::host_spn(), strict.client);
    EXPECT_EQ(realm::step(asking, "").status, MUTAUTH_CONTINUE);
    EXPECT_EQ(realm::step(asking, kCompleted).status, MUTAUTH_PEER_NOT_PROVEN) << realm::why();
}

mutauth_status take_either(mutauth_policy* policy) {
    return mutauth_policy_set_mechanism(policy, MUTAUTH_MECHANISM_EITHER);
}

// Finding C24.
TEST(CapiNegotiationTerms, AnAcceptorTakesEitherMechanism) {
    for (const Way& way : kWays) {
        const Demands both = demands(way, nullptr, take_either);
        const realm::Pair pair =
            realm::proven_pair(both.client, realm::Policy(both.service.get(), [](auto*) {}));
        ASSERT_TRUE(pair.client && pair.service) << shown(way);
        for (const auto* side : {&pair.client, &pair.service}) {
            EXPECT_EQ(mutauth_identity_mechanism(mutauth_context_identity(side->get())),
                      way.mechanism)
                << shown(way);
        }
        EXPECT_EQ(mutauth_context_protector(pair.service.get()),
                  way.mechanism == MUTAUTH_MECHANISM_NEGOTIATE ? MUTAUTH_PROTECTOR_OWN
                                                               : way.service_protector);
        expect_conversation(pair, shown(way));
    }
}

realm::Owner<mutauth_channel_bindings> bindings_of(const std::string& data) {
    mutauth_channel_bindings* made = nullptr;
    EXPECT_EQ(mutauth_channel_bindings_from_data(data.data(), data.size(), &made), MUTAUTH_OK);
    return {made, mutauth_channel_bindings_free};
}

// Finding C24: the same checks, whichever it is.
TEST(CapiNegotiationTerms, AnAcceptorOfEitherChecksTheSame) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    for (const Way& way : kWays) {
        const auto refusal = [&](const char* given, Change client, Change service) {
            const Demands asked = demands(way, client, take_either);
            EXPECT_EQ(service == nullptr ? MUTAUTH_OK : service(asked.service.get()), MUTAUTH_OK);
            const realm::Negotiation asking =
                realm::initiate(alice, realm::host_spn(), asked.client);
            const realm::Negotiation taking = realm::accept(host, asked.service);
            if (given != nullptr) {
                EXPECT_EQ(mutauth_negotiation_bind(asking.get(), bindings_of(given).get()),
                          MUTAUTH_OK);
                EXPECT_EQ(mutauth_negotiation_bind(taking.get(), bindings_of("ours").get()),
                          MUTAUTH_OK);
            }
            return realm::step(taking, realm::step(asking, "").token).status;
        };
        EXPECT_EQ(refusal("ours", nullptr, nullptr), MUTAUTH_OK) << shown(way) << realm::why();
        EXPECT_EQ(refusal("theirs", nullptr, nullptr), MUTAUTH_CHANNEL_BINDINGS_MISMATCH)
            << shown(way);
        const auto require = [](mutauth_policy* policy) {
            return mutauth_policy_set_channel_bindings(policy, MUTAUTH_BINDINGS_REQUIRE);
        };
        EXPECT_EQ(refusal(nullptr, nullptr, require), MUTAUTH_WRONG_STATE) << shown(way);
        EXPECT_EQ(refusal(nullptr, mutauth_policy_waive_mutual, nullptr), MUTAUTH_LEVEL_NOT_REACHED)
            << shown(way);
        EXPECT_EQ(realm::evidence("missing"), "mutual authentication");
        const auto narrow = [](mutauth_policy* policy) {
            const int32_t other = 20;
            return mutauth_policy_set_ticket_enctypes(policy, &other, 1);
        };
        EXPECT_EQ(refusal(nullptr, nullptr, narrow), MUTAUTH_WEAK_TICKET) << shown(way);
    }
    const Demands both = demands(kWays[0], nullptr, take_either);
    const realm::Negotiation taking = realm::accept(host, both.service);
    EXPECT_EQ(realm::step(taking, std::string("NTLMSSP\0\1\0\0\0", 12)).status,
              MUTAUTH_MECHANISM_REFUSED);
    const realm::Negotiation junk = realm::accept(host, both.service);
    EXPECT_EQ(realm::step(junk, "junk").status, MUTAUTH_TOKEN_MALFORMED);
}

// Finding C24.
TEST(CapiNegotiationTerms, AnInitiatorChoosesItsMechanism) {
    const realm::Policy either = realm::policy();
    ASSERT_EQ(take_either(either.get()), MUTAUTH_OK);
    auto* made = reinterpret_cast<mutauth_negotiation*>(1);
    EXPECT_EQ(mutauth_negotiation_initiate(realm::account("alice").get(),
                                           realm::spn(realm::host_spn()).get(), either.get(),
                                           nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
}

// Finding C11: what is for initiators alone is not looked at by an acceptor, and the other way
// round.
TEST(CapiNegotiationTerms, ASettingIsForItsRole) {
    const auto initiators = [](mutauth_policy* policy) {
        EXPECT_EQ(mutauth_policy_set_identify_only(policy), MUTAUTH_OK);
        return mutauth_policy_set_delegation(policy, MUTAUTH_DELEGATION_ALWAYS);
    };
    const auto acceptors = [](mutauth_policy* policy) {
        EXPECT_EQ(mutauth_policy_keep_ticket(policy), MUTAUTH_OK);
        EXPECT_EQ(mutauth_policy_keep_delegated(policy), MUTAUTH_OK);
        EXPECT_EQ(mutauth_policy_set_channel_bindings(policy, MUTAUTH_BINDINGS_IF_PRESENT),
                  MUTAUTH_OK);
        return mutauth_policy_add_served_pattern(policy, "http/*");
    };
    // MIT's gssapi_ext.h: GSS_C_IDENTIFY_FLAG.
    constexpr uint32_t kIdentify = 0x2000;
    for (const Way& way : kWays) {
        const Demands swapped = demands(way, acceptors, initiators);
        const realm::Pair pair =
            realm::proven_pair(swapped.client, realm::Policy(swapped.service.get(), [](auto*) {}));
        ASSERT_TRUE(pair.client && pair.service) << shown(way);
        EXPECT_EQ(mutauth_identity_flags(mutauth_context_identity(pair.service.get())) & kIdentify,
                  0U);
        expect_conversation(pair, shown(way));
        const Demands own = demands(way, mutauth_policy_set_identify_only, nullptr);
        const realm::Pair told =
            realm::proven_pair(own.client, realm::Policy(own.service.get(), [](auto*) {}));
        EXPECT_EQ(mutauth_identity_flags(mutauth_context_identity(told.service.get())) & kIdentify,
                  kIdentify)
            << shown(way);
    }
}

TEST(CapiNegotiationTerms, AMutualClientIsTakenByAServiceThatWaivesIt) {
    for (const Way& way : kWays) {
        const Demands asked = demands(way, nullptr, mutauth_policy_waive_mutual);
        const realm::Pair pair =
            realm::proven_pair(asked.client, realm::Policy(asked.service.get(), [](auto*) {}));
        EXPECT_EQ(mutauth_identity_mutual(mutauth_context_identity(pair.client.get())), 1);
        EXPECT_EQ(mutauth_identity_mutual(mutauth_context_identity(pair.service.get())), 1);
    }
}

TEST(CapiNegotiationTerms, NegotiateInDceStyle) {
    for (const Way& way : kWays) {
        const Demands both =
            demands(way, mutauth_policy_set_dce_style, mutauth_policy_set_dce_style);
        const realm::Pair pair =
            realm::proven_pair(both.client, realm::Policy(both.service.get(), [](auto*) {}));
        ASSERT_TRUE(pair.client && pair.service) << shown(way);
        EXPECT_EQ(mutauth_identity_client(mutauth_context_identity(pair.service.get())),
                  realm::principal("alice"));
        // MIT's gssapi_ext.h: GSS_C_DCE_STYLE.
        EXPECT_NE(mutauth_identity_flags(mutauth_context_identity(pair.service.get())) & 0x1000,
                  0U);
        EXPECT_NE(mutauth_identity_flags(mutauth_context_identity(pair.client.get())) & 0x1000, 0U);
    }
}

TEST(CapiNegotiationTerms, RefuseDceStyleOnOneSideOnly) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    for (const Way& way : kWays) {
        for (const bool asks : {true, false}) {
            const Demands one = demands(way, asks ? mutauth_policy_set_dce_style : nullptr,
                                        asks ? nullptr : mutauth_policy_set_dce_style);
            const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), one.client);
            const realm::Negotiation service = realm::accept(host, one.service);
            realm::Step at_service = realm::step(service, realm::step(client, "").token);
            // The client's flags come to light once the service has what it needs.
            for (int leg = 0; leg < 3 && at_service.status == MUTAUTH_CONTINUE; ++leg) {
                const realm::Step at_client = realm::step(client, at_service.token);
                if (at_client.status < 0) {
                    break;
                }
                at_service = realm::step(service, at_client.token);
            }
            mutauth_context* none = nullptr;
            EXPECT_EQ(mutauth_negotiation_finish(service.get(), &none), MUTAUTH_WRONG_STATE)
                << shown(way) << (asks ? " asks" : " serves");
            EXPECT_NE(at_service.status, MUTAUTH_OK) << shown(way);
        }
    }
}

TEST(CapiNegotiationTerms, KeepToTheEncryptionTypesOfThePolicy) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    const int32_t aes256 = 18;
    const int32_t other = 19;
    for (const Way& way : kWays) {
        const Demands usual = demands(way, nullptr, nullptr);
        EXPECT_EQ(mutauth_policy_set_session_enctypes(usual.service.get(), &aes256, 1), MUTAUTH_OK);
        EXPECT_EQ(mutauth_policy_set_ticket_enctypes(usual.service.get(), &aes256, 1), MUTAUTH_OK);
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), usual.client);
        const realm::Negotiation service = realm::accept(host, usual.service);
        EXPECT_EQ(realm::step(service, realm::step(client, "").token).status, MUTAUTH_OK)
            << shown(way) << realm::why();

        for (const bool session : {true, false}) {
            const Demands narrow = demands(way, nullptr, nullptr);
            EXPECT_EQ(
                (session ? mutauth_policy_set_session_enctypes
                         : mutauth_policy_set_ticket_enctypes)(narrow.service.get(), &other, 1),
                MUTAUTH_OK);
            const realm::Negotiation asking =
                realm::initiate(alice, realm::host_spn(), narrow.client);
            const realm::Negotiation refusing = realm::accept(host, narrow.service);
            EXPECT_EQ(realm::step(refusing, realm::step(asking, "").token).status,
                      session ? MUTAUTH_WEAK_KEY : MUTAUTH_WEAK_TICKET)
                << shown(way);
            EXPECT_EQ(realm::evidence("enctype"), "18");
        }
    }
}

TEST(CapiNegotiationTerms, EndAContextWhenThePolicySays) {
    for (const Way& way : kWays) {
        const Demands brief = demands(way, nullptr, nullptr);
        EXPECT_EQ(mutauth_policy_set_longest_life(brief.service.get(), 60), MUTAUTH_OK);
        const int64_t before = ::time(nullptr);
        const realm::Pair pair =
            realm::proven_pair(brief.client, realm::Policy(brief.service.get(), [](auto*) {}));
        const int64_t ends = mutauth_identity_expires(mutauth_context_identity(pair.service.get()));
        EXPECT_GE(ends, before + 60);
        EXPECT_LE(ends, ::time(nullptr) + 60);
        EXPECT_GT(mutauth_identity_expires(mutauth_context_identity(pair.client.get())),
                  before + 3600);
    }
}

// Finding C6.
TEST(CapiNegotiationTerms, NeverEndAContextAfterItsTicket) {
    for (const Way& way : kWays) {
        const auto ends = [&](std::optional<int64_t> longest) {
            const Demands made = demands(way, nullptr, nullptr);
            for (mutauth_policy* one : {made.client.get(), made.service.get()}) {
                EXPECT_EQ(longest ? mutauth_policy_set_longest_life(one, *longest) : MUTAUTH_OK,
                          MUTAUTH_OK);
            }
            const realm::Pair pair =
                realm::proven_pair(made.client, realm::Policy(made.service.get(), [](auto*) {}));
            return std::pair(
                mutauth_identity_expires(mutauth_context_identity(pair.client.get())),
                mutauth_identity_expires(mutauth_context_identity(pair.service.get())));
        };
        const auto tickets = ends(std::nullopt);
        EXPECT_EQ(ends(INT64_MAX), tickets) << shown(way);
        EXPECT_EQ(ends(INT64_MAX - ::time(nullptr)), tickets) << shown(way);
    }
}

TEST(CapiNegotiationTerms, HandTicketsOverOnlyIfAsked) {
    constexpr uint32_t kDelegated = 1;  // RFC 2744 appendix A
    support::kadmin("modprinc +ok_as_delegate " + realm::host_spn());
    for (const int32_t rule :
         {MUTAUTH_DELEGATION_NEVER, MUTAUTH_DELEGATION_IF_TRUSTED, MUTAUTH_DELEGATION_ALWAYS}) {
        const realm::Credential alice = realm::account("alice");
        realm::Policy asks = realm::policy();
        ASSERT_EQ(mutauth_policy_set_delegation(asks.get(), rule), MUTAUTH_OK);
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), asks);
        const realm::Negotiation service =
            realm::accept(realm::computer(), realm::serving(realm::host_spn()));
        const realm::Step answer = realm::step(service, realm::step(client, "").token);
        ASSERT_EQ(answer.status, MUTAUTH_OK) << realm::why();
        const realm::Context context = realm::finish(service);
        const uint32_t flags = mutauth_identity_flags(mutauth_context_identity(context.get()));
        EXPECT_EQ(flags & kDelegated, rule == MUTAUTH_DELEGATION_NEVER ? 0U : kDelegated) << rule;
        EXPECT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
    }
    support::kadmin("modprinc -ok_as_delegate " + realm::host_spn());
}

TEST(CapiNegotiationTerms, ShowWhatWasWaivedInTheLog) {
    std::vector<std::pair<int32_t, std::string>> lines;
    const auto keep = [](void* user, int32_t level, const char*, const char* text) {
        static_cast<decltype(lines)*>(user)->emplace_back(level, text);
    };
    mutauth_log* made = nullptr;
    ASSERT_EQ(mutauth_log_new(keep, &lines, nullptr, MUTAUTH_LOG_NOTICE, &made), MUTAUTH_OK);
    const realm::Log log(made, mutauth_log_free);
    realm::Policy serves = realm::serving(realm::host_spn());
    ASSERT_EQ(mutauth_policy_waive_mutual(serves.get()), MUTAUTH_OK);
    ASSERT_EQ(mutauth_policy_set_log(serves.get(), log.get()), MUTAUTH_OK);
    realm::Policy asks = realm::policy();
    ASSERT_EQ(mutauth_policy_waive_mutual(asks.get()), MUTAUTH_OK);
    const realm::Negotiation client =
        realm::initiate(realm::account("alice"), realm::host_spn(), asks);
    const realm::Negotiation service = realm::accept(realm::computer(), serves);
    ASSERT_EQ(realm::step(service, realm::step(client, "").token).status, MUTAUTH_OK);
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines.front().first, MUTAUTH_LOG_WARNING);
    EXPECT_THAT(lines.front().second, HasSubstr("which has not"));
    EXPECT_THAT(lines.front().second, HasSubstr("waives mutual authentication"));
}

}  // namespace

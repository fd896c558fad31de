// A client that hands its tickets to a service, and a service that acts as the client by them.
#include <gmock/gmock.h>

#include <ctime>

#include "capi/realm.h"
#include "support/command.h"

namespace {

using testing::HasSubstr;

constexpr const char* kMiddle = "forwarded/one.example.test";
constexpr const char* kBack = "forwarded/back.example.test";
constexpr uint32_t kDelegated = 1;  // RFC 2744 appendix A

/// Who makes and reads the tokens: this library, or MIT's GSS-API, bare or under SPNEGO.
struct Maker {
    int32_t mechanism;
    int32_t protector;
};
constexpr Maker kOwn{MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN};
constexpr Maker kGss{MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS};
constexpr Maker kNegotiate{MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN};

realm::Policy made_by(realm::Policy demands, const Maker& maker) {
    EXPECT_EQ(mutauth_policy_set_mechanism(demands.get(), maker.mechanism), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_protector(demands.get(), maker.protector), MUTAUTH_OK);
    return demands;
}

class CapiForwarding : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        middle_keytab() = realm::service_keytab(kMiddle);
        back_keytab() = realm::service_keytab(kBack);
    }

    static std::string& middle_keytab() {
        static std::string file;
        return file;
    }
    static std::string& back_keytab() {
        static std::string file;
        return file;
    }

    static realm::Policy asking(int32_t rule, const Maker& maker) {
        realm::Policy out = made_by(realm::policy(), maker);
        EXPECT_EQ(mutauth_policy_set_delegation(out.get(), rule), MUTAUTH_OK);
        return out;
    }

    static realm::Policy serving(bool keeps, const Maker& maker) {
        realm::Policy out = made_by(realm::serving(kMiddle), maker);
        if (keeps) {
            EXPECT_EQ(mutauth_policy_keep_delegated(out.get()), MUTAUTH_OK);
        }
        return out;
    }

    static realm::Credential middle() { return realm::from_keytab(middle_keytab(), nullptr); }

    /// The middle's context with the client.
    static realm::Context called(const realm::Credential& client,
                                 const realm::Policy& asks,
                                 const realm::Policy& serves) {
        const realm::Negotiation ours = realm::initiate(client, kMiddle, asks);
        const realm::Negotiation theirs = realm::accept(middle(), serves);
        std::string token = realm::step(ours, "").token;
        while (!token.empty()) {
            const realm::Step answer = realm::step(theirs, token);
            EXPECT_GE(answer.status, 0) << realm::why();
            token = answer.token.empty() ? "" : realm::step(ours, answer.token).token;
        }
        realm::finish(ours);
        return realm::finish(theirs);
    }

    /// Whom the back end sees.
    static std::string seen_by_back(const realm::Credential& acting) {
        const realm::Negotiation ours = realm::initiate(acting, kBack);
        const realm::Negotiation theirs =
            realm::accept(realm::from_keytab(back_keytab(), nullptr), realm::serving(kBack));
        EXPECT_EQ(realm::step(theirs, realm::step(ours, "").token).status, MUTAUTH_OK)
            << realm::why();
        const realm::Context back = realm::finish(theirs);
        return mutauth_identity_client(mutauth_context_identity(back.get()));
    }

    static mutauth_status act_as(const realm::Context& context, realm::Credential& out) {
        mutauth_credential* made = nullptr;
        const mutauth_status status = mutauth_credential_for_caller(
            middle().get(), mutauth_context_identity(context.get()), &made);
        out.reset(made);
        return status;
    }

    static bool delegated(const realm::Context& context) {
        return (mutauth_identity_flags(mutauth_context_identity(context.get())) & kDelegated) != 0;
    }
};

realm::Credential with_password(const char* user) {
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_from_password(user, user, &made), MUTAUTH_OK) << realm::why();
    return {made, mutauth_credential_free};
}

TEST_F(CapiForwarding, LetsTheMiddleActAsTheClientAnywhere) {
    const std::pair<Maker, Maker> ways[] = {
        {kOwn, kOwn}, {kOwn, kGss}, {kGss, kOwn}, {kGss, kGss}, {kNegotiate, kNegotiate}};
    for (const auto& [client, service] : ways) {
        SCOPED_TRACE(testing::Message() << client.mechanism << client.protector << service.mechanism
                                        << service.protector);
        realm::Credential acting(nullptr, mutauth_credential_free);
        {
            // What was kept outlives the context that it came by.
            const realm::Context context =
                called(realm::account("alice"), asking(MUTAUTH_DELEGATION_ALWAYS, client),
                       serving(true, service));
            const mutauth_identity* identity = mutauth_context_identity(context.get());
            EXPECT_EQ(mutauth_impersonation_level(identity), MUTAUTH_IMPERSONATION_DELEGATE);
            ASSERT_EQ(act_as(context, acting), MUTAUTH_OK) << realm::why();
        }
        EXPECT_EQ(mutauth_credential_principal(acting.get()), realm::principal("alice"));
        EXPECT_GT(mutauth_credential_expires(acting.get()), ::time(nullptr));
        // No list in the directory allows it, and none is needed.
        EXPECT_EQ(seen_by_back(acting), realm::principal("alice"));
    }
}

TEST_F(CapiForwarding, IsKeptOnlyIfThePolicyAsks) {
    for (const Maker& maker : {kOwn, kGss}) {
        const realm::Context context =
            called(realm::account("alice"), asking(MUTAUTH_DELEGATION_ALWAYS, maker),
                   serving(false, maker));
        EXPECT_TRUE(delegated(context));
        realm::Credential acting(nullptr, mutauth_credential_free);
        EXPECT_EQ(act_as(context, acting), MUTAUTH_CLIENT_TICKET_NOT_KEPT);
    }
}

TEST_F(CapiForwarding, IsForTrustedServicesAlone) {
    for (const Maker& maker : {kOwn, kNegotiate}) {
        for (const bool trusted : {false, true}) {
            support::kadmin(std::string("modprinc ") + (trusted ? "+" : "-") + "ok_as_delegate " +
                            kMiddle);
            std::string told;
            const auto keep = [](void* user, int32_t, const char*, const char* line) {
                *static_cast<std::string*>(user) += line;
            };
            mutauth_log* made = nullptr;
            ASSERT_EQ(mutauth_log_new(keep, &told, nullptr, MUTAUTH_LOG_NOTICE, &made), MUTAUTH_OK);
            const realm::Log log(made, mutauth_log_free);
            const realm::Policy asks = asking(MUTAUTH_DELEGATION_IF_TRUSTED, maker);
            ASSERT_EQ(mutauth_policy_set_log(asks.get(), log.get()), MUTAUTH_OK);
            const realm::Context context =
                called(realm::account("alice"), asks, serving(true, maker));
            EXPECT_EQ(delegated(context), trusted);
            EXPECT_EQ(mutauth_impersonation_level(mutauth_context_identity(context.get())),
                      trusted ? MUTAUTH_IMPERSONATION_DELEGATE : MUTAUTH_IMPERSONATION_IMPERSONATE);
            realm::Credential acting(nullptr, mutauth_credential_free);
            EXPECT_EQ(act_as(context, acting),
                      trusted ? MUTAUTH_OK : MUTAUTH_CLIENT_TICKET_NOT_KEPT);
            EXPECT_EQ(told.find("ok_as_delegate") == std::string::npos, trusted) << told;
        }
    }
    support::kadmin(std::string("modprinc -ok_as_delegate ") + kMiddle);
}

TEST_F(CapiForwarding, IsRefusedForAClientWhoseTicketsStay) {
    support::kadmin("addprinc -pw homely +requires_preauth -allow_forwardable homely");
    const realm::Credential homely = with_password("homely");
    for (const Maker& maker : {kOwn, kNegotiate}) {
        auto* out = reinterpret_cast<mutauth_negotiation*>(1);
        EXPECT_EQ(mutauth_negotiation_initiate(homely.get(), realm::spn(kMiddle).get(),
                                               asking(MUTAUTH_DELEGATION_ALWAYS, maker).get(),
                                               nullptr, &out),
                  MUTAUTH_FORWARDING_REFUSED);
        EXPECT_EQ(out, nullptr);
        EXPECT_EQ(realm::evidence("client"), realm::principal("homely"));
        EXPECT_EQ(realm::evidence("spn"), kMiddle);
        EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("lacks the flag forwardable"));
        EXPECT_THAT(mutauth_error_remedy(nullptr), HasSubstr("-allow_forwardable"));
    }
    const realm::Context context =
        called(homely, asking(MUTAUTH_DELEGATION_NEVER, kOwn), serving(true, kOwn));
    EXPECT_FALSE(delegated(context));
}

TEST_F(CapiForwarding, ChecksItsArguments) {
    EXPECT_EQ(mutauth_policy_keep_delegated(nullptr), MUTAUTH_WRONG_HANDLE);
}

}  // namespace

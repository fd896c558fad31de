// A key with several names: what is proven of it, and what is claimed.
#include <gmock/gmock.h>

#include "capi/realm.h"
#include "support/der.h"

namespace {

namespace der = support::der;

constexpr const char* kShort = "host/host1";

struct Way {
    int32_t mechanism;
    int32_t protector;
};

constexpr Way kWays[] = {{MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN},
                         {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS},
                         {MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN}};

/// The name in the ticket's clear part, exchanged for another one.
std::string renamed(const std::string& token, const std::vector<std::string>& name) {
    return der::framed(der::kApReqId,
                       der::changed(der::unframed(token),
                                    {der::kApReq, der::kSequence, der::context(3), der::kTicket,
                                     der::kSequence, der::context(2)},
                                    [&](const std::string&) { return der::principal_name(name); }));
}

/// The same within SPNEGO's first message (RFC 4178 4.2.1).
std::string renamed_in_spnego(const std::string& token, const std::vector<std::string>& name) {
    constexpr uint8_t kFrame = 0x60;
    constexpr uint8_t kOctetString = 0x04;
    return der::changed(token,
                        {kFrame, der::context(0), der::kSequence, der::context(2), kOctetString},
                        [&](const std::string& inner) { return renamed(inner, name); });
}

/// What the realm's computer, whose keytab has one key under three names, sees of alice.
class CapiServiceKey : public testing::TestWithParam<Way> {
  protected:
    static realm::Policy policy(realm::Policy made) {
        EXPECT_EQ(mutauth_policy_set_protector(made.get(), GetParam().protector), MUTAUTH_OK);
        return realm::with_mechanism(std::move(made), GetParam().mechanism);
    }

    static realm::Context called(const std::string& asked, const char* claimed = nullptr) {
        const realm::Policy serves = policy(realm::serving(realm::host_spn()));
        EXPECT_EQ(mutauth_policy_add_served_spn(serves.get(), realm::spn(kShort).get()),
                  MUTAUTH_OK);
        const realm::Negotiation client =
            realm::initiate(realm::account("alice"), asked, policy(realm::policy()));
        std::string token = realm::step(client, "").token;
        if (claimed != nullptr) {
            token = GetParam().mechanism == MUTAUTH_MECHANISM_KRB5
                        ? renamed(token, {"host", claimed})
                        : renamed_in_spnego(token, {"host", claimed});
        }
        const realm::Negotiation service = realm::accept(realm::computer(), serves);
        EXPECT_EQ(realm::step(service, token).status, MUTAUTH_OK) << realm::why();
        return realm::finish(service);
    }
};

INSTANTIATE_TEST_SUITE_P(Ways, CapiServiceKey, testing::ValuesIn(kWays));

std::vector<std::string> names_of(const realm::Context& context) {
    const mutauth_identity* seen = mutauth_context_identity(context.get());
    std::vector<std::string> out;
    for (size_t i = 0; i < mutauth_identity_service_key_count(seen); ++i) {
        out.emplace_back(mutauth_identity_service_key_at(seen, i));
    }
    return out;
}

mutauth_status checked(const realm::Context& context,
                       const std::vector<std::string>& allowed,
                       bool claim_is_enough = false) {
    mutauth_requirements* made = nullptr;
    EXPECT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
    const realm::Requirements requirements(made, mutauth_requirements_free);
    for (const std::string& name : allowed) {
        EXPECT_EQ(mutauth_requirements_add_service_key(made, name.c_str()), MUTAUTH_OK);
    }
    if (claim_is_enough) {
        EXPECT_EQ(mutauth_requirements_accept_asked_service(made), MUTAUTH_OK);
    }
    return mutauth_requirements_check(made, mutauth_context_identity(context.get()));
}

// Finding C12.
TEST_P(CapiServiceKey, HasAllNamesOfTheKeytabWhicheverWasAskedFor) {
    for (const std::string& asked : {realm::host_spn(), std::string(kShort)}) {
        const realm::Context context = called(asked);
        EXPECT_THAT(names_of(context),
                    testing::ElementsAre(realm::principal(realm::host_spn()),
                                         realm::principal(kShort), realm::principal("host1$")));
        const mutauth_identity* seen = mutauth_context_identity(context.get());
        EXPECT_EQ(mutauth_identity_service_key(seen), realm::principal(realm::host_spn()));
        EXPECT_EQ(mutauth_identity_asked_service(seen), realm::principal(asked));
        EXPECT_EQ(mutauth_identity_service_key_at(seen, 3), nullptr);
    }
}

// Finding C12.
TEST_P(CapiServiceKey, PassesOnlyIfEveryNameIsAllowed) {
    const realm::Context context = called(realm::host_spn());
    EXPECT_EQ(checked(context, {"host/host1.example.test"}), MUTAUTH_CALLER_WRONG_SERVICE);
    EXPECT_EQ(realm::evidence("service key"), realm::principal(kShort));
    EXPECT_EQ(checked(context, {"host/*"}), MUTAUTH_CALLER_WRONG_SERVICE);
    EXPECT_EQ(checked(context, {"host/*", "host1$"}), MUTAUTH_OK) << realm::why();
}

// Finding C12.
TEST_P(CapiServiceKey, IsTakenByItsClaimOnlyIfThatIsSaidByName) {
    const realm::Context context = called(realm::host_spn());
    EXPECT_EQ(checked(context, {realm::host_spn()}, true), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(checked(context, {kShort}, true), MUTAUTH_CALLER_WRONG_SERVICE);
    const realm::Context other = called(kShort);
    EXPECT_EQ(checked(other, {realm::host_spn()}, true), MUTAUTH_CALLER_WRONG_SERVICE);
}

// Finding C12: a ticket for one name whose clear part says another one.
TEST_P(CapiServiceKey, DoesNotFollowARewrittenName) {
    const realm::Context context = called(kShort, "host1.example.test");
    const mutauth_identity* seen = mutauth_context_identity(context.get());
    EXPECT_EQ(mutauth_identity_asked_service(seen), realm::principal(realm::host_spn()));
    EXPECT_THAT(names_of(context), testing::SizeIs(3));
    EXPECT_EQ(checked(context, {realm::host_spn()}), MUTAUTH_CALLER_WRONG_SERVICE);
}

// Finding C12.
TEST_P(CapiServiceKey, OfAnAccountIsTheAccounts) {
    const realm::Policy serves = policy(realm::serving(realm::web_spn()));
    const realm::Negotiation client =
        realm::initiate(realm::account("alice"), realm::web_spn(), policy(realm::policy()));
    const realm::Negotiation service = realm::accept(realm::account("websvc"), serves);
    const realm::Step answer = realm::step(service, realm::step(client, "").token);
    ASSERT_EQ(answer.status, MUTAUTH_OK) << realm::why();
    const realm::Context context = realm::finish(service);
    EXPECT_THAT(names_of(context), testing::ElementsAre(realm::principal("websvc")));
    EXPECT_EQ(checked(context, {"websvc"}), MUTAUTH_OK);
    EXPECT_EQ(checked(context, {realm::web_spn()}), MUTAUTH_CALLER_WRONG_SERVICE);
    EXPECT_EQ(checked(context, {realm::web_spn()}, true), MUTAUTH_OK);

    ASSERT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
    EXPECT_THAT(names_of(realm::finish(client)),
                testing::ElementsAre(realm::principal(realm::web_spn())))
        << "to the client the SPN itself is proven";
}

}  // namespace

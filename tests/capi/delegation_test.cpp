// A service in the middle that acts as its client towards the next one.
#include <gmock/gmock.h>
#include <unistd.h>

#include "capi/acting.h"
#include "support/command.h"

namespace {

using testing::HasSubstr;

constexpr const char* kMiddle = "middle/one.example.test";
constexpr const char* kBack = "back/one.example.test";
constexpr const char* kOther = "back/other.example.test";

/// Lets the middle act as its clients towards the back end.
class CapiDelegation : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        middle_keytab() = realm::service_keytab(kMiddle, "+ok_to_auth_as_delegate");
        // An MIT KDC holds a requirement of preauthentication against the evidence, which never
        // bears it.
        back_keytab() = realm::service_keytab(kBack, "-requires_preauth");
        realm::service_keytab(kOther, "-requires_preauth");
        plain_keytab() = realm::service_keytab("middle/plain.example.test");
        for (const char* service : {kMiddle, "middle/plain.example.test"}) {
            allow(service, kBack);
        }
    }

    static void allow(const std::string& service, const std::string& towards) {
        // kadmin has no word for it: the entry is found by its principal, wherever it stands.
        support::must_run(
            "dn=$(ldapsearch -Q -LLL -o ldif-wrap=no -Y EXTERNAL -H \"$MUTAUTH_REALM_LDAPI\" -b "
            "\"$MUTAUTH_REALM_SUFFIX\" krbPrincipalName=" +
            realm::principal(service) +
            " 1.1 | sed -n 's/^dn: //p') && test -n \"$dn\" && ldapmodify -Q -Y EXTERNAL -H "
            "\"$MUTAUTH_REALM_LDAPI\" <<END\ndn: $dn\nchangetype: modify\nadd: "
            "krbAllowedToDelegateTo\nkrbAllowedToDelegateTo: " +
            realm::principal(towards) + "\nEND");
    }

    static std::string& middle_keytab() {
        static std::string file;
        return file;
    }
    static std::string& back_keytab() {
        static std::string file;
        return file;
    }
    static std::string& plain_keytab() {
        static std::string file;
        return file;
    }

    static realm::Credential service_own(const std::string& keytab) {
        return realm::from_keytab(keytab, nullptr);
    }

    /// Both ends of alice's context with the middle.
    static realm::Pair called(const realm::Credential& client,
                              bool keeps,
                              int32_t mechanism,
                              bool identify_only = false) {
        const realm::Policy serving = realm::with_mechanism(realm::serving(kMiddle), mechanism);
        if (keeps) {
            EXPECT_EQ(mutauth_policy_keep_ticket(serving.get()), MUTAUTH_OK);
        }
        const realm::Policy asking = realm::with_mechanism(realm::policy(), mechanism);
        if (identify_only) {
            EXPECT_EQ(mutauth_policy_set_identify_only(asking.get()), MUTAUTH_OK);
        }
        const realm::Negotiation ours = realm::initiate(client, kMiddle, asking);
        const realm::Negotiation theirs = realm::accept(service_own(middle_keytab()), serving);
        std::string token = realm::step(ours, "").token;
        while (!token.empty()) {
            token = realm::step(theirs, token).token;
            if (!token.empty()) {
                token = realm::step(ours, token).token;
            }
        }
        realm::Context client_end = realm::finish(ours);
        return {std::move(client_end), realm::finish(theirs)};
    }

    /// Whom the back end sees.
    static std::string seen_by_back(const realm::Credential& acting) {
        const realm::Negotiation ours = realm::initiate(acting, kBack);
        const realm::Negotiation theirs =
            realm::accept(service_own(back_keytab()), realm::serving(kBack));
        const auto first = realm::step(ours, "");
        if (first.status < 0) {
            return "";
        }
        const auto answer = realm::step(theirs, first.token);
        EXPECT_EQ(realm::step(ours, answer.token).status, MUTAUTH_OK) << realm::why();
        const realm::Context back = realm::finish(theirs);
        return mutauth_identity_client(mutauth_context_identity(back.get()));
    }
};

realm::Credential for_caller(const realm::Credential& service, const realm::Context& context) {
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_for_caller(service.get(), mutauth_context_identity(context.get()),
                                            &made),
              MUTAUTH_OK)
        << realm::why();
    return {made, mutauth_credential_free};
}

realm::Credential for_user(const realm::Credential& service, const char* user) {
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_for_user(service.get(), user, &made), MUTAUTH_OK) << realm::why();
    return {made, mutauth_credential_free};
}

TEST_F(CapiDelegation, ActsAsTheCallerWhereTheKdcAllowsIt) {
    for (const int32_t mechanism : {MUTAUTH_MECHANISM_KRB5, MUTAUTH_MECHANISM_NEGOTIATE}) {
        const realm::Credential alice = realm::account("alice");
        const realm::Credential middle = service_own(middle_keytab());
        const realm::Credential acting = for_caller(middle, called(alice, true, mechanism).service);
        EXPECT_EQ(std::string(mutauth_credential_principal(acting.get())),
                  realm::principal("alice"));
        EXPECT_EQ(seen_by_back(acting), realm::principal("alice"));
        // Towards others it may not.
        EXPECT_EQ(mutauth_credential_fetch(acting.get(), realm::spn(kOther).get(), nullptr),
                  MUTAUTH_DELEGATION_REFUSED);
        EXPECT_EQ(realm::evidence("spn"), kOther);
        EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
        EXPECT_EQ(realm::evidence("service account"), realm::principal(kMiddle));
        EXPECT_THAT(mutauth_error_remedy(nullptr), HasSubstr("krbAllowedToDelegateTo"));
    }
}

TEST_F(CapiDelegation, HandsOnNothingBeyondTheOneService) {
    const realm::Credential acting =
        for_caller(service_own(middle_keytab()),
                   called(realm::account("alice"), true, MUTAUTH_MECHANISM_KRB5).service);
    const realm::Policy asks = realm::policy();
    ASSERT_EQ(mutauth_policy_set_delegation(asks.get(), MUTAUTH_DELEGATION_ALWAYS), MUTAUTH_OK);
    mutauth_negotiation* made = nullptr;
    EXPECT_EQ(mutauth_negotiation_initiate(acting.get(), realm::spn(kBack).get(), asks.get(),
                                           nullptr, &made),
              MUTAUTH_FORWARDING_REFUSED);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("no ticket-granting ticket"));
}

TEST_F(CapiDelegation, OutlivesTheContextAndItsMakers) {
    const realm::Credential acting = [] {
        const realm::Credential alice = realm::account("alice");
        const realm::Credential middle = service_own(middle_keytab());
        return for_caller(middle, called(alice, true, MUTAUTH_MECHANISM_KRB5).service);
    }();
    EXPECT_EQ(seen_by_back(acting), realm::principal("alice"));
    EXPECT_EQ(mutauth_credential_ensure_fresh(acting.get(), 60, nullptr), MUTAUTH_OK);
}

TEST_F(CapiDelegation, ActsAsAUserWhoDidNotComeIfTheKdcTrustsTheService) {
    const realm::Credential bob = for_user(service_own(middle_keytab()), "bob");
    EXPECT_EQ(seen_by_back(bob), realm::principal("bob"));
    const realm::Credential untrusted = for_user(service_own(plain_keytab()), "bob");
    EXPECT_EQ(mutauth_credential_fetch(untrusted.get(), realm::spn(kBack).get(), nullptr),
              MUTAUTH_TRANSITION_REFUSED);
    EXPECT_EQ(realm::evidence("client"), realm::principal("bob"));
    EXPECT_EQ(realm::evidence("service account"), realm::principal("middle/plain.example.test"));
    EXPECT_THAT(mutauth_error_remedy(nullptr), HasSubstr("ok_to_auth_as_delegate"));
    // Finding R8. [MS-SFU] 3.2.5.2.3: the KDC may take a ticket that is not forwardable, by the
    // other service's account; so the refusal is the KDC's own.
    EXPECT_THAT(mutauth_error_remedy(nullptr),
                HasSubstr("msDS-AllowedToActOnBehalfOfOtherIdentity"));
    int32_t system = 0;
    int64_t code = 0;
    ASSERT_EQ(mutauth_error_native_at(nullptr, 0, &system, &code), MUTAUTH_OK);
    EXPECT_EQ(system, MUTAUTH_NATIVE_KRB5);
    EXPECT_EQ(code, -1765328371) << "KRB5KDC_ERR_BADOPTION";
    const realm::Credential nobody = for_user(service_own(middle_keytab()), "nobody-here");
    EXPECT_EQ(mutauth_credential_fetch(nobody.get(), realm::spn(kBack).get(), nullptr),
              MUTAUTH_CLIENT_UNKNOWN)
        << realm::why();
}

TEST_F(CapiDelegation, RespectsAClientThatIsNotToBeActedAs) {
    support::kadmin("addprinc -pw delicate -allow_forwardable delicate");
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_password("delicate", "delicate", &made), MUTAUTH_OK);
    const realm::Credential delicate(made, mutauth_credential_free);
    const realm::Credential acting = for_caller(
        service_own(middle_keytab()), called(delicate, true, MUTAUTH_MECHANISM_KRB5).service);
    EXPECT_EQ(mutauth_credential_fetch(acting.get(), realm::spn(kBack).get(), nullptr),
              MUTAUTH_DELEGATION_REFUSED)
        << realm::why();
    const realm::Credential by_word = for_user(service_own(middle_keytab()), "delicate");
    EXPECT_EQ(mutauth_credential_fetch(by_word.get(), realm::spn(kBack).get(), nullptr),
              MUTAUTH_TRANSITION_REFUSED)
        << realm::why();
}

TEST_F(CapiDelegation, NeedsATicketThatWasKept) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential middle = service_own(middle_keytab());
    const realm::Pair pair = called(alice, false, MUTAUTH_MECHANISM_KRB5);
    for (const auto& [context, status] :
         {std::pair(&pair.service, MUTAUTH_CLIENT_TICKET_NOT_KEPT),
          std::pair(&pair.client, MUTAUTH_IMPERSONATION_NOT_GRANTED)}) {
        auto* out = reinterpret_cast<mutauth_credential*>(1);
        EXPECT_EQ(mutauth_credential_for_caller(middle.get(),
                                                mutauth_context_identity(context->get()), &out),
                  status);
        EXPECT_EQ(out, nullptr);
    }
}

// Finding I2.
TEST_F(CapiDelegation, NeedsTheClientsLeaveWhateverWasKept) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential middle = service_own(middle_keytab());
    for (const int32_t mechanism : {MUTAUTH_MECHANISM_KRB5, MUTAUTH_MECHANISM_NEGOTIATE}) {
        const realm::Pair pair = called(alice, true, mechanism, true);
        mutauth_credential* out = nullptr;
        EXPECT_EQ(mutauth_credential_for_caller(middle.get(),
                                                mutauth_context_identity(pair.service.get()), &out),
                  MUTAUTH_IMPERSONATION_NOT_GRANTED);
        EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
    }
}

TEST_F(CapiDelegation, FollowsWhomTheThreadActsAs) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "nothing was tested: acting as other users needs root";
    }
    const realm::Pair pair = called(realm::account("alice"), true, MUTAUTH_MECHANISM_KRB5);
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_for_impersonated(service_own(middle_keytab()).get(), &made),
              MUTAUTH_OK)
        << realm::why();
    const realm::Credential acting(made, mutauth_credential_free);
    EXPECT_EQ(mutauth_credential_fetch(acting.get(), realm::spn(kBack).get(), nullptr),
              MUTAUTH_WRONG_STATE);
    // As root once more: only whom it acts as is in question, and the realm's folder is root's.
    const realm::UserMap map = realm::user_map();
    mutauth_local_user* root = nullptr;
    ASSERT_EQ(mutauth_local_user_new("root", 0, 0, nullptr, 0, &root), MUTAUTH_OK);
    const realm::User self(root, mutauth_local_user_free);
    ASSERT_EQ(mutauth_local_user_allow_root(self.get()), MUTAUTH_OK);
    ASSERT_EQ(mutauth_user_map_add_user(map.get(), realm::principal("alice").c_str(), self.get()),
              MUTAUTH_OK);
    mutauth_impersonation* begun = nullptr;
    ASSERT_EQ(mutauth_impersonate(mutauth_context_identity(pair.service.get()), map.get(), &begun),
              MUTAUTH_OK)
        << realm::why();
    const realm::Acting scope(begun, mutauth_impersonation_free);
    EXPECT_EQ(seen_by_back(acting), realm::principal("alice"));
    EXPECT_EQ(mutauth_credential_fetch(acting.get(), realm::spn(kOther).get(), nullptr),
              MUTAUTH_DELEGATION_REFUSED);
    mutauth_credential* other = nullptr;
    EXPECT_EQ(mutauth_credential_from_environment(&other), MUTAUTH_WRONG_STATE);
    EXPECT_EQ(mutauth_credential_from_ccache("KEYRING:session:any", &other), MUTAUTH_WRONG_STATE);
    ASSERT_EQ(mutauth_impersonation_revert(scope.get()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_credential_fetch(acting.get(), realm::spn(kBack).get(), nullptr),
              MUTAUTH_WRONG_STATE);
}

TEST_F(CapiDelegation, ChecksItsArguments) {
    const realm::Credential middle = service_own(middle_keytab());
    auto* out = reinterpret_cast<mutauth_credential*>(1);
    EXPECT_EQ(mutauth_credential_for_user(nullptr, "alice", &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_credential_for_user(middle.get(), nullptr, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_for_user(middle.get(), "", &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_for_user(middle.get(), "alice", nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_for_caller(middle.get(), nullptr, &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_credential_for_caller(middle.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_for_impersonated(nullptr, &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_credential_for_impersonated(middle.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_policy_keep_ticket(nullptr), MUTAUTH_WRONG_HANDLE);
}

}  // namespace

#include <mutauth/policy.h>

#include <unistd.h>

#include <array>
#include <cctype>

#include "capi/realm.h"

namespace {

TEST(CapiPolicy, TakesTheKnownNumbersAlone) {
    const realm::Policy policy = realm::policy();
    for (const int32_t level : {2, 3, 4, 5, 6}) {  // [MS-RPCE] 2.2.1.1.8
        EXPECT_EQ(mutauth_policy_set_level(policy.get(), level), MUTAUTH_OK);
    }
    for (const int32_t level : {-1, 0, 1, 7, INT32_MAX, INT32_MIN}) {
        EXPECT_EQ(mutauth_policy_set_level(policy.get(), level), MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_policy_set_mechanism(policy.get(), MUTAUTH_MECHANISM_KRB5), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_mechanism(policy.get(), MUTAUTH_MECHANISM_NEGOTIATE), MUTAUTH_OK);
    for (const int32_t mechanism : {-1, 0, 3, INT32_MAX}) {
        EXPECT_EQ(mutauth_policy_set_mechanism(policy.get(), mechanism), MUTAUTH_INVALID_ARGUMENT);
    }
}

TEST(CapiPolicy, TakesTheKnownProtectorsAlone) {
    const realm::Policy policy = realm::policy();
    EXPECT_EQ(mutauth_policy_set_protector(policy.get(), MUTAUTH_PROTECTOR_OWN), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_protector(policy.get(), MUTAUTH_PROTECTOR_GSS), MUTAUTH_OK);
    for (const int32_t protector : {-1, 0, 3, INT32_MAX}) {
        EXPECT_EQ(mutauth_policy_set_protector(policy.get(), protector), MUTAUTH_INVALID_ARGUMENT);
    }
}

TEST(CapiPolicy, TakesTheKnownRulesAlone) {
    const realm::Policy policy = realm::policy();
    for (const int32_t rule : {1, 2, 3, 4}) {
        EXPECT_EQ(mutauth_policy_set_channel_bindings(policy.get(), rule), MUTAUTH_OK);
        EXPECT_EQ(mutauth_policy_set_delegation(policy.get(), rule),
                  rule < 4 ? MUTAUTH_OK : MUTAUTH_INVALID_ARGUMENT);
    }
    for (const int32_t rule : {-1, 0, 5, INT32_MAX}) {
        EXPECT_EQ(mutauth_policy_set_channel_bindings(policy.get(), rule),
                  MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_policy_set_delegation(policy.get(), rule), MUTAUTH_INVALID_ARGUMENT);
    }
}

TEST(CapiPolicy, TakesTheKnownEncryptionTypesAlone) {
    const realm::Policy policy = realm::policy();
    const int32_t all[] = {17, 18, 19, 20, 23};
    EXPECT_EQ(mutauth_policy_set_session_enctypes(policy.get(), all, 4), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_session_enctypes(policy.get(), all, 5), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_policy_set_ticket_enctypes(policy.get(), all, 5), MUTAUTH_OK);
    for (const auto set :
         {mutauth_policy_set_session_enctypes, mutauth_policy_set_ticket_enctypes}) {
        // RFC 3961: DES, Triple DES, and no type at all.
        for (const int32_t other : {-1, 0, 1, 3, 16, 21}) {
            EXPECT_EQ(set(policy.get(), &other, 1), MUTAUTH_INVALID_ARGUMENT);
        }
        EXPECT_EQ(set(policy.get(), all, 0), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(set(policy.get(), nullptr, 1), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(set(nullptr, all, 1), MUTAUTH_WRONG_HANDLE);
    }
    EXPECT_EQ(mutauth_policy_set_longest_life(policy.get(), 1), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_longest_life(policy.get(), 0), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_policy_set_longest_life(policy.get(), INT64_MIN), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiPolicy, IsCopiedWhereItIsUsed) {
    realm::Policy policy = realm::serving(realm::host_spn());
    const realm::Negotiation service = realm::accept(realm::computer(), policy);
    ASSERT_EQ(mutauth_policy_set_mechanism(policy.get(), MUTAUTH_MECHANISM_NEGOTIATE), MUTAUTH_OK);
    policy.reset();
    const realm::Negotiation client = realm::initiate(realm::account("alice"), realm::host_spn());
    EXPECT_EQ(realm::step(service, realm::step(client, "").token).status, MUTAUTH_OK)
        << realm::why();
}

TEST(CapiPolicy, ServesEachSpnThatItNames) {
    const realm::Policy policy = realm::serving("host/host1");
    const realm::Negotiation refusing = realm::accept(realm::computer(), policy);
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation first = realm::initiate(alice, realm::host_spn());
    EXPECT_EQ(realm::step(refusing, realm::step(first, "").token).status, MUTAUTH_WRONG_SPN);
    ASSERT_EQ(mutauth_policy_add_served_spn(policy.get(), realm::spn(realm::host_spn()).get()),
              MUTAUTH_OK);
    const realm::Negotiation serving = realm::accept(realm::computer(), policy);
    const realm::Negotiation second = realm::initiate(alice, realm::host_spn());
    EXPECT_EQ(realm::step(serving, realm::step(second, "").token).status, MUTAUTH_OK);
}

TEST(CapiPolicy, ServesWhatMatchesAPattern) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    const auto status = [&](const char* pattern) {
        const realm::Policy policy = realm::policy();
        EXPECT_EQ(mutauth_policy_add_served_pattern(policy.get(), pattern), MUTAUTH_OK)
            << realm::why();
        mutauth_negotiation* made = nullptr;
        const mutauth_status accepted = mutauth_negotiation_accept(host.get(), policy.get(), &made);
        const realm::Negotiation service(made, mutauth_negotiation_free);
        if (accepted != MUTAUTH_OK) {
            return accepted;
        }
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
        return realm::step(service, realm::step(client, "").token).status;
    };
    for (const char* pattern : {"host/*", "host/*.example.test", "host/host1.*", "HOST/host1*"}) {
        EXPECT_EQ(status(pattern),
                  std::string(pattern)[0] == 'H' ? MUTAUTH_KEYTAB_LACKS_NAME : MUTAUTH_OK)
            << pattern;
    }
    EXPECT_EQ(status("http/*"), MUTAUTH_KEYTAB_LACKS_NAME);
    EXPECT_EQ(status("host/*.example.org"), MUTAUTH_KEYTAB_LACKS_NAME);
}

TEST(CapiPolicy, PutsThisMachinesNameInPlaceOfHost) {
    std::array<char, 256> name{};
    ASSERT_EQ(::gethostname(name.data(), name.size() - 1), 0);
    const realm::Policy policy = realm::policy();
    ASSERT_EQ(mutauth_policy_add_served_pattern(policy.get(), "host/_HOST"), MUTAUTH_OK)
        << realm::why();
    mutauth_negotiation* made = nullptr;
    // The realm's computer is another one than this.
    EXPECT_EQ(mutauth_negotiation_accept(realm::computer().get(), policy.get(), &made),
              MUTAUTH_KEYTAB_LACKS_NAME);
    std::string own = name.data();
    for (char& c : own) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    EXPECT_EQ(realm::evidence("wanted").rfind("host/" + own, 0), 0U) << realm::evidence("wanted");
}

TEST(CapiPolicy, RefusesPatternsForAnything) {
    const realm::Policy policy = realm::policy();
    for (const char* bad : {"", "*", "host", "host/", "/host", "*/host1", "h*st/host1", "*/*"}) {
        EXPECT_EQ(mutauth_policy_add_served_pattern(policy.get(), bad),
                  MUTAUTH_SPN_PATTERN_MALFORMED)
            << bad;
    }
    const std::string long_one = "host/*" + std::string(5000, 'x');
    EXPECT_EQ(mutauth_policy_add_served_pattern(policy.get(), long_one.c_str()),
              MUTAUTH_SPN_PATTERN_MALFORMED);
    EXPECT_EQ(mutauth_policy_add_served_pattern(policy.get(), "host/\xff*"), MUTAUTH_NOT_UTF8);
    EXPECT_EQ(mutauth_policy_add_served_pattern(policy.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_policy_add_served_pattern(nullptr, "host/*"), MUTAUTH_WRONG_HANDLE);
}

TEST(CapiPolicy, ChecksItsArguments) {
    EXPECT_EQ(mutauth_policy_new(nullptr), MUTAUTH_INVALID_ARGUMENT);
    const realm::Policy policy = realm::policy();
    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_policy*>(spn.get());
    for (auto* bad : {static_cast<mutauth_policy*>(nullptr), wrong}) {
        EXPECT_EQ(mutauth_policy_set_level(bad, 6), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_mechanism(bad, 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_protector(bad, 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_add_served_spn(bad, spn.get()), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_log(bad, nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_waive_mutual(bad), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_dce_style(bad), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_channel_bindings(bad, 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_delegation(bad, 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_policy_set_longest_life(bad, 1), MUTAUTH_WRONG_HANDLE);
        mutauth_policy_free(bad);
    }
    EXPECT_EQ(mutauth_policy_add_served_spn(policy.get(), nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_policy_set_log(policy.get(), reinterpret_cast<mutauth_log*>(spn.get())),
              MUTAUTH_WRONG_HANDLE);
}

}  // namespace

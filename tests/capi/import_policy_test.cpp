// What a policy asks of a context that another process negotiated: each of its settings.
#include <ctime>

#include "capi/realm.h"

namespace {

using Change = mutauth_status (*)(mutauth_policy*);

constexpr int32_t kAes256 = 18;
constexpr int32_t kOther = 20;

mutauth_status narrow_session(mutauth_policy* policy) {
    return mutauth_policy_set_session_enctypes(policy, &kOther, 1);
}
mutauth_status narrow_ticket(mutauth_policy* policy) {
    return mutauth_policy_set_ticket_enctypes(policy, &kOther, 1);
}
mutauth_status own_enctypes(mutauth_policy* policy) {
    const mutauth_status session = mutauth_policy_set_session_enctypes(policy, &kAes256, 1);
    return session == MUTAUTH_OK ? mutauth_policy_set_ticket_enctypes(policy, &kAes256, 1)
                                 : session;
}
mutauth_status by_spnego(mutauth_policy* policy) {
    return mutauth_policy_set_mechanism(policy, MUTAUTH_MECHANISM_NEGOTIATE);
}
mutauth_status waive_by_spnego(mutauth_policy* policy) {
    const mutauth_status waived = mutauth_policy_waive_mutual(policy);
    return waived == MUTAUTH_OK ? by_spnego(policy) : waived;
}
mutauth_status by_either(mutauth_policy* policy) {
    return mutauth_policy_set_mechanism(policy, MUTAUTH_MECHANISM_EITHER);
}
mutauth_status at_integrity(mutauth_policy* policy) {
    return mutauth_policy_set_level(policy, MUTAUTH_LEVEL_INTEGRITY);
}
mutauth_status require_bindings(mutauth_policy* policy) {
    return mutauth_policy_set_channel_bindings(policy, MUTAUTH_BINDINGS_REQUIRE);
}
mutauth_status ignore_bindings(mutauth_policy* policy) {
    return mutauth_policy_set_channel_bindings(policy, MUTAUTH_BINDINGS_IGNORE);
}
mutauth_status delegate_always(mutauth_policy* policy) {
    return mutauth_policy_set_delegation(policy, MUTAUTH_DELEGATION_ALWAYS);
}
mutauth_status delegate_if_trusted(mutauth_policy* policy) {
    return mutauth_policy_set_delegation(policy, MUTAUTH_DELEGATION_IF_TRUSTED);
}
mutauth_status with_window(mutauth_policy* policy) {
    return mutauth_policy_set_replay_window(policy, 64);
}
mutauth_status with_smaller_window(mutauth_policy* policy) {
    return mutauth_policy_set_replay_window(policy, 32);
}
mutauth_status serve_host(mutauth_policy* policy) {
    return mutauth_policy_add_served_spn(policy, realm::spn(realm::host_spn()).get());
}
mutauth_status serve_other(mutauth_policy* policy) {
    return mutauth_policy_add_served_spn(policy, realm::spn("http/other.example.test").get());
}
mutauth_status by_gss(mutauth_policy* policy) {
    return mutauth_policy_set_protector(policy, MUTAUTH_PROTECTOR_GSS);
}

/// A context of one side, negotiated with changed policies, in its exported form.
std::string exported(bool initiators, Change client = nullptr, Change service = nullptr) {
    const realm::Policy asks = realm::policy();
    realm::Policy serves = realm::serving(realm::host_spn());
    EXPECT_EQ(client == nullptr ? MUTAUTH_OK : client(asks.get()), MUTAUTH_OK);
    EXPECT_EQ(service == nullptr ? MUTAUTH_OK : service(serves.get()), MUTAUTH_OK);
    const realm::Pair pair = realm::proven_pair(asks, std::move(serves));
    mutauth_bytes* out = nullptr;
    EXPECT_EQ(mutauth_context_export((initiators ? pair.client : pair.service).get(), &out),
              MUTAUTH_OK)
        << realm::why();
    return realm::text_of(realm::Bytes(out, mutauth_bytes_free));
}

realm::Context import(const std::string& octets,
                      const mutauth_policy* policy,
                      mutauth_status expected = MUTAUTH_OK) {
    mutauth_context* out = nullptr;
    EXPECT_EQ(mutauth_context_import(octets.data(), octets.size(), policy, &out), expected)
        << realm::why();
    return {out, mutauth_context_free};
}

mutauth_status imported(const std::string& octets, Change change) {
    const realm::Policy policy = realm::policy();
    EXPECT_EQ(change == nullptr ? MUTAUTH_OK : change(policy.get()), MUTAUTH_OK);
    mutauth_context* out = nullptr;
    const mutauth_status status =
        mutauth_context_import(octets.data(), octets.size(), policy.get(), &out);
    mutauth_context_free(out);
    return status;
}

// Findings C11, M5.
TEST(CapiImportPolicy, IsMetByAContextMadeUnderTheDefaults) {
    for (const bool initiators : {true, false}) {
        const std::string octets = exported(initiators);
        for (const Change change :
             {Change(nullptr), own_enctypes, by_either, at_integrity, ignore_bindings, with_window,
              serve_host, by_gss, delegate_if_trusted, Change(mutauth_policy_waive_mutual)}) {
            EXPECT_EQ(imported(octets, change), MUTAUTH_OK) << realm::why();
        }
    }
}

// Findings C11, M5.
TEST(CapiImportPolicy, RefusesWhatItWouldNotHaveNegotiated) {
    const struct {
        Change change;
        mutauth_status status;
        const char* setting;
    } cases[] = {
        {narrow_session, MUTAUTH_WEAK_KEY, nullptr},
        {narrow_ticket, MUTAUTH_WEAK_TICKET, nullptr},
        {by_spnego, MUTAUTH_POLICY_NOT_MET, "mechanism"},
        {mutauth_policy_set_dce_style, MUTAUTH_POLICY_NOT_MET, "DCE style"},
        {require_bindings, MUTAUTH_POLICY_NOT_MET, "channel bindings"},
    };
    for (const bool initiators : {true, false}) {
        const std::string octets = exported(initiators);
        for (const auto& one : cases) {
            EXPECT_EQ(imported(octets, one.change), one.status) << realm::why();
            if (one.setting != nullptr) {
                EXPECT_EQ(realm::evidence("setting"), one.setting);
            }
        }
    }
}

// Finding C11: what is for one role is not looked at in the other.
TEST(CapiImportPolicy, LooksAtARolesOwnSettings) {
    const struct {
        Change change;
        bool initiators;
        const char* setting;
    } cases[] = {
        {delegate_always, true, "delegation"},
        {mutauth_policy_set_identify_only, true, "identify only"},
        {mutauth_policy_keep_ticket, false, "keep ticket"},
        {mutauth_policy_keep_delegated, false, "keep delegated"},
        {serve_other, false, "served SPNs"},
    };
    const std::string client = exported(true);
    const std::string service = exported(false);
    for (const auto& one : cases) {
        EXPECT_EQ(imported(one.initiators ? client : service, one.change), MUTAUTH_POLICY_NOT_MET)
            << one.setting;
        EXPECT_EQ(realm::evidence("setting"), one.setting);
        EXPECT_EQ(imported(one.initiators ? service : client, one.change), MUTAUTH_OK)
            << one.setting << realm::why();
    }
    EXPECT_EQ(imported(exported(true, mutauth_policy_set_identify_only),
                       mutauth_policy_set_identify_only),
              MUTAUTH_OK)
        << realm::why();
    const std::string delegated = exported(true, delegate_always);
    EXPECT_EQ(imported(delegated, delegate_always), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(imported(delegated, nullptr), MUTAUTH_POLICY_NOT_MET) << "never is the default";
}

// Finding C11.
TEST(CapiImportPolicy, MustNotBeStricterThanTheContext) {
    for (const bool initiators : {true, false}) {
        const std::string spnego = exported(initiators, by_spnego, by_spnego);
        EXPECT_EQ(imported(spnego, nullptr), MUTAUTH_POLICY_NOT_MET);
        EXPECT_EQ(imported(spnego, by_spnego), MUTAUTH_OK);
        EXPECT_TRUE(import(spnego, nullptr)) << "no policy: by either mechanism";

        const std::string dce =
            exported(initiators, mutauth_policy_set_dce_style, mutauth_policy_set_dce_style);
        EXPECT_EQ(imported(dce, nullptr), MUTAUTH_POLICY_NOT_MET);
        EXPECT_EQ(imported(dce, mutauth_policy_set_dce_style), MUTAUTH_OK) << realm::why();

        const std::string loose = exported(initiators, with_window, with_window);
        EXPECT_EQ(imported(loose, nullptr), MUTAUTH_POLICY_NOT_MET);
        EXPECT_EQ(imported(loose, with_smaller_window), MUTAUTH_POLICY_NOT_MET);
        EXPECT_EQ(realm::evidence("setting"), "replay window");
        EXPECT_EQ(imported(loose, with_window), MUTAUTH_OK);

        const std::string waived = exported(initiators, waive_by_spnego, waive_by_spnego);
        EXPECT_EQ(imported(waived, by_spnego), MUTAUTH_PEER_NOT_PROVEN);
        EXPECT_EQ(imported(waived, waive_by_spnego), MUTAUTH_OK) << realm::why();
    }
}

// Findings C6, C11: the life counts from the negotiation's end.
TEST(CapiImportPolicy, ShortensTheContextsLife) {
    const std::string octets = exported(false);
    const realm::Policy policy = realm::policy();
    const auto expires = [&](int64_t longest) {
        EXPECT_EQ(mutauth_policy_set_longest_life(policy.get(), longest), MUTAUTH_OK);
        return mutauth_identity_expires(
            mutauth_context_identity(import(octets, policy.get()).get()));
    };
    const int64_t usual =
        mutauth_identity_expires(mutauth_context_identity(import(octets, nullptr).get()));
    EXPECT_EQ(expires(INT64_MAX), usual);
    const int64_t short_one = expires(1000);
    EXPECT_LE(short_one, ::time(nullptr) + 1000);
    EXPECT_GT(short_one, ::time(nullptr) + 900);
}

// Finding C11.
TEST(CapiImportPolicy, LowersTheMessageLimit) {
    realm::Pair pair = realm::proven_pair();
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "1")).message, "1");
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "2")).message, "2");
    mutauth_bytes* out = nullptr;
    ASSERT_EQ(mutauth_context_export(pair.service.get(), &out), MUTAUTH_OK);
    const std::string octets = realm::text_of(realm::Bytes(out, mutauth_bytes_free));
    const realm::Policy policy = realm::policy();
    ASSERT_EQ(mutauth_policy_set_message_limit(policy.get(), 3), MUTAUTH_OK);
    EXPECT_EQ(mutauth_context_messages_left(import(octets, policy.get()).get()), 1U);
    ASSERT_EQ(mutauth_policy_set_message_limit(policy.get(), 2), MUTAUTH_OK);
    import(octets, policy.get(), MUTAUTH_MESSAGE_LIMIT);
}

}  // namespace

#include <mutauth/impersonation.h>

#include <sys/stat.h>

#include <mutauth/mutauth.hpp>
#include <thread>

#include "capi/acting.h"
#include "support/files.h"

namespace {

namespace auth = mutauth::v1;
using support::who_is;

/// On a thread of its own, which cannot leave anything behind.
void on_own_thread(const std::function<void()>& body) {
    std::thread(body).join();
}

using CapiImpersonation = support::AsRoot;

TEST_F(CapiImpersonation, ActsAsTheCallerUntilItIsReverted) {
    const realm::UserMap users = realm::alice_and_bob();
    on_own_thread([&] {
        const auto before = who_is();
        mutauth_impersonation* made = nullptr;
        ASSERT_EQ(mutauth_impersonate(realm::identity_of("alice"), users.get(), &made), MUTAUTH_OK)
            << realm::why();
        const realm::Acting scope(made, mutauth_impersonation_free);
        EXPECT_EQ(who_is().uid, "0 47110 0 47110");
        EXPECT_EQ(who_is().gid, "0 47111 0 47111");
        EXPECT_EQ(who_is().groups, "47112");
        EXPECT_EQ(mutauth_impersonation_depth(), 1U);
        EXPECT_EQ(mutauth_impersonation_revert(made), MUTAUTH_OK);
        EXPECT_EQ(who_is(), before);
        EXPECT_EQ(mutauth_impersonation_revert(made), MUTAUTH_WRONG_STATE);
        EXPECT_EQ(mutauth_impersonation_depth(), 0U);
    });
}

TEST_F(CapiImpersonation, EndsWithItsHandleTheInnermostFirst) {
    on_own_thread([&] {
        const auto before = who_is();
        mutauth_impersonation* outer = nullptr;
        mutauth_impersonation* inner = nullptr;
        ASSERT_EQ(mutauth_impersonate_user(realm::user("a", 47110).get(), &outer), MUTAUTH_OK);
        ASSERT_EQ(mutauth_impersonate_user(realm::user("b", 47120).get(), &inner), MUTAUTH_OK);
        EXPECT_EQ(mutauth_impersonation_revert(outer), MUTAUTH_IMPERSONATION_NOT_INNERMOST);
        std::thread([&] {
            EXPECT_EQ(mutauth_impersonation_revert(inner), MUTAUTH_IMPERSONATION_ON_OTHER_THREAD);
        }).join();
        mutauth_impersonation_free(inner);
        EXPECT_EQ(who_is().uid, "0 47110 0 47110");
        mutauth_impersonation_free(outer);
        EXPECT_EQ(who_is(), before);
    });
}

TEST_F(CapiImpersonation, IsCarriedToAnotherThreadOnPurpose) {
    on_own_thread([&] {
        mutauth_local_user* user = nullptr;
        EXPECT_EQ(mutauth_impersonation_capture(&user), MUTAUTH_END);
        EXPECT_EQ(user, nullptr);
        mutauth_impersonation* made = nullptr;
        ASSERT_EQ(mutauth_impersonate_user(realm::user("a", 47110).get(), &made), MUTAUTH_OK);
        ASSERT_EQ(mutauth_impersonation_capture(&user), MUTAUTH_OK);
        EXPECT_EQ(mutauth_local_user_uid(user), 47110U);
        mutauth_impersonation_free(made);
        EXPECT_EQ(mutauth_local_user_uid(user), 47110U) << "it outlives the scope";
        on_own_thread([&] {
            mutauth_impersonation* there = nullptr;
            ASSERT_EQ(mutauth_impersonate_user(user, &there), MUTAUTH_OK);
            EXPECT_EQ(who_is().uid, "0 47110 0 47110");
            mutauth_impersonation_free(there);
        });
        mutauth_local_user_free(user);
    });
}

TEST_F(CapiImpersonation, RefusesRootUnlessAllowed) {
    on_own_thread([] {
        mutauth_local_user* found = nullptr;
        ASSERT_EQ(mutauth_local_user_find("root", &found), MUTAUTH_OK);
        const realm::User root(found, mutauth_local_user_free);
        auto* made = reinterpret_cast<mutauth_impersonation*>(1);
        EXPECT_EQ(mutauth_impersonate_user(found, &made), MUTAUTH_ROOT_NOT_ALLOWED);
        EXPECT_EQ(made, nullptr);
        ASSERT_EQ(mutauth_local_user_allow_root(found), MUTAUTH_OK);
        ASSERT_EQ(mutauth_impersonate_user(found, &made), MUTAUTH_OK);
        mutauth_impersonation_free(made);
    });
}

TEST_F(CapiImpersonation, NamesTheMissingCapability) {
    EXPECT_TRUE(support::ended_well(support::in_child([] {
        support::become(1000, 0);
        mutauth_impersonation* made = nullptr;
        EXPECT_EQ(mutauth_impersonate_user(realm::user("a", 47110).get(), &made),
                  MUTAUTH_CAPABILITY_MISSING);
        EXPECT_EQ(realm::evidence("capability"), "CAP_SETGID");
    })));
}

TEST_F(CapiImpersonation, IsAnObjectOfABlockInCpp) {
    on_own_thread([] {
        const auto before = who_is();
        const auth::LocalUser alice("alice", 47110, 47111, {47112});
        try {
            const auth::Impersonation as_alice(alice);
            EXPECT_EQ(who_is().uid, "0 47110 0 47110");
            EXPECT_EQ(auth::Impersonation::capture()->name(), "alice");
            throw std::runtime_error("out of the block");
        } catch (const std::runtime_error&) {
            EXPECT_EQ(who_is(), before);
        }
        EXPECT_EQ(auth::Impersonation::depth(), 0U);
        EXPECT_FALSE(auth::Impersonation::capture());
        auth::UserMap users;
        users.add_user(realm::principal("alice"), alice);
        auth::Impersonation as_caller(auth::Identity(realm::identity_of("alice")), users);
        EXPECT_EQ(who_is().groups, "47112");
        as_caller.revert();
        EXPECT_EQ(who_is(), before);
    });
}

/// The flag is inside the encrypted authenticator, so nobody but the client sets or clears it.
TEST_F(CapiImpersonation, IsRefusedWhereTheClientAllowsOnlyToBeIdentified) {
    for (const int32_t mechanism : {MUTAUTH_MECHANISM_KRB5, MUTAUTH_MECHANISM_NEGOTIATE}) {
        for (const bool identify : {false, true}) {
            realm::Policy asked = realm::with_mechanism(realm::policy(), mechanism);
            if (identify) {
                ASSERT_EQ(mutauth_policy_set_identify_only(asked.get()), MUTAUTH_OK);
            }
            const realm::Pair pair = realm::proven_pair(
                std::move(asked),
                realm::with_mechanism(realm::serving(realm::host_spn()), mechanism));
            const mutauth_identity* seen = mutauth_context_identity(pair.service.get());
            EXPECT_EQ(mutauth_identity_client(seen), realm::principal("alice"));
            EXPECT_EQ(mutauth_impersonation_level(seen), identify
                                                             ? MUTAUTH_IMPERSONATION_IDENTIFY
                                                             : MUTAUTH_IMPERSONATION_IMPERSONATE);
            on_own_thread([&] {
                mutauth_impersonation* made = nullptr;
                EXPECT_EQ(mutauth_impersonate(seen, realm::alice_and_bob().get(), &made),
                          identify ? MUTAUTH_IMPERSONATION_NOT_GRANTED : MUTAUTH_OK);
                mutauth_impersonation_free(made);
                // Finding I2: by whatever door.
                mutauth_local_user* found = nullptr;
                ASSERT_EQ(mutauth_user_map_find(realm::alice_and_bob().get(), seen, &found),
                          MUTAUTH_OK);
                const realm::User user(found, mutauth_local_user_free);
                EXPECT_EQ(mutauth_impersonate_user(found, &made),
                          identify ? MUTAUTH_IMPERSONATION_NOT_GRANTED : MUTAUTH_OK);
                mutauth_impersonation_free(made);
            });
            // On the client's own side nobody granted anything.
            mutauth_impersonation* made = nullptr;
            EXPECT_EQ(mutauth_impersonate(mutauth_context_identity(pair.client.get()),
                                          realm::alice_and_bob().get(), &made),
                      MUTAUTH_IMPERSONATION_NOT_GRANTED);
        }
    }
}

// Finding I6: inside a scope libkrb5 may not be allowed to read krb5.conf, and then nothing is
// known of the PAC. What is known once is kept, and that is not.
TEST_F(CapiImpersonation, LearnsNothingOfThePacWhereKrb5ConfCannotBeRead) {
    const support::Folder folder;
    EXPECT_TRUE(support::ended_well(support::in_child([&] {
        support::write_file(folder / "krb5.conf", support::read_file(::getenv("KRB5_CONFIG")));
        ASSERT_EQ(::chmod((folder / "krb5.conf").c_str(), 0600), 0);
        ASSERT_EQ(::setenv("KRB5_CONFIG", (folder / "krb5.conf").c_str(), 1), 0);
        const realm::Pair pair = realm::proven_pair();
        const mutauth_identity* seen = mutauth_context_identity(pair.service.get());
        mutauth_impersonation* made = nullptr;
        ASSERT_EQ(mutauth_impersonate_user(realm::user("a", 47110).get(), &made), MUTAUTH_OK);
        const mutauth_pac* pac = nullptr;
        EXPECT_EQ(mutauth_identity_pac(seen, &pac), MUTAUTH_SYSTEM_ERROR) << realm::why();
        int32_t verified = 1;
        mutauth_bytes* bytes = nullptr;
        EXPECT_EQ(mutauth_identity_pac_bytes(seen, &verified, &bytes), MUTAUTH_SYSTEM_ERROR);
        EXPECT_EQ(bytes, nullptr);
        mutauth_bytes* exported = nullptr;
        EXPECT_EQ(mutauth_context_export(pair.service.get(), &exported), MUTAUTH_SYSTEM_ERROR);
        mutauth_impersonation_free(made);
        EXPECT_EQ(mutauth_identity_pac(seen, &pac), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(mutauth_identity_pac_bytes(seen, &verified, &bytes), MUTAUTH_OK);
        EXPECT_EQ(verified, 1);
        mutauth_bytes_free(bytes);
    })));
}

TEST(CapiActing, ChecksItsArguments) {
    const realm::UserMap users = realm::alice_and_bob();
    const mutauth_identity* alice = realm::identity_of("alice");
    auto* made = reinterpret_cast<mutauth_impersonation*>(1);
    const realm::Spn spn = realm::spn("a/b");
    EXPECT_EQ(mutauth_impersonate(nullptr, users.get(), &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_impersonate(alice, nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_impersonate(alice, users.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_impersonate(alice, realm::user_map().get(), &made), MUTAUTH_USER_NOT_MAPPED);
    EXPECT_EQ(mutauth_impersonate_user(nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_impersonate_user(realm::user("a", 1).get(), nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_impersonation_capture(nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_impersonation_level(nullptr), 0);
    EXPECT_EQ(mutauth_policy_set_identify_only(nullptr), MUTAUTH_WRONG_HANDLE);
    for (auto* wrong : {static_cast<mutauth_impersonation*>(nullptr),
                        reinterpret_cast<mutauth_impersonation*>(spn.get())}) {
        EXPECT_EQ(mutauth_impersonation_revert(wrong), MUTAUTH_WRONG_HANDLE);
        mutauth_impersonation_free(wrong);
    }
}

}  // namespace

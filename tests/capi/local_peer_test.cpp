#include <mutauth/local_peer.h>

#include "capi/acting.h"
#include "support/tcp.h"

namespace {

TEST(CapiLocalPeer, IsACallerLikeAnyOther) {
    const auto [here, there] = support::socket_pair();
    mutauth_local_peer* made = nullptr;
    ASSERT_EQ(mutauth_local_peer_of(here.get(), &made), MUTAUTH_OK) << realm::why();
    const realm::Owner<mutauth_local_peer> peer(made, mutauth_local_peer_free);
    EXPECT_EQ(mutauth_local_peer_process(peer.get()), ::getpid());
    const mutauth_identity* caller = mutauth_local_peer_identity(peer.get());
    const std::string name = std::to_string(::geteuid()) + "@WELLKNOWN:LOCAL";
    EXPECT_EQ(mutauth_identity_client(caller), name);
    EXPECT_EQ(mutauth_identity_level(caller), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(mutauth_identity_mechanism(caller), MUTAUTH_MECHANISM_LOCAL);
    EXPECT_EQ(mutauth_identity_expires(caller), INT64_MAX);
    EXPECT_EQ(mutauth_impersonation_level(caller), MUTAUTH_IMPERSONATION_IMPERSONATE);
    mutauth_requirements* asked = nullptr;
    ASSERT_EQ(mutauth_requirements_new(&asked), MUTAUTH_OK);
    const realm::Requirements requirements(asked, mutauth_requirements_free);
    ASSERT_EQ(mutauth_requirements_set_mechanism(asked, MUTAUTH_MECHANISM_LOCAL), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(asked, caller), MUTAUTH_OK);
    EXPECT_EQ(mutauth_requirements_check(asked, realm::identity_of("alice")),
              MUTAUTH_CALLER_MECHANISM);
}

TEST(CapiLocalPeer, ChecksItsArguments) {
    auto* made = reinterpret_cast<mutauth_local_peer*>(1);
    EXPECT_EQ(mutauth_local_peer_of(-1, &made), MUTAUTH_NO_LOCAL_PEER);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_local_peer_of(0, nullptr), MUTAUTH_INVALID_ARGUMENT);
    const realm::Spn spn = realm::spn("a/b");
    for (auto* wrong : {static_cast<mutauth_local_peer*>(nullptr),
                        reinterpret_cast<mutauth_local_peer*>(spn.get())}) {
        EXPECT_EQ(mutauth_local_peer_identity(wrong), nullptr);
        EXPECT_EQ(mutauth_local_peer_process(wrong), -1);
        mutauth_local_peer_free(wrong);
    }
    // A policy cannot ask for it: there is nothing to negotiate.
    EXPECT_EQ(mutauth_policy_set_mechanism(realm::policy().get(), MUTAUTH_MECHANISM_LOCAL),
              MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

#include "capi/realm.h"

namespace {

TEST(CapiContext, SealsWhatOnlyThePeerOpens) {
    const realm::Pair pair = realm::proven_pair();
    ASSERT_TRUE(pair.client && pair.service);
    for (const size_t size : {0, 1, 15, 16, 17, 1000, 70000}) {
        const std::string message(size, 'm');
        const std::string sealed = realm::seal(pair.client, message);
        EXPECT_EQ(sealed.size(), mutauth_context_sealed_size(pair.client.get(), size));
        EXPECT_TRUE(size < 16 || sealed.find(message) == std::string::npos);
        const realm::Opened opened = realm::open(pair.service, sealed);
        EXPECT_EQ(opened.status, MUTAUTH_OK) << realm::why();
        EXPECT_EQ(opened.message, message);
    }
}

TEST(CapiContext, NamesBothSides) {
    const realm::Pair pair = realm::proven_pair();
    const mutauth_identity* seen_by_service = mutauth_context_identity(pair.service.get());
    EXPECT_STREQ(mutauth_identity_client(seen_by_service), realm::principal("alice").c_str());
    EXPECT_STREQ(mutauth_identity_service(seen_by_service),
                 realm::principal(realm::host_spn()).c_str());
    const mutauth_identity* seen_by_client = mutauth_context_identity(pair.client.get());
    EXPECT_STREQ(mutauth_identity_service(seen_by_client),
                 realm::principal(realm::host_spn()).c_str());
    EXPECT_EQ(mutauth_identity_level(seen_by_client), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(mutauth_identity_mechanism(seen_by_client), MUTAUTH_MECHANISM_KRB5);
}

}  // namespace

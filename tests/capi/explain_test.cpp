#include <mutauth/explain.h>

#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CapiExplain, WritesCauseProofAndRemedy) {
    mutauth_credential* none = nullptr;
    ASSERT_EQ(mutauth_credential_from_ccache("FILE:/nonexistent/ccache", &none),
              MUTAUTH_NO_CREDENTIAL);
    const std::string text = realm::why();
    EXPECT_THAT(text, HasSubstr("MUTAUTH_NO_CREDENTIAL"));
    EXPECT_THAT(text, HasSubstr("ccache: FILE:/nonexistent/ccache\n"));
    EXPECT_THAT(text, HasSubstr("-1765328189"));
    EXPECT_THAT(text, HasSubstr("remedy: "));
    // The error stays, so that it can be taken after it was shown; then that one explains as well.
    mutauth_error* taken = nullptr;
    ASSERT_EQ(mutauth_error_take(&taken), MUTAUTH_OK);
    const realm::Error owner(taken, mutauth_error_free);
    mutauth_bytes* out = nullptr;
    ASSERT_EQ(mutauth_explain_error(taken, &out), MUTAUTH_OK);
    EXPECT_EQ(static_cast<const char*>(mutauth_bytes_data(out)), text);
    mutauth_bytes_free(out);
}

TEST(CapiExplain, ShowsNoControlCharactersOfThePeers) {
    mutauth_spn* none = nullptr;
    ASSERT_EQ(mutauth_spn_compose("c", "evil\x1b[2J\nhost", 0, nullptr, &none),
              MUTAUTH_INVALID_NAME);
    EXPECT_THAT(realm::why(), Not(HasSubstr("\x1b")));
    mutauth_credential* credential = nullptr;
    ASSERT_EQ(mutauth_credential_from_ccache("FILE:/no\x1b/\xff", &credential),
              MUTAUTH_NO_CREDENTIAL);
    EXPECT_THAT(realm::why(), Not(HasSubstr("\x1b")));
    EXPECT_THAT(realm::why(), Not(HasSubstr("\xff")));
}

TEST(CapiExplain, HasNothingToSayWhenNothingFailed) {
    realm::spn("a/b");
    auto* out = reinterpret_cast<mutauth_bytes*>(1);
    EXPECT_EQ(mutauth_explain_error(nullptr, &out), MUTAUTH_END);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_explain_error(nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

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

// Finding R11.
TEST(CapiExplain, WritesTextThatOthersChoseInOneLine) {
    const auto shown = [](std::string_view text) {
        mutauth_bytes* out = nullptr;
        EXPECT_EQ(mutauth_explain_text(text.data(), text.size(), &out), MUTAUTH_OK);
        std::string copy(static_cast<const char*>(mutauth_bytes_data(out)),
                         mutauth_bytes_size(out));
        mutauth_bytes_free(out);
        return copy;
    };
    EXPECT_EQ(shown(std::string_view("CN=M\xc3\xbcller\\, x\t\n\0\x1b[2J", 21)),
              "CN=M\xc3\xbcller\\, x\\x09\\x0a\\x00\\x1b[2J");
    EXPECT_EQ(shown("\xc2\x9b"
                    "2J\xff"),
              "\\xc2\\x9b2J\\xff");
    EXPECT_EQ(shown(std::string(5000, 'x')), std::string(5000, 'x'));
    EXPECT_EQ(shown(""), "");
    auto* out = reinterpret_cast<mutauth_bytes*>(1);
    EXPECT_EQ(mutauth_explain_text(nullptr, 1, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_explain_text("x", 1, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiExplain, HasNothingToSayWhenNothingFailed) {
    realm::spn("a/b");
    auto* out = reinterpret_cast<mutauth_bytes*>(1);
    EXPECT_EQ(mutauth_explain_error(nullptr, &out), MUTAUTH_END);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_explain_error(nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

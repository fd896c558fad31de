#include <mutauth/bytes.h>

#include <cstring>

#include "capi/realm.h"

namespace {

realm::Bytes some_bytes() {
    mutauth_bytes* made = nullptr;
    realm::spn("a/b");
    mutauth_spn* none = nullptr;
    EXPECT_EQ(mutauth_spn_parse("x", &none), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(mutauth_explain_error(nullptr, &made), MUTAUTH_OK);
    return {made, mutauth_bytes_free};
}

TEST(CapiBytes, AreFollowedByANulThatIsNotCounted) {
    const realm::Bytes bytes = some_bytes();
    const auto* text = static_cast<const char*>(mutauth_bytes_data(bytes.get()));
    EXPECT_GT(mutauth_bytes_size(bytes.get()), 10U);
    EXPECT_EQ(std::strlen(text), mutauth_bytes_size(bytes.get()));
}

TEST(CapiBytes, OfNullOrAWrongHandleAreEmpty) {
    const realm::Spn spn = realm::spn("a/b");
    for (const auto* wrong : {static_cast<const mutauth_bytes*>(nullptr),
                              reinterpret_cast<const mutauth_bytes*>(spn.get())}) {
        ASSERT_NE(mutauth_bytes_data(wrong), nullptr);
        EXPECT_STREQ(static_cast<const char*>(mutauth_bytes_data(wrong)), "");
        EXPECT_EQ(mutauth_bytes_size(wrong), 0U);
    }
    mutauth_bytes_free(nullptr);
}

TEST(CapiTexts, OfNullOrAWrongHandleAreNone) {
    const realm::Spn spn = realm::spn("a/b");
    for (const auto* wrong : {static_cast<const mutauth_texts*>(nullptr),
                              reinterpret_cast<const mutauth_texts*>(spn.get())}) {
        EXPECT_EQ(mutauth_texts_count(wrong), 0U);
        EXPECT_EQ(mutauth_texts_at(wrong, 0), nullptr);
    }
    mutauth_texts_free(nullptr);
}

}  // namespace

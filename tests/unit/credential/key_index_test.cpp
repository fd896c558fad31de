#include "credential/key_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mutauth::credential {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Key key(const char* principal, std::uint32_t kvno, std::int32_t enctype, const char* bytes) {
    const std::string_view text = bytes;
    return {principal, kvno, enctype, Bytes(text.begin(), text.end())};
}

class KeyIndexTest : public testing::Test {
  protected:
    std::vector<std::string> found(std::string_view claimed,
                                   std::string_view account,
                                   std::optional<std::int64_t> kvno,
                                   std::int32_t enctype) const {
        std::vector<std::string> out;
        for (const Key* one : KeyIndex(keys_).may_open(claimed, account, kvno, enctype)) {
            out.emplace_back(text_of(one->key));
        }
        return out;
    }

    std::vector<Key> keys_{
        key("a@R", 1, 18, "a1"),     key("a@R", 2, 18, "a2"),   key("a@R", 2, 17, "a2-128"),
        key("b@R", 2, 18, "b2"),     key("web@R", 2, 18, "w2"), key("alias@R", 2, 18, "a2"),
        key("c@R", 300, 18, "c300"), key("d@R", 44, 18, "d44"),
    };
};

TEST_F(KeyIndexTest, GivesTheAccountsKeyThenTheClaimedNamesAndEachKeyOnce) {
    EXPECT_THAT(found("b@R", "", 2, 18), ElementsAre("b2", "a2", "w2"));
    EXPECT_THAT(found("alias@R", "", 2, 18), ElementsAre("a2", "b2", "w2"));
    EXPECT_THAT(found("b@R", "web@R", 2, 18), ElementsAre("w2", "b2", "a2"));
    EXPECT_THAT(found("nobody@R", "web@R", 2, 18), ElementsAre("w2", "a2", "b2"));
    EXPECT_THAT(found("a@R", "", 2, 17), ElementsAre("a2-128"));
}

TEST_F(KeyIndexTest, GivesNothingOfAnotherVersionOrType) {
    EXPECT_THAT(found("a@R", "", 3, 18), IsEmpty());
    EXPECT_THAT(found("a@R", "", 2, 20), IsEmpty());
    EXPECT_THAT(found("a@R", "", -1, 18), IsEmpty());
}

TEST_F(KeyIndexTest, WithoutAVersionGivesTheNewestFirst) {
    const auto all = found("a@R", "", std::nullopt, 18);
    ASSERT_GE(all.size(), 2U);
    EXPECT_EQ(all[0], "a2");
    EXPECT_EQ(all[1], "a1");
}

// MIT's keytab(5): the old form has eight bits of the version, so a ticket of version 300 is opened
// by an entry that says 44.
TEST_F(KeyIndexTest, ComparesVersionsAsLibkrb5Does) {
    EXPECT_THAT(found("d@R", "", 300, 18), ElementsAre("d44", "c300"));
    EXPECT_THAT(found("c@R", "", 44, 18), ElementsAre("d44"));
}

TEST(KeyIndex, NeverGivesMoreThanAFew) {
    std::vector<Key> keys;
    for (int i = 0; i < 1000; ++i) {
        keys.push_back(key("x@R", 1, 18, std::to_string(i).c_str()));
    }
    EXPECT_EQ(KeyIndex(keys).may_open("x@R", "", 1, 18).size(), KeyIndex::kMost);
    EXPECT_EQ(KeyIndex(keys).may_open("y@R", "", std::nullopt, 18).size(), KeyIndex::kMost);
}

}  // namespace
}  // namespace mutauth::credential

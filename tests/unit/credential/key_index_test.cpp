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

    std::vector<std::string> first(std::size_t count,
                                   std::string_view claimed,
                                   std::string_view account,
                                   std::optional<std::int64_t> kvno,
                                   std::int32_t enctype) const {
        auto all = found(claimed, account, kvno, enctype);
        all.resize(std::min(all.size(), count));
        return all;
    }
};

TEST_F(KeyIndexTest, GivesTheAccountsKeyThenTheClaimedNamesAndEachKeyOnce) {
    EXPECT_THAT(first(3, "b@R", "", 2, 18), ElementsAre("b2", "a2", "w2"));
    EXPECT_THAT(first(3, "alias@R", "", 2, 18), ElementsAre("a2", "b2", "w2"));
    EXPECT_THAT(first(3, "b@R", "web@R", 2, 18), ElementsAre("w2", "b2", "a2"));
    EXPECT_THAT(first(3, "nobody@R", "web@R", 2, 18), ElementsAre("w2", "a2", "b2"));
    EXPECT_THAT(found("a@R", "", 2, 17), ElementsAre("a2-128"));
}

TEST_F(KeyIndexTest, GivesNothingOfAnotherType) {
    EXPECT_THAT(found("a@R", "", 2, 20), IsEmpty());
    EXPECT_THAT(found("a@R", "", 3, 16), IsEmpty());
}

// Finding R6: what opens is the right key; a number only says which one to try first.
TEST_F(KeyIndexTest, GivesKeysOfOtherVersionsLast) {
    EXPECT_EQ(found("a@R", "", 1, 18).front(), "a1");
    EXPECT_THAT(found("a@R", "", 1, 18), testing::Contains("a2"));
    EXPECT_THAT(first(2, "a@R", "", 3, 18), ElementsAre("a2", "a1")) << "the claimed name's first";
    EXPECT_EQ(found("a@R", "", 3, 18).size(), 6U);
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
    EXPECT_THAT(first(2, "d@R", "", 300, 18), ElementsAre("d44", "c300"));
    EXPECT_EQ(found("c@R", "", 44, 18).front(), "d44");
}

// Finding R6: libkrb5 takes 0 for any version (krb5_kt_get_entry's IGNORE_VNO).
TEST_F(KeyIndexTest, TakesVersion0ForAny) {
    keys_.push_back(key("z@R", 0, 18, "z0"));
    EXPECT_EQ(found("z@R", "", 7, 18).front(), "z0");
    EXPECT_THAT(first(2, "a@R", "", 1, 18), ElementsAre("a1", "z0"));
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

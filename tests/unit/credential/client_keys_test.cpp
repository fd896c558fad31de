#include "credential/client_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mutauth::credential {
namespace {

using ::testing::ElementsAre;

KeytabEntry client_entry(std::uint32_t kvno, std::int32_t enctype, std::uint8_t fill) {
    return {"a@E", kvno, enctype, 1000, Bytes(enctype == 17 ? 16 : 32, fill)};
}

/// "version:first bytes of its keys", for each try.
std::vector<std::string> tries(const KeytabEntries& entries) {
    const auto keys = Keys::of(entries, "k");
    EXPECT_TRUE(keys) << keys.error().message();
    const auto sets = client_keys(**keys, "a@E");
    EXPECT_TRUE(sets) << sets.error().message();
    std::vector<std::string> out;
    for (const auto& set : *sets) {
        std::string text = std::to_string(set->entries().front().kvno) + ":";
        for (const auto& key : set->entries()) {
            text += " " + std::to_string(key.key.front());
        }
        out.push_back(text);
    }
    return out;
}

TEST(ClientKeys, TriesTheNewestVersionFirst) {
    EXPECT_THAT(tries({client_entry(1, 18, 1), client_entry(2, 18, 2), client_entry(2, 17, 3)}),
                ElementsAre("2: 2 3", "1: 1"));
    EXPECT_THAT(tries({{"b@E", 1, 18, 1, Bytes(32, 1)}}), ElementsAre());
}

// truenas middleware 4152: two keys of one name, version and type; finding R6.
TEST(ClientKeys, TriesEachOfTwoKeysOfOneVersionAndTypeInTheFilesOrder) {
    EXPECT_THAT(tries({client_entry(3, 18, 1), client_entry(3, 17, 1), client_entry(3, 18, 2),
                       client_entry(3, 17, 2)}),
                ElementsAre("3: 1 1", "3: 2 2"));
    EXPECT_THAT(tries({client_entry(3, 18, 1), client_entry(3, 18, 1), client_entry(2, 18, 1)}),
                ElementsAre("3: 1"))
        << "the same key is not tried twice";
}

TEST(ClientKeys, TriesAFewOnly) {
    KeytabEntries many;
    for (std::uint32_t kvno = 1; kvno < 50; ++kvno) {
        many.push_back(client_entry(kvno, 18, static_cast<std::uint8_t>(kvno)));
    }
    EXPECT_THAT(tries(many), ElementsAre("49: 49", "48: 48", "47: 47"));
}

// kt_file.c of MIT's, more_recent(): a version of eight bits begins again.
TEST(ClientKeys, KnowsThatVersionsBeginAgain) {
    EXPECT_THAT(tries({client_entry(255, 18, 1), client_entry(1, 18, 2)}),
                ElementsAre("1: 2", "255: 1"));
    KeytabEntry old = client_entry(1, 18, 2);
    old.timestamp = 10;
    EXPECT_THAT(tries({client_entry(255, 18, 1), old}), ElementsAre("255: 1", "1: 2"));
}

}  // namespace
}  // namespace mutauth::credential

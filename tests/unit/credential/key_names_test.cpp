#include "credential/key_names.h"

#include <gmock/gmock.h>

namespace mutauth::credential {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Key key(const std::string& principal, std::uint32_t kvno, std::int32_t enctype, std::uint8_t fill) {
    return {principal, kvno, enctype, Bytes(32, fill)};
}

// Finding C12.
TEST(KeyNames, AreAllEntriesOfTheSameKey) {
    const std::vector<Key> entries{key("web@R", 1, 18, 1),    key("http/a@R", 1, 18, 1),
                                   key("http/a@R", 2, 18, 1), key("http/b@R", 1, 18, 2),
                                   key("http/c@R", 1, 20, 1), key("http/d@R", 7, 18, 1)};
    const KeyNames names(entries);
    EXPECT_THAT(names.of(entries[0]), ElementsAre("web@R", "http/a@R", "http/d@R"));
    EXPECT_THAT(names.of(entries[5]), ElementsAre("web@R", "http/a@R", "http/d@R"));
    EXPECT_THAT(names.of(entries[3]), ElementsAre("http/b@R"));
    EXPECT_THAT(names.of(entries[4]), ElementsAre("http/c@R")) << "the same bytes, another key";
    EXPECT_THAT(names.of(key("web@R", 1, 18, 9)), IsEmpty());
}

}  // namespace
}  // namespace mutauth::credential

#include "channel/record.h"

#include <gtest/gtest.h>

namespace mutauth::channel {
namespace {

Result<Record> read(std::string_view text) {
    return decode(copy_of(bytes_of(text)));
}

TEST(Record, IsReadAsItWasWritten) {
    for (const std::string text : {"", "x", "message"}) {
        Bytes plain(kRecordHead + text.size());
        encode(RecordKind::message, bytes_of(text), plain);
        const auto record = decode(std::move(plain));
        ASSERT_TRUE(record);
        EXPECT_EQ(record->kind, RecordKind::message);
        EXPECT_EQ(text_of(record->content), text);
    }
}

TEST(Record, RefusesWhatIsNone) {
    using std::string_view_literals::operator""sv;
    EXPECT_FALSE(read(""));
    for (const auto bad : {"\0x"sv, "\4"sv, "\xff"sv, "\2x"sv, "\3\xff"sv}) {
        const auto record = read(bad);
        ASSERT_FALSE(record);
        EXPECT_EQ(record.error().status(), Status::frame_malformed);
    }
    EXPECT_TRUE(read("\2"));
    EXPECT_TRUE(read("\3"));
    EXPECT_TRUE(read("\3" + std::string(1024, 'r')));
    EXPECT_FALSE(read("\3" + std::string(1025, 'r')));
}

}  // namespace
}  // namespace mutauth::channel

#include "channel/record.h"

#include <gtest/gtest.h>

namespace {

using namespace mutauth;
using namespace mutauth::channel;

Status status_of(Bytes plain) {
    auto record = decode(std::move(plain));
    return record ? Status::ok : record.error().status();
}

TEST(Record, IsReadBackAsItWasWritten) {
    for (const RecordKind kind : {RecordKind::message, RecordKind::refusal}) {
        auto record = decode(encode(kind, bytes_of("text")));
        ASSERT_TRUE(record);
        EXPECT_EQ(record->kind, kind);
        EXPECT_EQ(text_of(record->content), "text");
    }
    EXPECT_EQ(decode(encode(RecordKind::close, {}))->kind, RecordKind::close);
    EXPECT_TRUE(decode(encode(RecordKind::message, {}))->content.empty());
}

TEST(Record, RefusesWhatNobodyWrites) {
    EXPECT_EQ(status_of({}), Status::frame_malformed);
    EXPECT_EQ(status_of({0}), Status::frame_malformed);
    EXPECT_EQ(status_of({4, 'x'}), Status::frame_malformed);
    EXPECT_EQ(status_of({2, 'x'}), Status::frame_malformed) << "a close with content";
    EXPECT_EQ(status_of({3, 0xff}), Status::frame_malformed) << "a reason that is not UTF-8";
    EXPECT_EQ(status_of(Bytes(kLongestReason + 2, 3)), Status::frame_malformed);
}

}  // namespace

// docs/channel.md: four octets of length, one of kind, the payload.
#include "channel/frame.h"

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace mutauth;
using namespace mutauth::channel;

const Bytes kTokenFrame{0, 0, 0, 4, 1, 'a', 'b', 'c'};

TEST(Frame, HasAHeadOfFiveOctets) {
    std::array<std::uint8_t, kFrameHead> head{};
    write_head(FrameKind::sealed, 0x010203, head);
    EXPECT_EQ(head, (std::array<std::uint8_t, kFrameHead>{0x00, 0x01, 0x02, 0x04, 0x03}));
}

TEST(FrameReader, GivesFramesHoweverTheBytesCome) {
    for (std::size_t step = 1; step <= kTokenFrame.size(); ++step) {
        FrameReader reader(100);
        std::size_t at = 0;
        while (at < kTokenFrame.size()) {
            EXPECT_FALSE(*reader.next());
            const std::size_t size = std::min(step, kTokenFrame.size() - at);
            reader.feed(ByteView(kTokenFrame).subspan(at, size));
            at += size;
        }
        auto frame = reader.next();
        ASSERT_TRUE(frame && *frame);
        EXPECT_EQ((*frame)->kind, FrameKind::token);
        EXPECT_EQ(text_of((*frame)->payload), "abc");
        EXPECT_FALSE(reader.in_frame());
    }
}

TEST(FrameReader, GivesTwoFramesThatCameTogether) {
    FrameReader reader(100);
    reader.feed(kTokenFrame);
    reader.feed(kTokenFrame);
    EXPECT_TRUE(reader.next()->has_value());
    EXPECT_TRUE(reader.next()->has_value());
    EXPECT_FALSE(reader.next()->has_value());
}

TEST(FrameReader, RefusesALengthBeyondTheBoundBeforeItsBytesCome) {
    FrameReader reader(2);
    reader.feed(ByteView(kTokenFrame).first(5));
    EXPECT_EQ(reader.next().error().status(), Status::frame_too_large);
    FrameReader large(100);
    large.feed(Bytes{0xff, 0xff, 0xff, 0xff, 3});
    EXPECT_EQ(large.next().error().status(), Status::frame_too_large);
}

TEST(FrameReader, RefusesAnEmptyFrameAndAnUnknownKind) {
    for (const Bytes& bad : {Bytes{0, 0, 0, 0, 1}, Bytes{0, 0, 0, 1, 0}, Bytes{0, 0, 0, 1, 4}}) {
        FrameReader reader(100);
        reader.feed(bad);
        EXPECT_EQ(reader.next().error().status(), Status::frame_malformed);
    }
}

}  // namespace

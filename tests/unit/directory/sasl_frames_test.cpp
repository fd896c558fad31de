#include "directory/sasl_frames.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mutauth::directory {
namespace {

/// Feeds all of the bytes, at most `piece` at a time, and collects the buffers.
Result<std::vector<std::string>> read_all(FrameReader& reader,
                                          std::string_view bytes,
                                          std::size_t piece) {
    std::vector<std::string> out;
    while (!bytes.empty()) {
        const MutableByteView space = reader.space();
        EXPECT_FALSE(space.empty());
        const std::size_t size = std::min({piece, space.size(), bytes.size()});
        std::copy_n(bytes.begin(), size, space.begin());
        bytes.remove_prefix(size);
        auto frame = reader.filled(size);
        if (!frame) {
            return std::move(frame).error();
        }
        if (*frame) {
            out.emplace_back(text_of(**frame));
        }
    }
    return out;
}

// RFC 4422 3.7: four octets in network byte order, then the buffer.
TEST(SaslFrames, PutTheLengthBefore) {
    EXPECT_EQ(text_of(framed(bytes_of("abc"))), std::string_view("\0\0\0\3abc", 7));
}

TEST(SaslFrames, AreReadFromPiecesOfAnySize) {
    const std::string stream("\0\0\0\3abc\0\0\0\1x\0\0\0\5hello", 21);
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        FrameReader reader(5);
        const auto frames = read_all(reader, stream, piece);
        ASSERT_TRUE(frames);
        EXPECT_EQ(*frames, (std::vector<std::string>{"abc", "x", "hello"}));
        EXPECT_TRUE(reader.between_frames());
    }
}

TEST(SaslFrames, AreBounded) {
    FrameReader reader(5);
    const auto frames = read_all(reader, std::string_view("\0\0\0\6", 4), 4);
    ASSERT_FALSE(frames);
    EXPECT_EQ(frames.error().status(), Status::frame_too_large);
    FrameReader other(5);
    const auto huge = read_all(other, std::string_view("\xff\xff\xff\xff", 4), 1);
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error().status(), Status::frame_too_large);
}

TEST(SaslFrames, AreNeverEmpty) {
    FrameReader reader(5);
    const auto frames = read_all(reader, std::string_view("\0\0\0\0", 4), 4);
    ASSERT_FALSE(frames);
    EXPECT_EQ(frames.error().status(), Status::frame_malformed);
}

TEST(SaslFrames, TellAStreamThatEndsInside) {
    FrameReader reader(5);
    ASSERT_TRUE(read_all(reader, std::string_view("\0\0\0\3ab", 6), 6));
    EXPECT_FALSE(reader.between_frames());
}

}  // namespace
}  // namespace mutauth::directory

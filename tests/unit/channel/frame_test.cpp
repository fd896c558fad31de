#include "channel/frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace mutauth::channel {
namespace {

std::string head_of(FrameKind kind, std::size_t payload) {
    std::array<std::uint8_t, kFrameHead> head{};
    write_head(kind, payload, head);
    return std::string(text_of(head));
}

// docs/channel.md: the length counts the kind, the highest octet first.
TEST(Frame, HeadIsLengthAndKind) {
    EXPECT_EQ(head_of(FrameKind::token, 0), std::string("\0\0\0\1\1", 5));
    EXPECT_EQ(head_of(FrameKind::failure, 255), std::string("\0\0\1\0\2", 5));
    EXPECT_EQ(head_of(FrameKind::sealed, 0x01020303), std::string("\1\2\3\4\3", 5));
}

TEST(FrameReader, GivesWholeFramesHoweverTheyCome) {
    const std::string bytes = head_of(FrameKind::token, 5) + "token" +
                              head_of(FrameKind::sealed, 0) + head_of(FrameKind::failure, 1) + "x";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        FrameReader reader(100);
        std::string got;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            reader.feed(bytes_of(std::string_view(bytes).substr(at, piece)));
            for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
                got += std::to_string(static_cast<int>((*frame)->kind)) + ":" +
                       std::string(text_of((*frame)->payload)) + " ";
            }
        }
        EXPECT_EQ(got, "1:token 3: 2:x ");
        EXPECT_FALSE(reader.in_frame());
    }
}

TEST(FrameReader, GivesALongFrameAsItCame) {
    constexpr std::size_t size = 200000;
    std::string payload;
    while (payload.size() < size) {
        payload += std::to_string(payload.size());
    }
    Bytes bytes;
    append_frame(bytes, FrameKind::token, bytes_of("before"));
    append_frame(bytes, FrameKind::sealed, bytes_of(payload));
    FrameReader reader(payload.size());
    std::vector<std::string> got;
    for (ByteView left = bytes; !left.empty();) {
        const ByteView piece = left.first(std::min<std::size_t>(left.size(), 65536));
        left = left.subspan(piece.size());
        reader.feed(piece);
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
            got.emplace_back(text_of((*frame)->payload));
        }
    }
    EXPECT_EQ(got, std::vector<std::string>({"before", payload}));
}

TEST(FrameReader, KnowsThatAFrameIsUnderWay) {
    FrameReader reader(100);
    EXPECT_FALSE(reader.in_frame());
    reader.feed(bytes_of(head_of(FrameKind::token, 10) + "abc"));
    EXPECT_TRUE(reader.in_frame());
}

TEST(FrameReader, BoundsFramesByTheirHeadAlone) {
    FrameReader reader(10);
    reader.feed(bytes_of(head_of(FrameKind::token, 10)));
    EXPECT_TRUE(reader.next());
    FrameReader strict(10);
    strict.feed(bytes_of(head_of(FrameKind::token, 11)));
    const auto refused = strict.next();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::frame_too_large);
}

TEST(FrameReader, RefusesUnknownKindsAndNoLength) {
    for (int kind = 0; kind < 256; ++kind) {
        FrameReader reader(10);
        reader.feed(bytes_of(std::string("\0\0\0\1", 4) + static_cast<char>(kind)));
        EXPECT_EQ(static_cast<bool>(reader.next()), kind >= 1 && kind <= 3) << kind;
    }
    FrameReader empty(10);
    empty.feed(bytes_of(std::string("\0\0\0\0\1", 5)));
    EXPECT_FALSE(empty.next());
}

// Windows' samples write the length as their machine has it, and never an empty message.
TEST(FrameReader, ReadsTheFramingOfWindowsSamples) {
    FrameReader reader(12000, Framing::windows_sample);
    reader.feed(bytes_of(std::string("\5\0\0\0token\1\0\0\0s\1\0", 16)));
    const auto token = reader.next();
    ASSERT_TRUE(token && *token);
    EXPECT_EQ((*token)->kind, FrameKind::token);
    EXPECT_EQ(text_of((*token)->payload), "token");
    reader.allow_sealed(12000);
    EXPECT_TRUE(reader.ready());
    const auto sealed = reader.next();
    ASSERT_TRUE(sealed && *sealed);
    EXPECT_EQ((*sealed)->kind, FrameKind::sealed);
    EXPECT_FALSE(reader.ready());
    EXPECT_TRUE(reader.in_frame());
    for (const auto& [head, status] :
         {std::pair(std::string(4, '\0'), Status::frame_malformed),
          std::pair(std::string("\xe1\x2e\0\0", 4), Status::frame_too_large),
          std::pair(std::string("\0\0\0\1", 4), Status::frame_too_large)}) {
        FrameReader strict(12000, Framing::windows_sample);
        strict.feed(bytes_of(head));
        EXPECT_TRUE(strict.ready());
        EXPECT_EQ(strict.next().error().status(), status);
    }
}

}  // namespace
}  // namespace mutauth::channel

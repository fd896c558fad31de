#include "core/text.h"

#include <gtest/gtest.h>

namespace mutauth {
namespace {

TEST(Text, IsUtf8ExactlyForTheCodePointsOfUnicode) {
    // RFC 3629 section 3, for every number that four octets can hold.
    const auto encoded = [](std::uint32_t point) {
        std::string out;
        if (point < 0x80) {
            out += static_cast<char>(point);
        } else if (point < 0x800) {
            out += static_cast<char>(0xc0 | point >> 6);
        } else if (point < 0x10000) {
            out += static_cast<char>(0xe0 | point >> 12);
            out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
        } else {
            out += static_cast<char>(0xf0 | point >> 18);
            out += static_cast<char>(0x80 | (point >> 12 & 0x3f));
            out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
        }
        return point < 0x80 ? out : out + static_cast<char>(0x80 | (point & 0x3f));
    };
    for (std::uint32_t point = 0; point < 0x120000; ++point) {
        const bool surrogate = point >= 0xd800 && point < 0xe000;
        ASSERT_EQ(is_utf8(encoded(point)), !surrogate && point < 0x110000) << std::hex << point;
    }
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Text, FoldsAsciiAlone) {
    EXPECT_EQ(to_lower_ascii("AZ[\xc3\x84"), "az[\xc3\x84");
    EXPECT_EQ(to_upper_ascii("az{\xc3\xa4"), "AZ{\xc3\xa4");
    EXPECT_TRUE(equal_ignoring_ascii_case("Host", "hOST"));
    EXPECT_FALSE(equal_ignoring_ascii_case("host", "host1"));
    EXPECT_FALSE(equal_ignoring_ascii_case("[", "{"));
    EXPECT_FALSE(equal_ignoring_ascii_case("\xc3\x84", "\xc3\xa4"));
    EXPECT_TRUE(is_ascii("az\x7f"));
    EXPECT_FALSE(is_ascii("\x80"));
}

TEST(Text, IsDisplayedWithoutWhatMovesATerminal) {
    EXPECT_EQ(displayed("a\x1b[2J\n\x7f"), "a\\x1b[2J\\x0a\\x7f");
    EXPECT_EQ(displayed("\xff\xc3\xa9"), "\\xff\xc3\xa9");
    EXPECT_EQ(displayed(std::string_view("\0", 1)), "\\x00");
    // Finding R11: U+009B is CSI, which terminals obey as they do ESC [ (ECMA-48 5.3).
    EXPECT_EQ(displayed("\xc2\x9b"
                        "2J\xc2\x85\xc2\xa0"),
              "\\xc2\\x9b2J\\xc2\\x85\xc2\xa0");
    // U+202E turns the direction of what follows, U+2066 isolates it, U+2028 ends a line.
    EXPECT_EQ(displayed("\u202egpj\u2066\u2028\u061c\u2014"),
              "\\xe2\\x80\\xaegpj\\xe2\\x81\\xa6\\xe2\\x80\\xa8\\xd8\\x9c\u2014");
    EXPECT_EQ(displayed("abcdef", 3), "abc...");
    EXPECT_EQ(displayed("ab\u2028c", 13), "ab...") << "twelve characters would be too many";
    EXPECT_EQ(displayed("ab\u2028", 14), "ab\\xe2\\x80\\xa8");
    EXPECT_EQ(displayed("abc", 3), "abc");
}

}  // namespace
}  // namespace mutauth

#include "core/der.h"

#include <gtest/gtest.h>

namespace mutauth::der {
namespace {

ByteView bytes(std::string_view text) {
    return bytes_of(text);
}

TEST(Der, ReadsShortAndLongLengths) {
    for (const std::size_t size : {0, 1, 127, 128, 255, 256, 65535, 65536}) {
        std::string text = "\x04";
        if (size < 128) {
            text += static_cast<char>(size);
        } else {
            text += "\x83";  // X.690 8.1.3.5: three octets of length
            text += static_cast<char>(size >> 16);
            text += static_cast<char>(size >> 8 & 0xff);
            text += static_cast<char>(size & 0xff);
        }
        text += std::string(size, 'x');
        const auto content = unwrap(bytes(text), 0x04);
        ASSERT_TRUE(content) << size;
        EXPECT_EQ(content->size(), size);
        EXPECT_FALSE(unwrap(bytes(text + "y"), 0x04)) << "something follows";
        EXPECT_FALSE(unwrap(bytes(text), 0x05)) << "another tag";
        if (size > 0) {
            EXPECT_FALSE(unwrap(bytes(text.substr(0, text.size() - 1)), 0x04)) << "cut";
        }
    }
}

TEST(Der, RefusesWhatIsNone) {
    using std::string_view_literals::operator""sv;
    for (const auto bad :
         {""sv, "\x04"sv, "\x04\x80"sv, "\x04\x80\0\0"sv, "\x04\x85\0\0\0\0\1x"sv, "\x04\x81"sv,
          "\x04\x84\xff\xff\xff\xff"sv, "\x1f\x1f\0"sv, "\x04\xff"sv}) {
        Reader reader(bytes(bad));
        EXPECT_FALSE(reader.next()) << bad.size();
    }
}

TEST(Der, WalksAndFindsFields) {
    const std::string text("\xa0\1a\xa2\1c\xa3\1d", 9);
    Reader reader(bytes(text));
    EXPECT_FALSE(reader.next(context(1)));
    EXPECT_EQ(text_of(*reader.next(context(0))), "a");
    EXPECT_EQ(text_of(*reader.find(context(3))), "d");
    EXPECT_TRUE(reader.at_end());
    EXPECT_FALSE(Reader(bytes(text)).find(context(1)));
}

// X.690 8.3: two's complement, the highest octet first.
TEST(Der, ReadsIntegersOf32Bits) {
    using std::string_view_literals::operator""sv;
    EXPECT_EQ(integer(bytes("\2\1\0"sv)), 0);
    EXPECT_EQ(integer(bytes("\2\1\x7f"sv)), 127);
    EXPECT_EQ(integer(bytes("\2\1\x80"sv)), -128);
    EXPECT_EQ(integer(bytes("\2\2\0\x80"sv)), 128);
    EXPECT_EQ(integer(bytes("\2\4\x80\0\0\0"sv)), INT32_MIN);
    EXPECT_EQ(integer(bytes("\2\5\0\xff\xff\xff\xff"sv)), UINT32_MAX);
    EXPECT_FALSE(integer(bytes("\2\0"sv)));
    EXPECT_FALSE(integer(bytes("\2\6\0\0\0\0\0\1"sv)));
    EXPECT_FALSE(integer(bytes("\3\1\0"sv)));
    // Five octets hold 40 bits; only those that say no more than 32 are wanted.
    EXPECT_FALSE(integer(bytes("\2\5\1\0\0\0\0"sv)));
    EXPECT_FALSE(integer(bytes("\2\5\x80\0\0\0\0"sv)));
}

TEST(Der, ReadsKerberosTimes) {
    // date -u -d '1985-11-06 21:06:27' +%s, RFC 4120 5.2.3's example.
    EXPECT_EQ(time(bytes("19851106210627Z")), 500159187);
    EXPECT_EQ(time(bytes("19700101000000Z")), 0);
    EXPECT_EQ(time(bytes("20380119031408Z")), 2147483648);
    for (const char* bad : {"", "19851106210627", "19851106210627.5Z", "19851106210627+",
                            "1985110621062xZ", "19851106210627z"}) {
        EXPECT_FALSE(time(bytes(bad))) << bad;
    }
}

}  // namespace
}  // namespace mutauth::der

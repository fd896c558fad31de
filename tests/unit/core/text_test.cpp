#include "core/text.h"

#include <gtest/gtest.h>

namespace {

using namespace mutauth;

// RFC 3629 section 4's table, the edges of each row.
TEST(Text, KnowsUtf8) {
    for (const char* good : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_TRUE(is_utf8(good));
    }
    for (const char* bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xc3\x28"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

TEST(Text, ChangesTheCaseOfAsciiAlone) {
    EXPECT_EQ(to_lower_ascii("HTTP/\xc3\x89"), "http/\xc3\x89");
    EXPECT_EQ(to_upper_ascii("example.test"), "EXAMPLE.TEST");
    EXPECT_TRUE(equal_ignoring_ascii_case("Web.Example", "wEB.eXAMPLE"));
    EXPECT_FALSE(equal_ignoring_ascii_case("\xc3\x89", "\xc3\xa9"));
    EXPECT_FALSE(equal_ignoring_ascii_case("a", "ab"));
}

TEST(Text, ShowsWhatTerminalsShouldNotSee) {
    EXPECT_EQ(displayed("a\x1b[31mb\n"), "a\\x1b[31mb\\x0a");
    EXPECT_EQ(displayed("\xff\xc3\xa9"), "\\xff\xc3\xa9");
    EXPECT_EQ(displayed(std::string(300, 'x'), 10), "xxxxxxxxxx...");
}

}  // namespace

#include "directory/filter.h"

#include <gtest/gtest.h>

namespace mutauth::directory::filter {
namespace {

// RFC 4515 section 4's examples.
TEST(FilterEscaped, WritesTheExamplesOfTheStandard) {
    EXPECT_EQ(escaped("Parens R Us (for all your parenthetical needs)"),
              "Parens R Us \\28for all your parenthetical needs\\29");
    EXPECT_EQ(escaped("*"), "\\2a");
    EXPECT_EQ(escaped("C:\\MyFile"), "C:\\5cMyFile");
    EXPECT_EQ(escaped(std::string_view("\0\0\0\4", 4)), "\\00\\00\\00\\04");
    EXPECT_EQ(escaped("Lu\xc4\x8di\xc4\x87"), "Lu\\c4\\8di\\c4\\87");
}

TEST(FilterEscaped, LeavesNoByteThatCouldEndAFilter) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text = escaped(std::string(1, static_cast<char>(byte)));
        EXPECT_EQ(text.find_first_of("()*"), std::string::npos) << byte;
        EXPECT_TRUE(text.size() == 1 || (text.size() == 3 && text[0] == '\\')) << byte;
    }
}

// RFC 4515 4: "(o=Univ*of*Mich*)".
TEST(FilterSubstrings, KeepTheirOrder) {
    EXPECT_EQ(substrings("o", {"Univ", "of", "Mich", ""}), "(o=Univ*of*Mich*)");
    EXPECT_EQ(substrings("o", {"", ""}), "(o=*)");
    EXPECT_EQ(substrings("o", {"a*", "", ")("}), "(o=a\\2a*\\29\\28)");
}

TEST(Filter, Composes) {
    EXPECT_EQ(equal("uid", "a)(uid=*"), "(uid=a\\29\\28uid=\\2a)");
    EXPECT_EQ(any_of({equal("a", "1"), present("b")}), "(|(a=1)(b=*))");
    EXPECT_EQ(all_of({equal("a", "1"), equal("b", "2")}), "(&(a=1)(b=2))");
}

}  // namespace
}  // namespace mutauth::directory::filter

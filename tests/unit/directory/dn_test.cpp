#include "directory/dn.h"

#include <gtest/gtest.h>

namespace mutauth::directory::dn {
namespace {

// RFC 4514 section 4's examples.
TEST(Dn, TakesTheExamplesOfTheStandard) {
    for (const char* text :
         {"UID=jsmith,DC=example,DC=net", "OU=Sales+CN=J.  Smith,DC=example,DC=net",
          "CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net",
          "CN=Before\\0dAfter,DC=example,DC=net", "1.3.6.1.4.1.1466.0=#04024869",
          "CN=Lu\\C4\\8Di\\C4\\87"}) {
        EXPECT_TRUE(is_dn(text)) << text;
    }
    EXPECT_TRUE(is_dn(""));
}

TEST(Dn, RefusesWhatIsNone) {
    for (const std::string& text :
         {std::string("websvc"),     std::string("websvc@EXAMPLE.TEST"),
          std::string("=x"),         std::string("cn"),
          std::string("cn=a,"),      std::string(",cn=a"),
          std::string("cn=a,,dc=b"), std::string("cn=a;dc=b"),
          std::string("cn=a\"b"),    std::string("cn=a\\"),
          std::string("cn=a\\zz"),   std::string("cn=<a>"),
          std::string("cn=#0"),      std::string("cn=#zz"),
          std::string("cn=#"),       std::string("c_n=a"),
          std::string("cn=#0z"),     std::string("cn=#z0"),
          std::string("1cn=a"),      std::string("1=a"),
          std::string("01.2=a"),     std::string("1..2=a"),
          std::string("1.2.=a"),     std::string("cn=\\ff"),
          std::string("cn=\xff"),    std::string("cn=a\0b", 6),
          std::string("cn=a+"),      "cn=" + std::string(kLongest, 'a')}) {
        EXPECT_FALSE(is_dn(text)) << text.substr(0, 40);
    }
}

TEST(Dn, ComparesSpellings) {
    EXPECT_TRUE(same("UID=websvc, OU=Services,DC=example", "uid=websvc,ou=services,dc=example"));
    EXPECT_TRUE(same("cn=a\\,b", "cn=a\\2cb"));
    EXPECT_TRUE(same("cn=a\\20", "cn=a\\ "));
    EXPECT_FALSE(same("cn=a,dc=b", "cn=a+dc=b"));
    EXPECT_FALSE(same("cn=a\\20", "cn=a"));
    EXPECT_FALSE(same("cn=a", "cn=b"));
    EXPECT_FALSE(same("no dn", "NO DN"));
}

TEST(DnEscaped, MakesAnyTextOneValue) {
    EXPECT_EQ(escaped("a,b+c=d"), "a\\,b\\+c=d");
    EXPECT_EQ(escaped(" #x "), "\\ #x\\ ");
    EXPECT_EQ(escaped("#x"), "\\#x");
    EXPECT_EQ(escaped(" "), "\\ ");
    EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a\\00b");
    EXPECT_EQ(escaped("\x1f \x7f~"), "\\1f \\7f~") << "no control reaches a terminal";
    for (int first = 0; first < 128; ++first) {
        for (int second = 0; second < 128; ++second) {
            const std::string value{static_cast<char>(first), static_cast<char>(second)};
            const auto parsed = normalized("cn=" + escaped(value) + ",dc=x");
            ASSERT_TRUE(parsed) << first << ' ' << second;
            EXPECT_TRUE(parsed->ends_with(",dc=x")) << *parsed;
        }
    }
}

}  // namespace
}  // namespace mutauth::directory::dn

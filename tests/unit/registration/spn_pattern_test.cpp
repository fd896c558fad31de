#include "registration/spn_pattern.h"

#include <gtest/gtest.h>

namespace mutauth::registration {
namespace {

using directory::Kind;

SpnPattern pattern(const std::string& text) {
    auto parsed = SpnPattern::parse(text);
    EXPECT_TRUE(parsed) << text;
    return std::move(*parsed);
}

bool matches(const std::string& text, const std::string& spn) {
    return pattern(text).matches({spn, "", false});
}

// RFC 4515 3 and its section 4's "(o=Univ*of*Mich*)".
TEST(SpnPatternFilter, IsASubstringFilter) {
    const auto filter = [](const std::string& text) {
        return pattern(text).filter(Kind::plain);
    };
    EXPECT_EQ(filter("http/*"), "(servicePrincipalName=http/*)");
    EXPECT_EQ(filter("*/web*"), "(servicePrincipalName=*/web*)");
    EXPECT_EQ(filter("h*p/a*b"), "(servicePrincipalName=h*p/a*b)");
    EXPECT_EQ(filter("h**/x"), "(servicePrincipalName=h*/x)");
    EXPECT_EQ(filter("*"), "(servicePrincipalName=*)");
    EXPECT_EQ(filter("***"), "(servicePrincipalName=*)");
    EXPECT_EQ(filter("http/x"), "(servicePrincipalName=http/x)");
}

TEST(SpnPatternFilter, LetsNothingOutOfItsPlace) {
    EXPECT_EQ(pattern("http/*)(uid=\\*").filter(Kind::active_directory),
              "(servicePrincipalName=http/*\\29\\28uid=\\5c*)");
    const std::string filter = pattern("a/(&|!)\x01*").filter(Kind::mit_kldap);
    EXPECT_EQ(filter,
              "(|(servicePrincipalName=a/\\28&|!\\29\\01*)"
              "(krbPrincipalName=a/\\28&|!\\29\\01*))");
}

// krb5_parse_name(3): '@' and '\' within a component are quoted; the realm follows '@'.
TEST(SpnPatternFilter, AsksForPrincipalsOfAnyRealm) {
    EXPECT_EQ(pattern("http/*.test").filter(Kind::mit_kldap),
              "(|(servicePrincipalName=http/*.test)(krbPrincipalName=http/*.test@*))");
    EXPECT_EQ(pattern("*a@b/*").filter(Kind::mit_kldap),
              "(|(servicePrincipalName=*a@b/*)(krbPrincipalName=*a\\5c@b/*))");
}

TEST(SpnPatternMatches, IgnoresCaseInSpnsOnly) {
    EXPECT_TRUE(matches("HTTP/*", "http/web.example.test"));
    EXPECT_TRUE(pattern("http/*").matches({"http/web", "TEST", true}));
    EXPECT_FALSE(pattern("HTTP/*").matches({"http/web", "TEST", true}));
}

TEST(SpnPatternMatches, TakesAnAsteriskForAnyText) {
    EXPECT_TRUE(matches("*", "a/b"));
    EXPECT_TRUE(matches("http/*", "http/"));
    EXPECT_TRUE(matches("*/web*", "http/web1"));
    EXPECT_TRUE(matches("*/web*", "http/a/web"));
    EXPECT_TRUE(matches("a*b*c/x", "aXXbYYbc/x"));
    EXPECT_FALSE(matches("a*b*c/x", "aXXc/x"));
    EXPECT_FALSE(matches("http/*", "https/x"));
    EXPECT_FALSE(matches("ab*ba", "aba"));
    EXPECT_TRUE(matches("ab*ba", "abba"));
    EXPECT_FALSE(matches("http/x", "http/xy"));
}

TEST(SpnPattern, RefusesWhatNoSpnMatches) {
    for (const std::string& bad :
         {std::string(), std::string("websvc"), std::string("a/*\0b", 5), std::string(1025, '*')}) {
        const auto parsed = SpnPattern::parse(bad);
        ASSERT_FALSE(parsed) << bad;
        EXPECT_EQ(parsed.error().status(), Status::spn_pattern_malformed) << bad;
    }
    EXPECT_EQ(SpnPattern::parse("a/\xff*").error().status(), Status::not_utf8);
}

}  // namespace
}  // namespace mutauth::registration

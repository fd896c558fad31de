#include "spn/alias_map.h"

#include <gtest/gtest.h>

namespace mutauth::spn {
namespace {

ServicePrincipalName name(const std::string& text) {
    auto parsed = parse(text);
    EXPECT_TRUE(parsed) << text;
    return std::move(*parsed);
}

std::string mapped(const AliasMap& map, const std::string& text) {
    const auto out = map.mapped(name(text));
    return out ? out->text() : "";
}

TEST(AliasMap, putsTheClassThatAnotherStandsFor) {
    const AliasMap map({"host=alerter,cifs, http ,www", "ldap=otherldap"});
    EXPECT_EQ(mapped(map, "cifs/a.example.test"), "host/a.example.test");
    EXPECT_EQ(mapped(map, "HTTP/a:80/b@R"), "host/a:80/b");
    EXPECT_EQ(mapped(map, "otherldap/a"), "ldap/a");
    EXPECT_EQ(mapped(map, "host/a"), "");
    EXPECT_EQ(mapped(map, "ldap/a"), "");
}

TEST(AliasMap, takesTheFirstOfSeveralMatches) {
    EXPECT_EQ(mapped(AliasMap({"host=x", "ldap=x"}), "x/a"), "host/a");
}

TEST(AliasMap, namesWhatStandsForAClass) {
    const auto found = AliasMap({"host=cifs,http"}).aliases_of(name("HOST/a:1"));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].text(), "cifs/a:1");
    EXPECT_EQ(found[1].text(), "http/a:1");
}

TEST(AliasMap, mapsNothingByWhatIsNoMapping) {
    const AliasMap map({"", "=", "host", "=cifs", "host=", "host=,,", " = "});
    EXPECT_TRUE(map.empty());
}

}  // namespace
}  // namespace mutauth::spn

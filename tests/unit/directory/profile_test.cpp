#include "directory/profile.h"

#include <gtest/gtest.h>

namespace mutauth::directory {
namespace {

// As slapd 2.5 writes it.
constexpr const char* kKrbPrincipalAux =
    "( 2.16.840.1.113719.1.301.6.8.1 NAME 'krbPrincipalAux' SUP top AUXILIARY MAY "
    "( krbPrincipalName $ krbCanonicalName ) )";

Entry entry(std::vector<Attribute> attributes) {
    return {"", std::move(attributes)};
}

TEST(Profile, TakesTheOnlyNamingContextAsBase) {
    EXPECT_EQ(profile_of(entry({{"namingContexts", {"dc=a"}}})).base, "dc=a");
    EXPECT_EQ(profile_of(entry({{"namingContexts", {"dc=a", "dc=b"}}})).base, "");
    EXPECT_EQ(profile_of(entry({})).base, "");
    EXPECT_EQ(profile_of(
                  entry({{"namingContexts", {"dc=a", "dc=b"}}, {"DEFAULTNAMINGCONTEXT", {"dc=b"}}}))
                  .base,
              "dc=b");
}

TEST(Profile, ReadsWhatTheServerOffers) {
    const Profile profile = profile_of(
        entry({{"supportedControl", {"1.2.840.113556.1.4.319", "1.2.840.113556.1.4.1413"}},
               {"supportedExtension", {"1.3.6.1.4.1.4203.1.11.3"}},
               {"subschemaSubentry", {"cn=Subschema"}}}));
    EXPECT_TRUE(profile.paged_results);
    EXPECT_TRUE(profile.permissive_modify);
    EXPECT_TRUE(profile.who_am_i);
    EXPECT_EQ(profile.subschema, "cn=Subschema");
    const Profile bare = profile_of(entry({}));
    EXPECT_FALSE(bare.paged_results || bare.permissive_modify || bare.who_am_i);
}

TEST(Profile, TellsTheKindsApart) {
    Profile ad = profile_of(entry({{"supportedCapabilities", {"1.2.840.113556.1.4.800"}}}));
    EXPECT_EQ(ad.kind, Kind::active_directory);
    Profile plain = profile_of(entry({}));
    refine(plain, entry({{"objectClasses", {"( 2.5.6.6 NAME 'person' SUP top )"}}}));
    EXPECT_EQ(plain.kind, Kind::plain);
    Profile kldap = profile_of(entry({}));
    refine(kldap, entry({{"objectClasses", {"( 2.5.6.6 NAME 'person' )", kKrbPrincipalAux}}}));
    EXPECT_EQ(kldap.kind, Kind::mit_kldap);
    Profile ipa = profile_of(entry({}));
    refine(ipa, entry({{"objectClasses",
                        {kKrbPrincipalAux, "( 2.16.840.1.113730.3.8.4.1 NAME 'ipaObject' )"}}}));
    EXPECT_EQ(ipa.kind, Kind::freeipa);
}

TEST(ProfileDescribes, ReadsNamesAsTheGrammarHasThem) {
    EXPECT_TRUE(describes("( 1.2 NAME 'a' )", "A"));
    EXPECT_TRUE(describes("( 1.2 NAME ( 'a' 'b' ) DESC 'x' )", "b"));
    EXPECT_TRUE(describes("(1.2 NAME('a' 'b'))", "b"));
    EXPECT_FALSE(describes("( 1.2 DESC 'NAME' SUP a )", "a"));
    EXPECT_FALSE(describes("( 1.2 NAME ( 'a' ) DESC 'b' )", "b"));
    for (const char* broken : {"", "(", "( 1.2", "( 1.2 NAME", "( 1.2 NAME (", "( 1.2 NAME ( 'a",
                               "( 1.2 NAME '", "1.2 NAME 'a'"}) {
        EXPECT_FALSE(describes(broken, "b")) << broken;
    }
}

}  // namespace
}  // namespace mutauth::directory

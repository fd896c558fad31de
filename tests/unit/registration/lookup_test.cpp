#include "registration/lookup.h"

#include <gtest/gtest.h>

namespace mutauth::registration {
namespace {

using directory::Kind;

std::vector<std::string> filters(Kind kind, std::string_view name) {
    auto lookups = lookups_for(kind, name, "admin@TEST");
    EXPECT_TRUE(lookups) << lookups.error().message();
    std::vector<std::string> out;
    for (const auto& lookup : *lookups) {
        EXPECT_EQ(lookup.dn, "");
        out.push_back(lookup.filter);
    }
    return out;
}

using Filters = std::vector<std::string>;

TEST(Lookups, ReadADn) {
    const auto lookups = lookups_for(Kind::plain, "uid=a,dc=test", "admin@TEST");
    ASSERT_TRUE(lookups);
    EXPECT_EQ(*lookups, (std::vector<Lookup>{{"uid=a,dc=test", ""}}));
}

TEST(Lookups, SearchAccountNames) {
    EXPECT_EQ(filters(Kind::active_directory, "host1$"), (Filters{"(sAMAccountName=host1$)"}));
    EXPECT_EQ(filters(Kind::plain, "websvc"), (Filters{"(sAMAccountName=websvc)", "(uid=websvc)"}));
    EXPECT_EQ(filters(Kind::active_directory, "CORP\\websvc"),
              (Filters{"(sAMAccountName=websvc)", "(sAMAccountName=websvc$)"}));
    EXPECT_EQ(filters(Kind::active_directory, "a)(b=*").front(),
              "(sAMAccountName=a\\29\\28b=\\2a)");
    EXPECT_EQ(filters(Kind::freeipa, "websvc"), (Filters{"(uid=websvc)", "(fqdn=websvc)"}));
}

TEST(Lookups, SearchPrincipals) {
    EXPECT_EQ(filters(Kind::mit_kldap, "websvc@TEST"),
              (Filters{"(krbPrincipalName=websvc@TEST)", "(sAMAccountName=websvc)", "(uid=websvc)",
                       "(userPrincipalName=websvc@TEST)"}));
    EXPECT_EQ(filters(Kind::mit_kldap, "websvc@OTHER"),
              (Filters{"(krbPrincipalName=websvc@OTHER)", "(userPrincipalName=websvc@OTHER)"}))
        << "another realm's account name is another account";
    EXPECT_EQ(filters(Kind::active_directory, "http/www@TEST"),
              (Filters{"(userPrincipalName=http/www@TEST)", "(servicePrincipalName=http/www)"}));
}

TEST(Lookups, TellTheDomain) {
    EXPECT_EQ(domain_in("CORP\\websvc"), "CORP");
    for (const char* other : {"websvc", "websvc@TEST", "CN=a\\,b,DC=test", "\\websvc"}) {
        EXPECT_EQ(domain_in(other), "") << other;
    }
}

TEST(Lookups, RefuseWhatIsNoName) {
    EXPECT_EQ(lookups_for(Kind::plain, "", "a@TEST").error().status(), Status::invalid_argument);
    EXPECT_EQ(lookups_for(Kind::plain, std::string_view("a\0b", 3), "a@TEST").error().status(),
              Status::invalid_argument);
    EXPECT_EQ(lookups_for(Kind::plain, "\xff", "a@TEST").error().status(), Status::not_utf8);
}

}  // namespace
}  // namespace mutauth::registration

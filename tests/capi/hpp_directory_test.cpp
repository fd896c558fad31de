// Directories and accounts by the C++ classes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "capi/hpp.h"

namespace {

namespace auth = mutauth::v1;
using hpp::thrown;

class HppDirectory : public hpp::Realm {};

TEST_F(HppDirectory, AsksAndChangesADirectory) {
    const char* uri = std::getenv("MUTAUTH_REALM_LDAP_URI");
    if (mutauth_has_feature("directory") == 0 || uri == nullptr) {
        GTEST_SKIP() << "no directory";
    }
    const auto admin = auth::Credential::from_keytab(keytab("admin"), "admin");
    auto directory = auth::Directory::open(uri, auth::Spn::parse("ldap/localhost"), admin);
    EXPECT_NE(directory.base(), "");
    EXPECT_EQ(directory.find_holders(spn_).size(), 1U);
    directory.set_unique_base(directory.base());
    EXPECT_EQ(directory.unique_base(), directory.base());
    directory.set_unique_base("");
    auto account = auth::Account::find(directory, "othersvc");
    const auto fresh = auth::Spn::compose("hpp", "fresh.example.test");
    account.add_spn(fresh);
    EXPECT_EQ(directory.find_holders(fresh), std::vector<std::string>{std::string(account.dn())});
    EXPECT_EQ(auth::look_up_spn(directory, fresh).by, MUTAUTH_FOUND_BY_EXACT);
    EXPECT_NO_THROW(auth::check_unique(directory, fresh, account.dn()));
    EXPECT_FALSE(auth::FoundSpns::alias_conflicts(directory, fresh, account.dn()).next());
    auto found = auth::FoundSpns::find(directory, "HPP/*", MUTAUTH_RANGE_FOREST);
    const auto held = found.next();
    ASSERT_TRUE(held);
    EXPECT_EQ(held->spn, fresh.text());
    EXPECT_EQ(held->dn, account.dn());
    EXPECT_FALSE(found.next());
    EXPECT_EQ(found.entries(), 1U);
    auto duplicates = auth::Duplicates::find(directory);
    while (duplicates.advance()) {
        EXPECT_GT(duplicates.entries(), 0U);
    }
    EXPECT_FALSE(duplicates.next());
    directory.open_catalog(nullptr, nullptr, admin);
    account.delete_spn(fresh);
    for (const std::string& spn : account.spns()) {
        EXPECT_NE(spn, fresh.text());
    }
}

}  // namespace

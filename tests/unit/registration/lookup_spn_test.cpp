// [MS-DRSR] 4.1.4.2.14: exact, then mapped, then a domain controller's GUID.
#include "registration/lookup_spn.h"

#include <gtest/gtest.h>

#include "registration/alias_conflicts.h"
#include "registration/unique.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;
using Dns = std::vector<std::string>;

const std::string kHost = "cn=pc,dc=test";
const std::string kWeb = "cn=web,dc=test";
const std::string kGuid = "5e6f0a52-1b3c-4d6e-8f90-0123456789ab";
const std::string kSettings = "CN=NTDS Settings,CN=DC1,CN=Sites,CN=Configuration,dc=test";

spn::ServicePrincipalName name(const std::string& text) {
    return std::move(*spn::parse(text));
}

class LookUpSpn : public ::testing::Test {
  protected:
    void SetUp() override {
        directory_.put("CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,dc=test",
                       "sPNMappings", {"host=cifs,http,www"});
        directory_.put(kHost, "servicePrincipalName", {"HOST/pc", "http/other"});
        directory_.put(kWeb, "servicePrincipalName", {"www/pc"});
    }

    SpnLookup look_up(const std::string& spn) {
        auto found = look_up_spn(session_, name(spn), Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return std::move(*found);
    }

    Status unique(const std::string& spn, const std::string& dn) {
        return check_unique(session_, name(spn), dn, Deadline::usual()).error().status();
    }

    FakeDirectory directory_;
    FakeSession session_{directory_, Kind::active_directory};
};

TEST_F(LookUpSpn, PrefersWhatIsRegistered) {
    const auto exact = look_up("WWW/PC");
    EXPECT_EQ(exact.by, FoundBy::exact);
    EXPECT_EQ(exact.holders, Dns{kWeb});
    const auto alias = look_up("cifs/pc");
    EXPECT_EQ(alias.by, FoundBy::alias);
    EXPECT_EQ(alias.spn, "host/pc");
    EXPECT_EQ(alias.holders, Dns{kHost});
}

TEST_F(LookUpSpn, FindsNothingForClassesWithoutAnAlias) {
    for (const char* spn : {"ldap/pc", "cifs/nobody", "cifs/pc:445"}) {
        EXPECT_EQ(look_up(spn).by, FoundBy::nothing) << spn;
    }
}

TEST_F(LookUpSpn, ReportsEveryHolder) {
    directory_.put("cn=twin,dc=test", "servicePrincipalName", {"host/PC"});
    EXPECT_EQ(look_up("cifs/pc").holders, (Dns{kHost, "cn=twin,dc=test"}));
}

TEST_F(LookUpSpn, FindsADomainControllerByItsGuid) {
    directory_.put("<GUID=" + kGuid + ">", "objectGUID", {"x"});
    const std::string spn = "E3514235-4B06-11D1-AB04-00C04FC2DCD2/" + kGuid + "/test";
    EXPECT_EQ(look_up(spn).by, FoundBy::nothing) << "this entry is no directory service's";
    for (const char* other : {"E3514235-4B06-11D1-AB04-00C04FC2DCD2/x)(cn=*/test",
                              "E3514235-4B06-11D1-AB04-00C04FC2DCD2/pc/test"}) {
        EXPECT_EQ(look_up(other).by, FoundBy::nothing) << other;
    }
}

TEST_F(LookUpSpn, KnowsNoAliasesWhereThereAreNone) {
    FakeSession plain(directory_, Kind::plain);
    EXPECT_EQ(look_up_spn(plain, name("cifs/pc"), Deadline::usual())->by, FoundBy::nothing);
    EXPECT_TRUE(find_alias_conflicts(plain, name("cifs/pc"), kWeb, Deadline::usual())->empty());
}

// [windows-semantics 1.10]: both ways, but not between two that stand for one.
TEST_F(LookUpSpn, ConflictsThroughAliasesBothWays) {
    const auto conflicts = [&](const std::string& spn, const std::string& dn) {
        return *find_alias_conflicts(session_, name(spn), dn, Deadline::usual());
    };
    EXPECT_EQ(conflicts("cifs/pc", kWeb), (std::vector<Found>{{"HOST/pc", kHost}}));
    EXPECT_EQ(conflicts("host/pc", kHost), (std::vector<Found>{{"www/pc", kWeb}}));
    EXPECT_TRUE(conflicts("cifs/pc", kHost).empty()) << "on the account itself";
    EXPECT_TRUE(conflicts("http/web", kHost).empty());
    EXPECT_TRUE(conflicts("cifs/pc:53", kWeb).empty()) << "a port makes another name";
    EXPECT_EQ(unique("cifs/pc", kWeb), Status::spn_alias_taken);
    EXPECT_EQ(unique("cifs/pc", kHost), Status::ok);
    EXPECT_EQ(unique("www/pc", kHost), Status::spn_taken);
}

}  // namespace
}  // namespace mutauth::registration

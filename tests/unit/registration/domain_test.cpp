#include "registration/domain.h"

#include <gtest/gtest.h>

#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

class Domain : public ::testing::Test {
  protected:
    void SetUp() override {
        const std::string partitions = ",CN=Partitions,CN=Configuration,DC=corp,DC=test";
        for (const auto& [name, context] :
             {std::pair<std::string, std::string>("CORP", "DC=corp,DC=test"),
              {"CHILD", "DC=child,DC=corp,DC=test"}}) {
            const std::string dn = "CN=" + name + partitions;
            directory_.put(dn, "nETBIOSName", {name});
            directory_.put(dn, "nCName", {context});
            directory_.put(dn, "dnsRoot", {context == "DC=corp,DC=test" ? "corp.test" : "c.test"});
        }
        directory::Profile profile;
        profile.kind = Kind::active_directory;
        profile.base = "DC=corp,DC=test";
        profile.configuration = "CN=Configuration,DC=corp,DC=test";
        session_.describe(profile, "admin@CORP.TEST");
    }

    FakeDirectory directory_;
    FakeSession session_{directory_, Kind::active_directory};
};

TEST_F(Domain, OfTheServerIsTakenByEachOfItsNames) {
    for (const char* name : {"CORP", "corp", "corp.test"}) {
        EXPECT_TRUE(check_domain(session_, name, Deadline::usual())) << name;
    }
}

TEST_F(Domain, OfNobodyOrOfAnotherIsToldApart) {
    auto checked = check_domain(session_, "NOBODY", Deadline::usual());
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().status(), Status::account_not_found);
    EXPECT_STREQ(checked.error().message(),
                 "no domain of this forest is called NOBODY; this server's is CORP");
    checked = check_domain(session_, "CHILD", Deadline::usual());
    ASSERT_FALSE(checked);
    EXPECT_STREQ(checked.error().message(),
                 "CHILD is another domain of this forest; this server's is CORP");
}

TEST_F(Domain, CannotBeToldElsewhere) {
    FakeSession plain(directory_, Kind::mit_kldap);
    EXPECT_TRUE(check_domain(plain, "ANY", Deadline::usual()));
}

}  // namespace
}  // namespace mutauth::registration

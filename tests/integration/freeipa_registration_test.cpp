// Registration in a directory with FreeIPA's published schema, served by slapd. Not run against a
// live FreeIPA server. The rules for krbCanonicalName are those of ipalib 4.13.1's util.py:
// set_krbcanonicalname() and ensure_last_krbprincipalname().
#include "integration/account_realm.h"
#include "integration/freeipa/directory.h"
#include "registration/holders.h"
#include "registration/refusal.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using registration::Account;
using registration::Steps;

class FreeIpa : public ::testing::Test {
  protected:
    void SetUp() override {
        session_ = directory_.session_of("admin");
        ASSERT_TRUE(session_);
    }

    static std::string service(const std::string& name) {
        return "krbPrincipalName=" + name + '@' + realm() + ",cn=services,cn=accounts," + suffix();
    }
    static std::string at_realm(const std::string& name) { return name + '@' + realm(); }

    Texts principals(const std::string& dn) { return values_of(*session_, dn, "krbPrincipalName"); }

    FreeIpaDirectory directory_;
    std::unique_ptr<directory::Session> session_;
    const Steps nobody_{};
    const Deadline deadline_ = Deadline::usual();
};

TEST_F(FreeIpa, IsToldByItsSchema) {
    EXPECT_EQ(session_->profile().kind, directory::Kind::freeipa);
}

TEST_F(FreeIpa, FindsAccountsByEachOfTheirNames) {
    const std::string users = ",cn=users,cn=accounts," + suffix();
    const std::string host = "fqdn=web.example.test,cn=computers,cn=accounts," + suffix();
    for (const auto& [called, dn] :
         {std::pair(std::string("alice"), "uid=alice" + users),
          {at_realm("alice"), "uid=alice" + users},
          {"web.example.test", host},
          {at_realm("host/web.example.test"), host},
          {at_realm("HTTP/web.example.test"), service("HTTP/web.example.test")}}) {
        EXPECT_EQ(account_in(*session_, called).dn(), dn) << called;
    }
    const auto own = Account::find(*session_, std::nullopt, deadline_);
    ASSERT_TRUE(own) << own.error().message();
    EXPECT_EQ(own->dn(), "uid=admin" + users);
}

TEST_F(FreeIpa, WritesAliasesToThePrincipalAlone) {
    const std::string dn = service("HTTP/web.example.test");
    Account account = account_in(*session_, at_realm("HTTP/web.example.test"));
    for (int round = 0; round < 2; ++round) {
        const auto added =
            account.add_spns({name("HTTP/alias.example.test")}, {nobody_, deadline_});
        ASSERT_TRUE(added) << added.error().message();
    }
    EXPECT_EQ(principals(dn),
              (Texts{at_realm("HTTP/alias.example.test"), at_realm("HTTP/web.example.test")}));
    EXPECT_EQ(values_of(*session_, dn, "krbCanonicalName"),
              Texts{at_realm("HTTP/web.example.test")});
    const auto spns = account.spns(deadline_);
    ASSERT_TRUE(spns);
    EXPECT_EQ(spns->size(), 2U);
    const auto holders =
        registration::find_holders(*session_, name("HTTP/alias.example.test"), deadline_);
    ASSERT_TRUE(holders) << holders.error().message();
    ASSERT_EQ(holders->size(), 1U);
    const auto cleared = account.replace_spns({}, {nobody_, deadline_});
    ASSERT_TRUE(cleared) << cleared.error().message();
    EXPECT_EQ(principals(dn), Texts{at_realm("HTTP/web.example.test")});
    EXPECT_EQ(account.warnings().size(), 1U) << "the canonical name stays";
    EXPECT_EQ(account.delete_spn(name("HTTP/web.example.test"), deadline_).error().status(),
              Status::directory_constraint);
}

TEST_F(FreeIpa, NamesTheCanonicalPrincipalBeforeThereAreTwo) {
    Account host = account_in(*session_, "web.example.test");
    ASSERT_TRUE(host.add_spn(name("host/alias.example.test"), deadline_));
    EXPECT_EQ(values_of(*session_, host.dn(), "krbCanonicalName"),
              Texts{at_realm("host/web.example.test")});
}

TEST_F(FreeIpa, RefusesWhatAnotherAccountHolds) {
    Account account = account_in(*session_, at_realm("HTTP/web.example.test"));
    const auto added = account.add_spn(name("HTTP/other.example.test"), deadline_);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().status(), Status::spn_taken) << added.error().message();
}

TEST_F(FreeIpa, MovesAnAlias) {
    Account from = account_in(*session_, at_realm("HTTP/web.example.test"));
    Account to = account_in(*session_, at_realm("HTTP/other.example.test"));
    ASSERT_TRUE(from.add_spn(name("HTTP/moved.example.test"), deadline_));
    const auto moved = from.move_spns(to, std::nullopt, {nobody_, deadline_});
    ASSERT_TRUE(moved) << moved.error().message();
    EXPECT_EQ(principals(from.dn()), Texts{at_realm("HTTP/web.example.test")});
    EXPECT_EQ(principals(to.dn()),
              (Texts{at_realm("HTTP/moved.example.test"), at_realm("HTTP/other.example.test")}));
    EXPECT_EQ(from.warnings().size(), 1U);
}

TEST_F(FreeIpa, SaysWhichPermissionIsMissing) {
    const auto alice = directory_.session_of("alice");
    Account account = account_in(*alice, at_realm("HTTP/web.example.test"));
    const auto added = account.add_spn(name("HTTP/alias.example.test"), deadline_);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().status(), Status::directory_denied);
    EXPECT_NE(std::string(added.error().remedy()).find("System: Manage Service Principals"),
              std::string::npos);
}

// What slapd says of an attribute that its schema lacks.
TEST_F(FreeIpa, SaysThatTheSchemaLacksAnAttribute) {
    const std::string dn = service("HTTP/web.example.test");
    const directory::Changes changes{
        {directory::Change::Kind::add, "servicePrincipalName", "http/x"}};
    auto modified = written(session_->modify(dn, changes, deadline_));
    ASSERT_FALSE(modified);
    const Error why =
        registration::explained_refusal(*session_, dn, changes, std::move(modified).error());
    EXPECT_EQ(why.status(), Status::spn_attribute_missing) << why.message();
    EXPECT_EQ(why.native_codes().front().code, 8204);
    EXPECT_EQ(registration::server_text(why), "servicePrincipalName: attribute type undefined");
}

}  // namespace
}  // namespace mutauth::testing

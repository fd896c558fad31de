// What the writer makes of a server's answers.
#include "registration/ldap_writer.h"

#include <gtest/gtest.h>

#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

const std::string kDn = "uid=a,dc=test";

class Writing : public ::testing::TestWithParam<bool> {
  protected:
    void SetUp() override {
        directory_.put(kDn, "servicePrincipalName", {});
        directory_.put(kDn, "krbPrincipalName", {"a@TEST"});
        directory_.put(kDn, "krbCanonicalName", {"a@TEST"});
    }
    void meanwhile(Change change) {
        session_.before_modify = [this, change, done = false](const auto&) mutable {
            if (!std::exchange(done, true)) {
                directory_.modify(kDn, {change}, true);
            }
        };
    }

    /// The values of one name, those that are there already among them.
    static Changes both(Change::Kind kind) {
        return {{kind, "servicePrincipalName", "http/www"},
                {kind, "krbPrincipalName", "http/www@TEST"}};
    }
    Result<Changes> add() { return writer_.apply(kDn, both(Change::Kind::add), Deadline::usual()); }

    FakeDirectory directory_;
    FakeSession session_{directory_, Kind::mit_kldap, GetParam()};
    LdapWriter writer_{session_};
};

INSTANTIATE_TEST_SUITE_P(Permissive, Writing, ::testing::Bool());

TEST_P(Writing, AddsWhatAnotherHasAddedInPartMeanwhile) {
    meanwhile({Change::Kind::add, "krbPrincipalName", "http/www@TEST"});
    ASSERT_TRUE(add());
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName").size(), 1U);
    EXPECT_EQ(directory_.get(kDn, "krbPrincipalName").size(), 2U);
}

TEST_P(Writing, RemovesWhatAnotherHasRemovedInPartMeanwhile) {
    ASSERT_TRUE(add());
    meanwhile({Change::Kind::remove, "krbPrincipalName", "http/www@TEST"});
    ASSERT_TRUE(writer_.apply(kDn, both(Change::Kind::remove), Deadline::usual()));
    EXPECT_TRUE(directory_.get(kDn, "servicePrincipalName").empty());
    EXPECT_EQ(directory_.get(kDn, "krbPrincipalName"), std::vector<std::string>{"a@TEST"});
}

TEST_P(Writing, UndoesWhatItAddedAndNoMore) {
    directory_.put(kDn, "servicePrincipalName", {"http/other"});
    const auto made = add();
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 2U);
    ASSERT_TRUE(writer_.undo(kDn, *made, Deadline::usual()));
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName"), std::vector<std::string>{"http/other"});
    EXPECT_EQ(directory_.get(kDn, "krbPrincipalName").size(), 1U);
}

TEST_P(Writing, LeavesTheCanonicalNameWhenItUndoes) {
    directory_.put(kDn, "krbCanonicalName", {});
    Changes changes = both(Change::Kind::add);
    changes.push_back({Change::Kind::add, "krbCanonicalName", "a@TEST"});
    const auto made = writer_.apply(kDn, changes, Deadline::usual());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->size(), 3U);
    ASSERT_TRUE(writer_.undo(kDn, *made, Deadline::usual()));
    EXPECT_EQ(directory_.get(kDn, "krbCanonicalName"), std::vector<std::string>{"a@TEST"});
}

TEST_P(Writing, PassesRefusalsOn) {
    session_.refuse_with = 50;
    EXPECT_EQ(add().error().status(), Status::directory_denied);
    session_.refuse_with = 32;
    EXPECT_EQ(add().error().status(), Status::account_not_found);
    session_.refuse_with = 20;
    EXPECT_EQ(add().error().status(), Status::directory_failed)
        << "a server that insists is not asked for ever";
}

}  // namespace
}  // namespace mutauth::registration

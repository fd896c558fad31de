// What the writer makes of a server's answers.
#include "registration/ldap_writer.h"

#include <gtest/gtest.h>

#include "registration/undo.h"
#include "registration/unsettled.h"
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
    /// Told apart from a refusal by its status.
    Result<Changes> applied(const Changes& changes, const Deadline& until = Deadline::usual()) {
        auto told = told_by_status(writer_.apply(kDn, changes, until));
        return told ? Result<Changes>(std::move(told->made)) : std::move(told).error();
    }
    Result<Changes> add() { return applied(both(Change::Kind::add)); }
    Outcome<TakenBack> undo(const Changes& made) {
        return take_back({session_, writer_, kDn}, made, nobody_);
    }

    const Steps nobody_{};

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
    ASSERT_TRUE(applied(both(Change::Kind::remove)));
    EXPECT_TRUE(directory_.get(kDn, "servicePrincipalName").empty());
    EXPECT_EQ(directory_.get(kDn, "krbPrincipalName"), std::vector<std::string>{"a@TEST"});
}

TEST_P(Writing, UndoesWhatItAddedAndNoMore) {
    directory_.put(kDn, "servicePrincipalName", {"http/other"});
    const auto made = add();
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 2U);
    ASSERT_TRUE(told_by_status(undo(*made)));
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName"), std::vector<std::string>{"http/other"});
    EXPECT_EQ(directory_.get(kDn, "krbPrincipalName").size(), 1U);
}

TEST_P(Writing, LeavesTheCanonicalNameWhenItUndoes) {
    directory_.put(kDn, "krbCanonicalName", {});
    Changes changes = both(Change::Kind::add);
    changes.push_back({Change::Kind::add, "krbCanonicalName", "a@TEST"});
    const auto made = applied(changes);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->size(), 3U);
    ASSERT_TRUE(told_by_status(undo(*made)));
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

// Finding R1: an answer that does not come is no refusal.
TEST_P(Writing, FindsOnANewConnectionThatTheChangeWasMade) {
    session_.next_answer = FakeSession::Lost::after_it_was_done;
    const auto made = applied(both(Change::Kind::add), Deadline::in(std::chrono::milliseconds(0)));
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_EQ(made->size(), 2U);
    EXPECT_EQ(session_.renewals, 1);
    EXPECT_EQ(session_.modifications, 1);
}

TEST_P(Writing, SendsAgainWhatWasNotMadeWhileThereIsTime) {
    session_.next_answer = FakeSession::Lost::with_request;
    bool again = false;
    ASSERT_TRUE(told_by_status(
        writer_.apply(kDn, both(Change::Kind::add), Deadline::usual()).and_then([&](Applied made) {
            again = made.sent_again;
            return Outcome<Applied>::done(std::move(made));
        })));
    EXPECT_TRUE(again) << "what was sent first may still come";
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName").size(), 1U);
}

TEST_P(Writing, EndsUnknownWhereNothingTellsWhetherItWasMade) {
    const auto ends_unknown = [&](FakeSession::Lost lost, const Deadline& until) {
        session_.next_answer = lost;
        return writer_.apply(kDn, both(Change::Kind::add), until)
            .match([](const auto&) { return false; }, [](const Error&) { return false; },
                   [](const Error& why) {
                       EXPECT_EQ(why.status(), Status::change_unsettled);
                       EXPECT_NE(std::string(why.remedy()), "");
                       return true;
                   });
    };
    // Time is up and the change is not to be seen: it may be under way.
    EXPECT_TRUE(
        ends_unknown(FakeSession::Lost::with_request, Deadline::in(std::chrono::milliseconds(0))));
    session_.unreachable = true;
    EXPECT_TRUE(ends_unknown(FakeSession::Lost::after_it_was_done, Deadline::usual()));
}

}  // namespace
}  // namespace mutauth::registration

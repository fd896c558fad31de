// One modify, told as a step, and looked at afterwards.
#include "registration/edit.h"

#include <gtest/gtest.h>

#include "registration/ldap_writer.h"
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

spn::ServicePrincipalName name(const std::string& text) {
    return std::move(*spn::parse(text));
}

class Editing : public ::testing::Test {
  protected:
    void SetUp() override { directory_.put(kDn, "servicePrincipalName", {"http/old"}); }

    Result<Edited> edited(const Wish& wish, bool dry_run = false) {
        Steps steps;
        steps.dry_run = dry_run;
        steps.observer = [this](Moment moment, const std::string& step) {
            told_.push_back(std::to_string(static_cast<int>(moment)) + ' ' + step);
        };
        const auto deadline = Deadline::usual();
        return told_by_status(edit({session_, writer_, kDn}, wish, {steps, deadline}));
    }
    std::vector<std::string> held() { return directory_.get(kDn, "servicePrincipalName"); }

    FakeDirectory directory_;
    FakeSession session_{directory_, Kind::active_directory, true};
    LdapWriter writer_{session_};
    std::vector<std::string> told_;
};

TEST_F(Editing, TellsOneStepForAllValues) {
    ASSERT_TRUE(edited({{name("http/a"), name("http/b")}, {name("http/old")}, false}));
    EXPECT_EQ(session_.modifications, 1);
    const std::string step =
        "change uid=a,dc=test: delete servicePrincipalName http/old; add "
        "servicePrincipalName http/a; add servicePrincipalName http/b";
    EXPECT_EQ(told_, (std::vector<std::string>{"2 " + step, "3 " + step}));
    EXPECT_EQ(held(), (std::vector<std::string>{"http/a", "http/b"}));
}

TEST_F(Editing, OfNothingToDoIsNoStep) {
    ASSERT_TRUE(edited({{name("HTTP/Old")}, {name("http/absent")}, false}));
    EXPECT_TRUE(told_.empty());
    EXPECT_EQ(session_.modifications, 0);
}

TEST_F(Editing, InADryRunOnlyTells) {
    const auto made = edited({{name("http/a")}, {}, true}, true);
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->made.empty());
    EXPECT_EQ(session_.modifications, 0);
    EXPECT_EQ(told_, std::vector<std::string>{
                         "1 change uid=a,dc=test: delete servicePrincipalName http/old; add "
                         "servicePrincipalName http/a"});
}

TEST_F(Editing, OfTheWholeListStartsOverIfAnotherCameBetween) {
    session_.before_modify = [&, done = false](const auto&) mutable {
        if (!std::exchange(done, true)) {
            directory_.modify(kDn, {{Change::Kind::add, "servicePrincipalName", "http/else"}},
                              true);
        }
    };
    ASSERT_TRUE(edited({{name("http/a")}, {}, true}));
    EXPECT_EQ(held(), std::vector<std::string>{"http/a"});
    EXPECT_EQ(session_.modifications, 2);
}

TEST_F(Editing, GivesUpOnAnAccountThatNeverRests) {
    session_.before_modify = [&, n = 0](const auto&) mutable {
        directory_.modify(
            kDn, {{Change::Kind::add, "servicePrincipalName", "http/else" + std::to_string(++n)}},
            true);
    };
    const auto made = edited({{name("http/a")}, {}, true});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().status(), Status::account_busy) << made.error().message();
    const auto now = held();
    EXPECT_NE(std::find(now.begin(), now.end(), "http/old"), now.end()) << "put back";
    EXPECT_EQ(std::find(now.begin(), now.end(), "http/a"), now.end()) << "taken back";
}

TEST_F(Editing, FindsOutThatTheServerLies) {
    session_.before_modify = [&](const auto&) {
        session_.lies = true;
    };
    for (const Wish& wish : {Wish{{name("http/a")}, {}, false}, Wish{{name("http/a")}, {}, true},
                             Wish{{}, {name("http/old")}, false}}) {
        const auto made = edited(wish);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().status(), Status::spn_not_kept) << made.error().message();
        EXPECT_EQ(held(), std::vector<std::string>{"http/old"});
    }
}

TEST_F(Editing, SaysWhichRightIsMissing) {
    session_.refuse_with = 50;
    directory_.put(kDn, "objectClass", {"top", "user"});
    auto made = edited({{name("http/a")}, {}, false});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().status(), Status::directory_denied);
    EXPECT_NE(std::string(made.error().remedy()).find("(WP)"), std::string::npos);
    EXPECT_NE(std::string(made.error().remedy()).find("nothing on a user"), std::string::npos);
    EXPECT_EQ(made.error().native_codes().front().code, 8344);
    directory_.put(kDn, "objectClass", {"top", "user", "computer"});
    made = edited({{name("http/a")}, {}, false});
    EXPECT_NE(std::string(made.error().remedy()).find("Validated-SPN"), std::string::npos);
    EXPECT_EQ(told_.back().substr(0, 1), "4");
}

TEST_F(Editing, ReportsWhatItCouldNotTakeBack) {
    Steps nobody;
    session_.refuse_with = 50;
    undone<Edited>({session_, writer_, kDn},
                   {{Change::Kind::add, "servicePrincipalName", "http/old"}}, nobody,
                   Error(Status::spn_taken))
        .match([](const auto&) { FAIL() << "done"; },
               [](const Error&) { FAIL() << "it stands, so it is not undone"; },
               [](const Error& why) {
                   EXPECT_EQ(why.status(), Status::spn_taken);
                   ASSERT_EQ(why.evidence().size(), 1U);
                   EXPECT_EQ(why.evidence().front().key, "not taken back");
               });
}

// Finding R1.
TEST_F(Editing, TellsOfAStepThatMayBeDoneOrNot) {
    session_.next_answer = FakeSession::Lost::after_it_was_done;
    session_.unreachable = true;
    const auto made = edited({{name("http/a")}, {}, false});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().status(), Status::change_unsettled);
    EXPECT_EQ(told_.back().substr(0, 1), "5");
    EXPECT_EQ(held(), (std::vector<std::string>{"http/old", "http/a"})) << "nothing taken back";
}

// Finding R2: names that were taken off are put back only if nobody has got them since.
TEST_F(Editing, PutsBackNothingThatAnotherAccountHasGotSince) {
    directory_.put("uid=b,dc=test", "servicePrincipalName", {"http/two"});
    directory_.put(kDn, "servicePrincipalName", {});
    const Steps nobody;
    const auto back =
        told_by_status(take_back({session_, writer_, kDn},
                                 {{Change::Kind::remove, "servicePrincipalName", "http/one"},
                                  {Change::Kind::remove, "servicePrincipalName", "http/Two"}},
                                 nobody));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->left_out, std::vector<std::string>{"http/Two"});
    EXPECT_EQ(held(), std::vector<std::string>{"http/one"});
}

/// It comes between the question and the answer.
TEST_F(Editing, TakesOffAgainWhatAnotherAccountGotWhileItPutBack) {
    directory_.put(kDn, "servicePrincipalName", {});
    session_.before_modify = [&, done = false](const auto&) mutable {
        if (!std::exchange(done, true)) {
            directory_.put("uid=0,dc=test", "servicePrincipalName", {"http/two"});
        }
    };
    const Steps nobody;
    const auto back =
        told_by_status(take_back({session_, writer_, kDn},
                                 {{Change::Kind::remove, "servicePrincipalName", "http/one"},
                                  {Change::Kind::remove, "servicePrincipalName", "http/two"}},
                                 nobody));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->left_out, std::vector<std::string>{"http/two"});
    EXPECT_EQ(held(), std::vector<std::string>{"http/one"});
}

}  // namespace
}  // namespace mutauth::registration

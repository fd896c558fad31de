// Moves that are cut short, and moves that fail.
#include "registration/move.h"

#include <gtest/gtest.h>

#include "registration/claim.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

const std::string kFrom = "uid=a,dc=test";
const std::string kTo = "uid=b,dc=test";

using Texts = std::vector<std::string>;

Spns list(const Texts& texts) {
    Spns out;
    for (const auto& text : texts) {
        out.push_back(std::move(*spn::parse(text)));
    }
    return out;
}

class Moving : public ::testing::TestWithParam<Kind> {
  protected:
    void SetUp() override {
        const bool kdc = directory::serves_principals(GetParam());
        directory_.put(kFrom, "servicePrincipalName",
                       GetParam() == Kind::freeipa ? Texts{} : Texts{"http/one", "http/two"});
        directory_.put(kTo, "servicePrincipalName", {});
        directory_.put(kFrom, "krbPrincipalName",
                       kdc ? Texts{"a@TEST", "http/one@TEST", "http/two@TEST"} : Texts{});
        directory_.put(kFrom, "krbCanonicalName", kdc ? Texts{"a@TEST"} : Texts{});
        directory_.put(kTo, "krbPrincipalName", kdc ? Texts{"b@TEST"} : Texts{});
    }

    /// The answer to the step of this number is lost, and nothing tells more of it.
    Result<Texts> unanswered(int at, FakeSession::Lost lost, bool unreachable) {
        FakeSession session(directory_, GetParam());
        session.unreachable = unreachable;
        session.before_modify = [&, step = 0](const auto&) mutable {
            session.next_answer = ++step == at ? lost : FakeSession::Lost::no;
        };
        LdapWriter writer(session);
        const Steps nobody;
        const auto deadline = Deadline::usual();
        return told_by_status(move({session, writer, kFrom}, {session, writer, kTo}, std::nullopt,
                                   {nobody, deadline}));
    }

    /// Ends without a word before the step of this number, as a kill would.
    Result<Texts> moved(const std::optional<Spns>& spns, int killed_before = 0, int refused = 0) {
        FakeSession session(directory_, GetParam());
        session.before_modify = [&, step = 0](const auto&) mutable {
            if (++step == killed_before) {
                throw Killed();
            }
            session.refuse_with = step == refused ? 50 : 0;
        };
        LdapWriter writer(session);
        Steps steps;
        const auto deadline = Deadline::usual();
        return told_by_status(
            move({session, writer, kFrom}, {session, writer, kTo}, spns, {steps, deadline}));
    }

    Texts held(const std::string& dn) {
        FakeSession session(directory_, GetParam());
        Texts out = all_spns(*read_names(session, dn, Deadline::usual()));
        std::sort(out.begin(), out.end());
        return out;
    }

    struct Killed {};

    FakeDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Directories,
                         Moving,
                         ::testing::Values(Kind::plain, Kind::active_directory, Kind::mit_kldap));

TEST_P(Moving, TakesWhatIsListed) {
    ASSERT_TRUE(moved(list({"http/one"})));
    EXPECT_EQ(held(kFrom), Texts{"http/two"});
    EXPECT_EQ(held(kTo), Texts{"http/one"});
    ASSERT_TRUE(moved(list({"http/one"}))) << "again";
    ASSERT_TRUE(moved(std::nullopt));
    EXPECT_EQ(held(kFrom), Texts{});
    EXPECT_EQ(held(kTo), (Texts{"http/one", "http/two"}));
}

TEST_P(Moving, IsFinishedByRunningItAgain) {
    for (int step = 1; step <= 3; ++step) {
        SetUp();
        EXPECT_THROW((void)moved(std::nullopt, step), Killed);
        ASSERT_TRUE(moved(std::nullopt)) << step;
        EXPECT_EQ(held(kFrom), Texts{}) << step;
        EXPECT_EQ(held(kTo), (Texts{"http/one", "http/two"})) << step;
    }
}

TEST_P(Moving, ThatFailsPutsEverythingBack) {
    for (int step = 1; step <= 3; ++step) {
        SetUp();
        const auto result = moved(std::nullopt, 0, step);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().status(), Status::directory_denied) << result.error().message();
        EXPECT_EQ(held(kFrom), (Texts{"http/one", "http/two"})) << step;
        EXPECT_EQ(held(kTo), Texts{}) << step;
    }
}

// Finding R1: "unknown" is not "no". The answer to "delete from the old account" was lost, the
// notes were taken back, and all SPNs were gone from both.
TEST_P(Moving, WithAnAnswerLostIsFinishedByRunningItAgain) {
    using Lost = FakeSession::Lost;
    for (int step = 1; step <= 3; ++step) {
        for (const Lost lost : {Lost::after_it_was_done, Lost::with_request}) {
            SetUp();
            const auto settled = unanswered(step, lost, false);
            EXPECT_TRUE(settled) << step << ": " << settled.error().message();
            EXPECT_EQ(held(kTo), (Texts{"http/one", "http/two"})) << step;

            SetUp();
            const auto open = unanswered(step, lost, true);
            ASSERT_FALSE(open) << step;
            EXPECT_EQ(open.error().status(), Status::change_unsettled) << open.error().message();
            Texts anywhere = held(kFrom);
            for (const auto& name : held(kTo)) {
                anywhere.push_back(name);
            }
            for (const char* name : {"http/one", "http/two"}) {
                const bool there =
                    std::any_of(anywhere.begin(), anywhere.end(),
                                [&](const auto& held) { return held.ends_with(name); });
                EXPECT_TRUE(there) << name << " is lost, step " << step;
            }
            ASSERT_TRUE(moved(std::nullopt)) << step;
            EXPECT_EQ(held(kFrom), Texts{}) << step;
            EXPECT_EQ(held(kTo), (Texts{"http/one", "http/two"})) << step;
        }
    }
}

TEST_P(Moving, RefusesWhatNeitherHolds) {
    const auto result = moved(list({"http/one", "http/typo"}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().status(), Status::spn_not_there);
    EXPECT_EQ(held(kFrom).size(), 2U);
    FakeSession session(directory_, GetParam());
    LdapWriter writer(session);
    const Steps nobody;
    const auto deadline = Deadline::usual();
    EXPECT_EQ(told_by_status(move({session, writer, kFrom}, {session, writer, "UID=a, dc=test"},
                                  std::nullopt, {nobody, deadline}))
                  .error()
                  .status(),
              Status::invalid_argument);
}

TEST_P(Moving, TellsInADryRunWhatItThenDoes) {
    const auto told = [&](bool dry_run) {
        Texts out;
        FakeSession session(directory_, GetParam());
        LdapWriter writer(session);
        Steps steps;
        steps.dry_run = dry_run;
        steps.observer = [&](Moment moment, const std::string& step) {
            if (moment == (dry_run ? Moment::planned : Moment::done)) {
                out.push_back(step);
            }
        };
        const auto deadline = Deadline::usual();
        EXPECT_TRUE(told_by_status(move({session, writer, kFrom}, {session, writer, kTo},
                                        std::nullopt, {steps, deadline})));
        EXPECT_EQ(session.modifications, dry_run ? 0 : 3);
        return out;
    };
    const Texts planned = told(true);
    EXPECT_EQ(held(kTo), Texts{});
    EXPECT_EQ(planned, told(false));
    EXPECT_EQ(planned.size(), 3U);
}

}  // namespace
}  // namespace mutauth::registration

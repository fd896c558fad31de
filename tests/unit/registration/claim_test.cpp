// One SPN, one account: against a directory that does not care.
#include "registration/claim.h"

#include <gtest/gtest.h>

#include <thread>

#include "registration/holders.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

const std::string kFirst = "uid=a,dc=test";
const std::string kSecond = "uid=b,dc=test";

spn::ServicePrincipalName name(const std::string& text) {
    return std::move(*spn::parse(text));
}

class Claim : public ::testing::TestWithParam<Kind> {
  protected:
    void SetUp() override {
        for (const auto& [dn, principal] : {std::pair(kFirst, "a@TEST"), {kSecond, "b@TEST"}}) {
            directory_.put(dn, "servicePrincipalName", {});
            directory_.put(dn, "krbPrincipalName", {principal});
            directory_.put(dn, "krbCanonicalName", {principal});
        }
    }

    static Status claim_on(FakeSession& session, const std::string& dn, const std::string& spn) {
        LdapWriter writer(session);
        return claim(session, writer, dn, name(spn), Deadline::usual()).error().status();
    }

    std::vector<std::string> holders(const std::string& spn) {
        FakeSession session(directory_, GetParam());
        return *find_holders(session, name(spn), Deadline::usual());
    }

    FakeDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Directories, Claim, ::testing::Values(Kind::plain, Kind::mit_kldap));

TEST(ClaimGivesWay, IsDecidedByTheDnWhateverItsSpelling) {
    EXPECT_TRUE(gives_way(kSecond, kFirst));
    EXPECT_FALSE(gives_way(kFirst, kSecond));
    EXPECT_FALSE(gives_way("UID=A, DC=test", kSecond));
    EXPECT_TRUE(gives_way("UID=B, DC=test", kFirst));
    EXPECT_FALSE(gives_way(kFirst, kFirst));
}

TEST_P(Claim, IsIdempotent) {
    FakeSession session(directory_, GetParam());
    EXPECT_EQ(claim_on(session, kFirst, "http/www"), Status::ok);
    EXPECT_EQ(session.modifications, 1);
    EXPECT_EQ(claim_on(session, kFirst, "http/www"), Status::ok);
    EXPECT_EQ(session.modifications, 1);
    EXPECT_EQ(claim_on(session, kSecond, "HTTP/WWW"), Status::spn_taken);
    EXPECT_EQ(session.modifications, 1);
}

/// The other writes between our look and our change, and is gone.
TEST_P(Claim, OfTheGreaterDnGivesWayToOneThatWroteMeanwhile) {
    FakeSession session(directory_, GetParam());
    session.before_modify = [&, done = false](const auto&) mutable {
        if (!std::exchange(done, true)) {
            directory_.put(kFirst, "servicePrincipalName", {"http/www"});
        }
    };
    EXPECT_EQ(claim_on(session, kSecond, "http/www"), Status::spn_taken);
    EXPECT_EQ(holders("http/www"), std::vector<std::string>{kFirst});
    EXPECT_TRUE(directory_.get(kSecond, "servicePrincipalName").empty());
    EXPECT_EQ(directory_.get(kSecond, "krbPrincipalName").size(), 1U);
}

/// All of a list or nothing, and what stood there before is not the list's.
TEST_P(Claim, OfAListTakesBackJustWhatItAdded) {
    FakeSession session(directory_, GetParam());
    ASSERT_EQ(claim_on(session, kSecond, "http/kept"), Status::ok);
    session.before_modify = [&, done = false](const auto&) mutable {
        if (!std::exchange(done, true)) {
            directory_.put(kFirst, "servicePrincipalName", {"http/www"});
        }
    };
    LdapWriter writer(session);
    std::vector<std::string> told;
    Steps steps;
    steps.observer = [&](Moment moment, const std::string& step) {
        if (moment == Moment::done) {
            told.push_back(step);
        }
    };
    const auto deadline = Deadline::usual();
    const auto claimed = told_by_status(claim(
        {session, writer, kSecond},
        {{name("http/new"), name("http/kept"), name("http/www")}, {}, false}, {steps, deadline}));
    ASSERT_FALSE(claimed);
    EXPECT_EQ(claimed.error().status(), Status::spn_taken);
    EXPECT_EQ(claimed.error().native_codes().front().code, 8647);
    EXPECT_EQ(directory_.get(kSecond, "servicePrincipalName"),
              std::vector<std::string>{"http/kept"});
    ASSERT_EQ(told.size(), 2U) << "the change and what took it back";
    EXPECT_TRUE(told[1].starts_with("take back: change uid=b,dc=test: delete ")) << told[1];
}

TEST_P(Claim, OfAListInADryRunFindsConflictsAndWritesNothing) {
    FakeSession session(directory_, GetParam());
    directory_.put(kFirst, "servicePrincipalName", {"http/www"});
    LdapWriter writer(session);
    Steps steps;
    steps.dry_run = true;
    const auto deadline = Deadline::usual();
    EXPECT_EQ(
        told_by_status(claim({session, writer, kSecond},
                             {{name("http/new"), name("http/www")}, {}, true}, {steps, deadline}))
            .error()
            .status(),
        Status::spn_taken);
    EXPECT_TRUE(told_by_status(
        claim({session, writer, kSecond}, {{name("http/new")}, {}, true}, {steps, deadline})));
    EXPECT_EQ(session.modifications, 0);
}

/// Nobody but the lesser DN can have noticed then, so waiting for the other is not enough.
TEST_P(Claim, OfTheLesserDnGivesWayToOneThatStays) {
    FakeSession session(directory_, GetParam());
    session.before_modify = [&, done = false](const auto&) mutable {
        if (!std::exchange(done, true)) {
            directory_.put(kSecond, "servicePrincipalName", {"http/www"});
        }
    };
    EXPECT_EQ(claim_on(session, kFirst, "http/www"), Status::spn_taken);
    EXPECT_EQ(holders("http/www"), std::vector<std::string>{kSecond});
}

TEST_P(Claim, OfTheLesserDnWaitsForTheOtherToGiveWay) {
    FakeSession session(directory_, GetParam());
    std::thread other;
    session.before_modify = [&, done = false](const auto&) mutable {
        if (!std::exchange(done, true)) {
            directory_.put(kSecond, "servicePrincipalName", {"http/www"});
            other = std::thread([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(80));
                directory_.modify(
                    kSecond,
                    {{directory::Change::Kind::remove, "servicePrincipalName", "http/www"}}, false);
            });
        }
    };
    EXPECT_EQ(claim_on(session, kFirst, "http/www"), Status::ok);
    other.join();
    EXPECT_EQ(holders("http/www"), std::vector<std::string>{kFirst});
}

TEST_P(Claim, OfManyWritersLeavesOneHolderAtMost) {
    constexpr int kRounds = 60;
    for (int round = 0; round < kRounds; ++round) {
        const std::string spn = "race/r" + std::to_string(round);
        Status second = Status::internal;
        std::thread racer([&] {
            FakeSession session(directory_, GetParam());
            second = claim_on(session, kSecond, spn);
        });
        FakeSession session(directory_, GetParam());
        const Status first = claim_on(session, kFirst, spn);
        racer.join();
        const auto left = holders(spn);
        ASSERT_LE(left.size(), 1U) << spn;
        ASSERT_EQ(left.size(), (first == Status::ok ? 1U : 0U) + (second == Status::ok ? 1U : 0U));
    }
}

TEST_P(Claim, ExplainsARefusalByTheHolderItFinds) {
    FakeSession session(directory_, GetParam());
    session.refuse_with = 19;
    session.before_modify = [&](const auto&) {
        directory_.put(kSecond, "servicePrincipalName", {"http/www"});
    };
    LdapWriter writer(session);
    const auto claimed = claim(session, writer, kFirst, name("http/www"), Deadline::usual());
    ASSERT_FALSE(claimed);
    EXPECT_EQ(claimed.error().status(), Status::spn_taken);
    EXPECT_EQ(directory::ldap_code_of(claimed.error()), directory::LdapCode::constraint_violation);
    EXPECT_NE(std::string(claimed.error().message()).find(kSecond), std::string::npos);
}

TEST_P(Claim, BelievesActiveDirectoryAboutHoldersOutOfSight) {
    FakeSession session(directory_, GetParam());
    session.refuse_with = 19;
    session.refusal_text = "000021C7: AtrErr: DSID-03200E9C";
    EXPECT_EQ(claim_on(session, kFirst, "http/www"), Status::spn_taken);
    session.refusal_text = "value does not conform";
    EXPECT_EQ(claim_on(session, kFirst, "http/www"), Status::directory_constraint);
}

TEST_P(Claim, ReportsAnAccountThatIsGone) {
    FakeSession session(directory_, GetParam());
    EXPECT_EQ(claim_on(session, "uid=c,dc=test", "http/www"), Status::account_not_found);
}

}  // namespace
}  // namespace mutauth::registration

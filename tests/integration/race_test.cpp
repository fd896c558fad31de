// Uniqueness under a race, in a directory that enforces it and in one that does not.
#include "integration/race.h"

#include "registration/account.h"
#include "registration/edit.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "support/unenforced.h"

namespace mutauth::testing {
namespace {

using directory::Session;
using registration::Account;

/// Less than a minute on a busy machine; MUTAUTH_TEST_ROUNDS=2000 runs as many of each. A directory
/// that enforces nothing takes some 60 ms a round, one that does 4.
constexpr int kRounds = 1000;
constexpr int kRoundsUnenforced = 300;

Result<void> claim(Session& session, const std::string& dn, const std::string& spn) {
    auto account = Account::find(session, dn, Deadline::usual());
    return account ? account->add_spn(name(spn), Deadline::usual())
                   : Result<void>(std::move(account).error());
}

Result<void> remove(Session& session, const std::string& dn, const std::string& spn) {
    auto account = Account::find(session, dn, Deadline::usual());
    return account ? account->delete_spn(name(spn), Deadline::usual())
                   : Result<void>(std::move(account).error());
}

/// Writes without looking at who else does.
Result<void> barge_in(Session& session, const std::string& dn, const std::string& spn) {
    registration::LdapWriter writer(session);
    const registration::Steps nobody;
    const Deadline deadline = Deadline::usual();
    auto edited = registration::told_by_status(
        registration::edit({session, writer, dn}, {{name(spn)}, {}, false}, {nobody, deadline}));
    return edited ? Result<void>() : std::move(edited).error();
}

class Race : public ::testing::Test {
  protected:
    RaceResult run(decltype(Racer::add) add, int rounds, const std::string& host) {
        return race({*one_, websvc(), add, remove}, {*two_, othersvc(), add, remove}, host, rounds);
    }

    std::unique_ptr<Session> one_ = session_of("admin");
    std::unique_ptr<Session> two_ = session_of("admin");
};

TEST_F(Race, HasOneWinnerWhereTheDirectoryEnforcesIt) {
    const int rounds = race_rounds(kRounds);
    const auto result = run(claim, rounds, "enforced.test");
    EXPECT_EQ(result.one_winner, rounds);
    EXPECT_EQ(result.told_wrong, 0);
}

TEST_F(Race, HasOneWinnerWhereItDoesNot) {
    const support::Unenforced slapd;
    const int rounds = race_rounds(kRoundsUnenforced);
    const auto result = run(claim, rounds, "unenforced.test");
    EXPECT_EQ(result.one_winner, rounds);
    EXPECT_EQ(result.told_wrong, 0);
}

TEST_F(Race, HasTwoWinnersIfNobodyLooks) {
    const support::Unenforced slapd;
    const auto result = run(barge_in, 20, "nobody-looks.test");
    EXPECT_EQ(result.two_winners, 20) << "or the tests before this one show nothing";
}

}  // namespace
}  // namespace mutauth::testing

// Passwords that MIT's kadmind does not take any more, since they are in the account's history.
#include "integration/keytab_given_up_cases.h"

namespace mutauth::testing {
namespace {

// Killed before and after each step, a rotation that gives a password up goes on.
TEST_F(KeytabGivenUp, SurvivesAKillAtEveryPoint) {
    int points = 0;
    for (bool all_done = false; !all_done; ++points) {
        if (points > 0) {
            reset();
            to_history();
        }
        age(kHour + 120);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            int seen = 0;
            Steps steps;
            steps.observer = [&](Moment, const std::string&) {
                if (seen++ == points) {
                    ::kill(::getpid(), SIGKILL);
                }
            };
            ::_exit(rotate_key(place(), {}, steps, Deadline::usual()) ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        all_done = WIFEXITED(status);
        ASSERT_TRUE(all_done ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGKILL) << points;
        EXPECT_THAT(faults(), IsEmpty()) << points;
        const auto again =
            all_done ? Result<void>() : rotate_key(place(), {}, {}, Deadline::usual());
        SCOPED_TRACE(points);
        expect_done(again);
    }
    std::cout << "kill points of a rotation that gives a password up: " << points - 1 << '\n';
    EXPECT_GE(points - 1, 10);
}

}  // namespace
}  // namespace mutauth::testing

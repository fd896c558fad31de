// Each change of an account is killed before and after each of its steps and run again: it must end
// as if it had run once, and leave nothing over. Included by one test file for each kind of realm.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "integration/account_realm.h"
#include "registration/claim.h"

namespace mutauth::testing {
namespace {

using directory::Session;
using registration::Account;
using registration::Manner;
using registration::Moment;
using registration::Operation;
using registration::Spns;
using registration::Steps;

struct Scenario {
    const char* what;
    std::function<Result<void>(Account& websvc, Account& othersvc, const Manner&)> run;
    /// What the two hold in the end, sorted.
    Texts on_websvc;
    Texts on_othersvc;
};

Spns names(const Texts& texts) {
    Spns out;
    for (const auto& text : texts) {
        out.push_back(name(text));
    }
    return out;
}

const Texts kBefore{"http/one.crash.test", "http/two.crash.test", "imap/one.crash.test"};

std::vector<Scenario> scenarios() {
    return {
        {"add",
         [](Account& a, Account&, const Manner& m) {
             return a.add_spns(names({"http/new.crash.test", "ftp/new.crash.test"}), m);
         },
         sorted({kBefore[0], kBefore[1], kBefore[2], "http/new.crash.test", "ftp/new.crash.test"}),
         {}},
        {"delete",
         [](Account& a, Account&, const Manner& m) {
             return a.delete_spns(names({kBefore[0], kBefore[2]}), m);
         },
         {kBefore[1]},
         {}},
        {"replace",
         [](Account& a, Account&, const Manner& m) {
             return a.replace_spns(names({kBefore[1], "http/new.crash.test"}), m);
         },
         sorted({kBefore[1], "http/new.crash.test"}),
         {}},
        {"clear",
         [](Account& a, Account&, const Manner& m) { return a.replace_spns({}, m); },
         {},
         {}},
        {"register a host",
         [](Account& a, Account&, const Manner& m) {
             return a.register_host(Operation::replace,
                                    *registration::host_pair("nfs", "crash.example.test"), m);
         },
         {"nfs/CRASH", "nfs/crash.example.test"},
         {}},
        {"move some",
         [](Account& a, Account& b, const Manner& m) {
             return a.move_spns(b, names({kBefore[0], kBefore[1]}), m);
         },
         {kBefore[2]},
         {kBefore[0], kBefore[1]}},
        {"move all",
         [](Account& a, Account& b, const Manner& m) { return a.move_spns(b, std::nullopt, m); },
         {},
         kBefore},
        {"remove a class",
         [](Account& a, Account&, const Manner& m) { return a.remove_all("HTTP", m); },
         {kBefore[2]},
         {}},
        {"remove all",
         [](Account& a, Account&, const Manner& m) { return a.remove_all(std::nullopt, m); },
         {},
         {}},
    };
}

class AccountCrash : public ::testing::Test {
  protected:
    void SetUp() override {
        session_ = session_of("admin");
        ASSERT_TRUE(session_);
        websvc_ = account_in(*session_, "websvc").dn();
        othersvc_ = account_in(*session_, "othersvc").dn();
        reset();
    }
    void TearDown() override {
        set_spns(*session_, websvc_, {});
        set_spns(*session_, othersvc_, {});
    }
    void reset() {
        set_spns(*session_, othersvc_, {});
        set_spns(*session_, websvc_, kBefore);
    }

    /// In a session of its own; dies at the moment of this number, the first is 1.
    static Result<void> run(const Scenario& scenario, int killed_at, Texts* told = nullptr) {
        const auto session = session_of("admin");
        Account websvc = account_in(*session, "websvc");
        Account othersvc = account_in(*session, "othersvc");
        Steps steps;
        steps.dry_run = killed_at < 0;
        steps.observer = [&, moment = 0](Moment kind, const std::string& step) mutable {
            if (told != nullptr && kind != Moment::done) {
                told->push_back(step);
            }
            if (++moment == killed_at) {
                ::kill(::getpid(), SIGKILL);
            }
        };
        const auto deadline = Deadline::usual();
        return scenario.run(websvc, othersvc, {steps, deadline});
    }

    /// How a child process ends that runs it: 0, 1 for a failure, or a signal's number.
    static int run_in_child(const Scenario& scenario, int killed_at) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto done = run(scenario, killed_at);
            if (!done) {
                std::cerr << done.error().message() << '\n';
            }
            ::_exit(done ? 0 : 1);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }

    void expect_end(const Scenario& scenario, const std::string& when) {
        EXPECT_EQ(held_by(*session_, websvc_), scenario.on_websvc) << scenario.what << when;
        EXPECT_EQ(held_by(*session_, othersvc_), scenario.on_othersvc) << scenario.what << when;
    }

    std::unique_ptr<Session> session_;
    std::string websvc_;
    std::string othersvc_;
};

TEST_F(AccountCrash, IsRepairedByRunningTheSameAgain) {
    int points = 0;
    for (const auto& scenario : scenarios()) {
        for (int moment = 1;; ++moment) {
            reset();
            const int ended = run_in_child(scenario, moment);
            if (ended != SIGKILL) {
                EXPECT_EQ(ended, 0) << scenario.what;
                EXPECT_GT(moment, 2) << scenario.what << " has a step at least";
                break;
            }
            ++points;
            const std::string when = ", killed at moment " + std::to_string(moment);
            EXPECT_EQ(run_in_child(scenario, 0), 0) << scenario.what << when;
            expect_end(scenario, when);
        }
        EXPECT_EQ(run_in_child(scenario, 0), 0) << scenario.what << " when all is done";
        expect_end(scenario, ", run twice");
    }
    std::cout << "kill points tried: " << points << " in " << scenarios().size() << " changes\n";
    EXPECT_GE(points, 26) << "nine changes, two moments a step, three steps a move";
}

TEST_F(AccountCrash, DryRunsTellTheStepsAndChangeNothing) {
    for (const auto& scenario : scenarios()) {
        reset();
        Texts planned;
        ASSERT_TRUE(run(scenario, -1, &planned)) << scenario.what;
        EXPECT_EQ(held_by(*session_, websvc_), kBefore) << scenario.what;
        EXPECT_EQ(held_by(*session_, othersvc_), Texts()) << scenario.what;
        Texts done;
        ASSERT_TRUE(run(scenario, 0, &done)) << scenario.what;
        EXPECT_EQ(planned, done) << scenario.what;
    }
}

/// A third account takes a name just when it is on neither of the two.
TEST_F(AccountCrash, MovesThatCannotPutBackKeepTheirNotes) {
    Account from = account_in(*session_, "websvc");
    Account to = account_in(*session_, "othersvc");
    const auto other_session = session_of("admin");
    Account third = account_in(*other_session, "host1$");
    const auto deadline = Deadline::usual();
    Steps steps;
    int done = 0;
    steps.observer = [&](Moment moment, const std::string&) {
        if (moment == Moment::done && ++done == 2) {
            EXPECT_TRUE(third.add_spn(name(kBefore[1]), deadline));
        }
    };
    const auto moved = from.move_spns(to, std::nullopt, {steps, deadline});
    const auto freed = third.delete_spn(name(kBefore[1]), deadline);
    EXPECT_TRUE(freed) << freed.error().message();
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().status(), Status::spn_taken) << moved.error().message();
    // Finding R2: what is free goes back, what another has got stays noted, and has one holder.
    EXPECT_EQ(held_by(*session_, websvc_), (Texts{kBefore[0], kBefore[2]}));
    EXPECT_EQ(held_by(*session_, othersvc_), Texts{"mutauth-moving.http/two.crash.test"});
    EXPECT_EQ(evidence(moved.error(), "not put back, another account has it"), kBefore[1]);
    EXPECT_EQ(evidence(moved.error(), "noted on"), othersvc_);
    const Steps nobody;
    const auto again = from.move_spns(to, std::nullopt, {nobody, deadline});
    EXPECT_TRUE(again) << again.error().message();
    EXPECT_EQ(held_by(*session_, websvc_), Texts());
    EXPECT_EQ(held_by(*session_, othersvc_), kBefore);
}

/// A third account takes one of the names when it is on neither of the two, so the move puts back,
/// and is killed at the moment of this number after that.
int refused_move_in_child(int killed_at) {
    const pid_t child = ::fork();
    if (child == 0) {
        const auto session = session_of("admin");
        const auto other_session = session_of("admin");
        Account from = account_in(*session, "websvc");
        Account to = account_in(*session, "othersvc");
        Account third = account_in(*other_session, "host1$");
        const auto deadline = Deadline::usual();
        Steps steps;
        steps.observer = [&, done = 0, moment = 0](Moment kind, const std::string&) mutable {
            if (done == 2 && ++moment == killed_at) {
                ::kill(::getpid(), SIGKILL);
            }
            if (kind == Moment::done && ++done == 2 && !third.add_spn(name(kBefore[1]), deadline)) {
                ::_exit(2);
            }
        };
        const auto moved = from.move_spns(to, std::nullopt, {steps, deadline});
        ::_exit(!moved && moved.error().status() == Status::spn_taken ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

TEST_F(AccountCrash, IsRepairedAfterAKillWhileItPutsBack) {
    const auto every = scenarios();
    const auto& move = *std::find_if(every.begin(), every.end(), [](const auto& scenario) {
        return std::string_view(scenario.what) == "move all";
    });
    Account third = account_in(*session_, "host1$");
    int points = 0;
    for (int moment = 1;; ++moment) {
        reset();
        const int ended = refused_move_in_child(moment);
        ASSERT_TRUE(third.delete_spn(name(kBefore[1]), Deadline::usual()));
        const std::string when = ", killed while it put back, moment " + std::to_string(moment);
        EXPECT_EQ(run_in_child(move, 0), 0) << when;
        expect_end(move, when);
        if (ended != SIGKILL) {
            EXPECT_EQ(ended, 0);
            break;
        }
        ++points;
    }
    std::cout << "kill points tried while putting back: " << points << '\n';
    // The look before the third step finds the conflict: the one step that puts back begins and
    // ends.
    EXPECT_EQ(points, 2);
}

TEST_F(AccountCrash, OfAnAccountWithoutTheRightChangesNothing) {
    const auto alice = session_of("alice");
    Account from = account_in(*session_, "websvc");
    Account to = account_in(*alice, "othersvc");
    const Steps nobody;
    const auto deadline = Deadline::usual();
    const auto moved = from.move_spns(to, std::nullopt, {nobody, deadline});
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().status(), Status::directory_denied) << moved.error().message();
    EXPECT_EQ(held_by(*session_, websvc_), kBefore);
    EXPECT_EQ(held_by(*session_, othersvc_), Texts());
}

/// The server falls silent for good when the step's request is on its way.
TEST_F(AccountCrash, OfALostSessionIsRepairedByRunningItAgain) {
    for (const auto& scenario : scenarios()) {
        if (scenario.what != std::string_view("move all")) {
            continue;  // each waits for seconds; tests of the wire's faults have them all
        }
        reset();
        std::atomic<bool> cut{false};
        Eavesdropper between([&](bool from_server, std::string& bytes) {
            if (cut && from_server) {
                bytes.clear();
            }
        });
        auto session = open_at(between.address(), "admin", Deadline::usual());
        ASSERT_TRUE(session) << session.error().message();
        Account websvc = account_in(**session, "websvc");
        Account othersvc = account_in(**session, "othersvc");
        Steps steps;
        steps.observer = [&](Moment moment, const std::string&) {
            cut = cut || moment == Moment::begins;
        };
        const auto deadline = Deadline::in(std::chrono::milliseconds(700));
        const auto done = scenario.run(websvc, othersvc, {steps, deadline});
        ASSERT_FALSE(done) << scenario.what;
        EXPECT_EQ(done.error().status(), Status::change_unsettled) << done.error().message();
        ASSERT_TRUE(run(scenario, 0)) << scenario.what;
        expect_end(scenario, ", after a lost session");
    }
}

}  // namespace
}  // namespace mutauth::testing

// Two writers that register one SPN on two accounts at the same moment, many times.
#pragma once

#include <barrier>
#include <cstdio>
#include <thread>

#include "integration/realm_directory.h"
#include "registration/holders.h"

namespace mutauth::testing {

/// MUTAUTH_TEST_ROUNDS, or as many as take a few seconds.
inline int race_rounds(int usual) {
    const std::string asked = realm_variable("MUTAUTH_TEST_ROUNDS");
    return asked.empty() ? usual : std::stoi(asked);
}

struct RaceResult {
    int one_winner = 0;
    int no_winner = 0;
    int two_winners = 0;
    /// Rounds whose outcome was another than what the directory then holds.
    int told_wrong = 0;
};

/// One side of the race, on a thread of its own.
struct Racer {
    directory::Session& session;
    std::string dn;
    std::function<Result<void>(directory::Session&, const std::string&, const std::string&)> add;
    std::function<Result<void>(directory::Session&, const std::string&, const std::string&)> remove;
};

inline RaceResult race(const Racer& one, const Racer& two, const std::string& host, int rounds) {
    RaceResult out;
    std::barrier start(2);
    for (int round = 0; round < rounds; ++round) {
        const std::string spn = "race/r" + std::to_string(round) + "." + host;
        const auto run = [&](const Racer& racer) {
            start.arrive_and_wait();
            return racer.add(racer.session, racer.dn, spn).error().status();
        };
        Status second = Status::internal;
        std::thread other([&] { second = run(two); });
        const Status first = run(one);
        other.join();
        const int said = (first == Status::ok ? 1 : 0) + (second == Status::ok ? 1 : 0);
        const auto holders = registration::find_holders(one.session, name(spn), Deadline::usual());
        EXPECT_TRUE(holders) << holders.error().message();
        ++(said == 1 ? out.one_winner : said == 0 ? out.no_winner : out.two_winners);
        if (!holders || holders->size() != static_cast<std::size_t>(said)) {
            ++out.told_wrong;
        }
        for (const Status status : {first, second}) {
            EXPECT_TRUE(status == Status::ok || status == Status::spn_taken)
                << status_symbol(static_cast<int>(status));
        }
        for (const Racer& racer : {one, two}) {
            EXPECT_TRUE(racer.remove(racer.session, racer.dn, spn));
        }
    }
    std::printf("%d rounds: one winner %d, none %d, two %d\n", rounds, out.one_winner,
                out.no_winner, out.two_winners);
    return out;
}

}  // namespace mutauth::testing

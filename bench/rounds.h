// Times two ways of doing one thing in turn, and prints how they compare as one line of JSON.
//
// The machine's speed drifts by more than the differences that matter, so the two sides run in turn
// and each round gives one ratio; the median of the ratios is what holds.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace mutauth::bench {

inline constexpr int kRounds = 31;
inline constexpr double kRoundNanoseconds = 5e6;

/// Makes the compiler believe that the value is used.
template <typename T>
void keep(const T& value) {
    asm volatile("" : : "r"(&value) : "memory");
}

/// Nanoseconds since some time.
inline std::int64_t steady_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::nanoseconds(since).count();
}

/// Nanoseconds that one call takes, over so many in a row.
template <typename Work, typename Now = std::int64_t (*)()>
double time(Work&& work, long calls, Now now = steady_now) {
    const std::int64_t started = now();
    for (long i = 0; i < calls; ++i) {
        work();
    }
    return static_cast<double>(now() - started) / static_cast<double>(calls);
}

/// How many calls fill a round, warming caches on the way.
template <typename Work, typename Now>
long calls_in_a_round(Work& work, Now now) {
    // The first call may connect or fetch tickets, and would make a round of one cold call.
    work();
    long calls = 1;
    double each = time(work, calls, now);
    while (each * static_cast<double>(calls) < kRoundNanoseconds) {
        calls *= 2;
        each = time(work, calls, now);
    }
    return calls;
}

inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

inline std::string size_name(std::size_t size) {
    return size < 1024 ? fmt::format("{} B", size) : fmt::format("{} KiB", size / 1024);
}

/// Names hold no character that JSON would quote.
struct Row {
    std::string_view name;
    std::string_view against;
};

/// Times of both sides, round by round.
class Comparison {
  public:
    void add(double ours, double theirs) {
        ours_.push_back(ours);
        theirs_.push_back(theirs);
        ratios_.push_back(theirs / ours);
    }

    void print(const Row& row) const {
        const auto [low, high] = std::minmax_element(ratios_.begin(), ratios_.end());
        fmt::print(
            R"({{"name": "{}", "against": "{}", "ratio": {:.4f}, "min": {:.4f}, "max": {:.4f}, )"
            R"("ns": {:.1f}, "against_ns": {:.1f}, "rounds": {}}})"
            "\n",
            row.name, row.against, median(ratios_), *low, *high, median(ours_), median(theirs_),
            ratios_.size());
        std::fflush(stdout);
    }

  private:
    std::vector<double> ours_;
    std::vector<double> theirs_;
    std::vector<double> ratios_;
};

/// Ours is mutauth through its C ABI, theirs what it is measured against.
template <typename Ours, typename Theirs, typename Now = std::int64_t (*)()>
void compare(const Row& row, Ours ours, Theirs theirs, Now now = steady_now) {
    const long our_calls = calls_in_a_round(ours, now);
    const long their_calls = calls_in_a_round(theirs, now);
    Comparison comparison;
    for (int round = 0; round < kRounds; ++round) {
        const double our_time = time(ours, our_calls, now);
        comparison.add(our_time, time(theirs, their_calls, now));
    }
    comparison.print(row);
}

}  // namespace mutauth::bench

// Times two ways of doing one thing in turn, and prints how they compare as one line of JSON.
//
// The machine's speed drifts by more than the differences that matter, so the two sides run in turn
// and each round gives one ratio; the median of the ratios is what holds.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
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

/// Nanoseconds that one call takes, over so many in a row.
template <typename Work>
double time(Work&& work, long calls) {
    const auto started = std::chrono::steady_clock::now();
    for (long i = 0; i < calls; ++i) {
        work();
    }
    const std::chrono::duration<double, std::nano> taken =
        std::chrono::steady_clock::now() - started;
    return taken.count() / static_cast<double>(calls);
}

/// How many calls fill a round, warming caches on the way.
template <typename Work>
long calls_in_a_round(Work& work) {
    long calls = 1;
    double each = time(work, calls);
    while (each * static_cast<double>(calls) < kRoundNanoseconds) {
        calls *= 2;
        each = time(work, calls);
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
template <typename Ours, typename Theirs>
void compare(const Row& row, Ours ours, Theirs theirs) {
    const long our_calls = calls_in_a_round(ours);
    const long their_calls = calls_in_a_round(theirs);
    Comparison comparison;
    for (int round = 0; round < kRounds; ++round) {
        const double our_time = time(ours, our_calls);
        comparison.add(our_time, time(theirs, their_calls));
    }
    comparison.print(row);
}

}  // namespace mutauth::bench

#include "core/times.h"

#include <gtest/gtest.h>

#include "core/deadline.h"

namespace mutauth {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

// Finding C6.
TEST(Times, EndAtTheFurthestTime) {
    EXPECT_EQ(later(1000, 5), 1005);
    EXPECT_EQ(later(1000, -5), 995);
    EXPECT_EQ(later(1000, kMost), kMost);
    EXPECT_EQ(later(kMost, 1), kMost);
    EXPECT_EQ(later(kMost, 0), kMost);
    EXPECT_EQ(later(-2, kLeast), kLeast);
    EXPECT_EQ(seconds_between(1000, 1005), 5);
    EXPECT_EQ(seconds_between(1005, 1000), -5);
    EXPECT_EQ(seconds_between(-1, kMost), kMost);
    EXPECT_EQ(seconds_between(1, kLeast), kLeast);
    EXPECT_EQ(seconds_between(kLeast, 0), kMost);
}

// Finding C6.
TEST(Times, KeepSpansWithinWhatMillisecondsHold) {
    EXPECT_EQ(milliseconds_of(5).count(), 5000);
    EXPECT_EQ(milliseconds_of(kMost).count(), kMost / 1000 * 1000);
    EXPECT_EQ(milliseconds_of(kLeast).count(), -(kMost / 1000 * 1000));
}

// Finding C6.
TEST(Times, KeepDeadlinesWithinTheClock) {
    EXPECT_FALSE(Deadline::in(std::chrono::milliseconds::max()).passed());
    EXPECT_TRUE(Deadline::in(std::chrono::milliseconds::min()).passed());
    EXPECT_TRUE(Deadline::usual().at_most(std::chrono::milliseconds(-1)).passed());
}

}  // namespace
}  // namespace mutauth

#include "core/deadline.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <array>
#include <thread>

namespace {

using namespace mutauth;
using std::chrono::milliseconds;

class Pipe {
  public:
    Pipe() { EXPECT_EQ(::pipe(ends_.data()), 0); }
    ~Pipe() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }

  private:
    std::array<int, 2> ends_{};
};

TEST(Deadline, PassesAfterItsTime) {
    const Deadline deadline = Deadline::in(milliseconds(20));
    EXPECT_FALSE(deadline.passed());
    EXPECT_TRUE(deadline.check());
    std::this_thread::sleep_for(milliseconds(25));
    EXPECT_TRUE(deadline.passed());
    EXPECT_EQ(deadline.left().count(), 0);
    EXPECT_EQ(deadline.check().error().status(), Status::deadline_passed);
}

TEST(Deadline, TakesTheLongestTimeThereIs) {
    const Deadline deadline = Deadline::in(milliseconds::max());
    EXPECT_FALSE(deadline.passed());
    EXPECT_GT(deadline.left(), std::chrono::hours(24 * 365 * 100));
}

TEST(Deadline, IsTheEarlierOfTwo) {
    EXPECT_LE(Deadline::in(milliseconds(10000)).at_most(milliseconds(10)).left().count(), 10);
    EXPECT_LE(Deadline::in(milliseconds(10)).at_most(milliseconds(10000)).left().count(), 10);
}

TEST(WaitFor, EndsWhenTheDescriptorIsReady) {
    const Pipe pipe;
    ASSERT_EQ(::write(pipe.writer(), "x", 1), 1);
    EXPECT_TRUE(wait_for(pipe.reader(), POLLIN, Deadline::in(milliseconds(1000))));
}

TEST(WaitFor, EndsAtTheDeadlineAndNotBefore) {
    const Pipe pipe;
    const auto began = Deadline::Clock::now();
    const auto waited = wait_for(pipe.reader(), POLLIN, Deadline::in(milliseconds(50)));
    EXPECT_EQ(waited.error().status(), Status::deadline_passed);
    EXPECT_GE(Deadline::Clock::now() - began, milliseconds(50));
}

TEST(WaitFor, EndsWhenItIsCancelledElsewhere) {
    const Pipe pipe;
    auto cancellation = Cancellation::make();
    ASSERT_TRUE(cancellation);
    const Deadline deadline = Deadline::in(std::chrono::minutes(5)).with(*cancellation);
    std::thread canceller([&] {
        std::this_thread::sleep_for(milliseconds(20));
        (*cancellation)->cancel();
    });
    const auto waited = wait_for(pipe.reader(), POLLIN, deadline);
    canceller.join();
    EXPECT_EQ(waited.error().status(), Status::cancelled);
    EXPECT_EQ(deadline.check().error().status(), Status::cancelled) << "and stays so";
}

}  // namespace

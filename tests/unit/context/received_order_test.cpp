#include "context/received_order.h"

#include <gtest/gtest.h>

#include <set>

namespace mutauth::context {
namespace {

TEST(ReceivedOrder, takesTheNextAloneWithoutAWindow) {
    ReceivedOrder order(5, 0);
    EXPECT_EQ(order.take(6).error().status(), Status::message_out_of_order);
    EXPECT_EQ(order.take(4).error().status(), Status::message_replayed);
    EXPECT_TRUE(order.take(5));
    EXPECT_EQ(order.take(5).error().status(), Status::message_replayed);
    EXPECT_TRUE(order.take(6));
    EXPECT_EQ(order.next(), 7U);
}

TEST(ReceivedOrder, takesWhatIsLateOnceWithinItsWindow) {
    ReceivedOrder order(100, 4);
    EXPECT_TRUE(order.take(103));
    EXPECT_TRUE(order.take(101));
    EXPECT_FALSE(order.take(101));
    EXPECT_TRUE(order.take(100));
    EXPECT_FALSE(order.take(99)) << "before the first";
    EXPECT_TRUE(order.take(105));
    EXPECT_TRUE(order.take(102)) << "late by 4, counted from the next";
    EXPECT_TRUE(order.take(106));
    EXPECT_FALSE(order.take(102));
    EXPECT_TRUE(order.take(104));
}

/// A plain set beside it, over jumps of every size up to twice the widest window.
TEST(ReceivedOrder, agreesWithASetOfAllThatCame) {
    for (const std::uint32_t window : {1U, 63U, 64U, 65U, 1000U, ReceivedOrder::kWidest}) {
        std::uint64_t at = 0xfffffff0U;
        ReceivedOrder order(at, window);
        const std::uint64_t first = at;
        std::uint64_t next = at;
        std::set<std::uint64_t> came;
        std::uint32_t random = 12345;
        for (int i = 0; i < 20000; ++i) {
            random = random * 1664525 + 1013904223;
            const std::uint64_t jump = i % 500 == 0 ? random >> 8 & 0x7ff : random >> 8 & 0x7f;
            const std::uint64_t back = random >> 20 & (i % 3 == 0 ? 0x7ffU : 0x3fU);
            at = next + jump < back ? 0 : next + jump - back;
            const bool expected =
                at >= next || (at >= first && next - at <= window && came.find(at) == came.end());
            ASSERT_EQ(static_cast<bool>(order.take(at)), expected) << window << ' ' << i;
            if (expected) {
                came.insert(at);
                next = std::max(next, at + 1);
            }
            ASSERT_EQ(order.next(), next);
        }
        EXPECT_GT(came.size(), 5000U);
    }
}

}  // namespace
}  // namespace mutauth::context

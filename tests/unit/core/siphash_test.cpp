#include "core/siphash.h"

#include <gtest/gtest.h>

#include <string>

namespace mutauth {
namespace {

// Aumasson, Bernstein: SipHash, appendix A: key 00..0f, input 00..0e.
TEST(SipHash, IsThatOfThePaper) {
    const SipKey key{0x0706050403020100, 0x0f0e0d0c0b0a0908};
    std::string input;
    for (char c = 0; c < 15; ++c) {
        input += c;
    }
    EXPECT_EQ(siphash(key, input), 0xa129ca6149be45e5);
    // The first of the reference implementation's vectors (vectors_sip64).
    EXPECT_EQ(siphash(key, ""), 0x726fdb47dd0e0e31);
    EXPECT_EQ(siphash(key, std::string(1, '\0')), 0x74f839c593dc67fd);
}

TEST(SipHash, HasAKeyOfItsOwnEachTime) {
    const auto one = random_sip_key();
    const auto other = random_sip_key();
    ASSERT_TRUE(one && other);
    EXPECT_NE(*one, *other);
    EXPECT_NE(siphash(*one, "host/x"), siphash(*other, "host/x"));
}

}  // namespace
}  // namespace mutauth

// A million messages to open, half of them with a header that could be true and one field changed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "context/cfx_protection.h"
#include "unit/context/krb5_oracle.h"
#include "unit/context/ways.h"

namespace mutauth::context::cfx {
namespace {

enum class Change { extra_count, rotation, sequence, flags, length };

class MessageAttack : public testing::TestWithParam<Way> {
  protected:
    static std::unique_ptr<CfxProtection> side(bool initiator) {
        Session session;
        session.enctype = GetParam().enctype();
        session.key = octets(session.enctype.key_size, 7);
        session.initiator = initiator;
        auto made = CfxProtection::make(std::move(session), GetParam().engine);
        EXPECT_TRUE(made);
        return std::move(*made);
    }

    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(random_() % bound);
    }

    /// False if it says the same as before: a rotation by whole rounds does (RFC 4121 4.2.5).
    bool change(Bytes& token, Change what) {
        const auto by = static_cast<std::uint8_t>(1 + below(255));
        switch (what) {
            case Change::extra_count:
                token[4 + below(2)] ^= by;
                return true;
            case Change::rotation: {
                const std::size_t body = token.size() - kHeaderSize;
                const std::size_t before = std::size_t{token[6]} << 8 | token[7];
                token[6 + below(2)] ^= by;
                const std::size_t after = std::size_t{token[6]} << 8 | token[7];
                return before % body != after % body;
            }
            case Change::sequence:
                token[8 + below(8)] ^= by;
                return true;
            case Change::flags:
                token[2] ^= by;
                return true;
            case Change::length:
                token.resize(below(2) == 0 ? below(static_cast<std::uint32_t>(token.size()))
                                           : token.size() + 1 + below(40));
                return true;
        }
        return true;
    }

    Bytes protect(CfxProtection& by, ByteView message, bool sealed) {
        Bytes out(sealed ? by.sealed_size(message.size()) : by.wrapped_size(message.size()));
        auto written = sealed ? by.seal(message, out) : by.wrap(message, out);
        EXPECT_TRUE(written);
        return out;
    }

    std::mt19937 random_{20261126U + static_cast<std::uint32_t>(GetParam().number)};
};

TEST_P(MessageAttack, takesWhatThePeerMadeAndNothingElse) {
    constexpr int kMessages = 250000;
    const auto initiator = side(true);
    const auto acceptor = side(false);
    Bytes out(1000);
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < kMessages / 2; ++i) {
        const Bytes message = octets(below(200), static_cast<std::uint8_t>(i));
        const Bytes token = protect(*initiator, message, below(4) != 0);
        Bytes changed = token;
        while (!change(changed, static_cast<Change>(below(5)))) {
            changed = token;
        }
        std::fill(out.begin(), out.end(), std::uint8_t{0});
        ASSERT_FALSE(acceptor->unwrap(changed, out)) << "message " << i;
        ASSERT_TRUE(std::all_of(out.begin(), out.end(), [](std::uint8_t o) { return o == 0; }))
            << "something of message " << i << " was left";
        ++refused;
        const auto size = acceptor->unwrap(token, out);
        ASSERT_TRUE(size && *size == message.size() &&
                    std::equal(message.begin(), message.end(), out.begin()))
            << "message " << i;
        ++taken;
    }
    std::printf("%d messages: %d true ones taken, %d changed ones refused, 0 taken\n",
                taken + refused, taken, refused);
}

INSTANTIATE_TEST_SUITE_P(Aes, MessageAttack, ways());

}  // namespace
}  // namespace mutauth::context::cfx

#include "core/siphash.h"

#include <sys/random.h>

#include <bit>

#include "core/system_error.h"

namespace mutauth {
namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() noexcept {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

/// Up to eight bytes, the first the lowest.
std::uint64_t word_of(std::string_view bytes) noexcept {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        out |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    return out;
}

}  // namespace

Result<SipKey> random_sip_key() {
    SipKey key{};
    const ssize_t got = ::getrandom(key.data(), sizeof(key), 0);
    return got == static_cast<ssize_t>(sizeof(key)) ? Result<SipKey>(key)
                                                    : system_error("getrandom");
}

// Aumasson, Bernstein: SipHash, section 2.
std::uint64_t siphash(const SipKey& key, std::string_view text) noexcept {
    State state{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
    const std::uint64_t size = text.size();
    for (; text.size() >= 8; text.remove_prefix(8)) {
        state.take(word_of(text.substr(0, 8)));
    }
    state.take(word_of(text) | size << 56);
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i) {
        state.round();
    }
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace mutauth

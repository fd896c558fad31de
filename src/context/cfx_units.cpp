#include "context/cfx_units.h"

#if defined(MUTAUTH_ONE_PASS) && defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <openssl/err.h>
#include <openssl/provider.h>

#include <string_view>
#include <utility>

#include "context/evp.h"

namespace mutauth::context::cfx {
namespace {

/// Only these functions are compiled for the units, so that the library runs without them.
#define ON_UNITS [[gnu::target("aes,sha,sse4.1"), gnu::always_inline]] inline
#define ON_UNITS_ENTRY [[gnu::target("aes,sha,sse4.1")]]

constexpr std::size_t kLanes = kStride / kBlock;
/// Of four rounds each, SHA-1's on a stride.
constexpr int kGroups = 20;

ON_UNITS __m128i load(const std::uint8_t* octets) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets));
}

ON_UNITS void store(std::uint8_t* octets, __m128i value) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(octets), value);
}

#define LOAD_STRIDE(from) \
    { load(from), load((from) + kBlock), load((from) + 2 * kBlock), load((from) + 3 * kBlock) }

// SHA-1 (FIPS 180-4 6.1.2): a, b, c and d in one register, from the highest place down; e in the
// highest place of another.

struct Hashing {
    __m128i abcd;
    __m128i e;
};

ON_UNITS Hashing load_state(const Sha1State& state) {
    const auto* words = reinterpret_cast<const __m128i*>(state.data());
    return {_mm_shuffle_epi32(_mm_loadu_si128(words), 0x1b),
            _mm_set_epi32(static_cast<int>(state[4]), 0, 0, 0)};
}

ON_UNITS void store_state(Sha1State& state, const Hashing& hashing) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data()),
                     _mm_shuffle_epi32(hashing.abcd, 0x1b));
    state[4] = static_cast<std::uint32_t>(_mm_extract_epi32(hashing.e, 3));
}

/// Four rounds, of the twenty times four, and the schedule's next four words.
template <int Group>
ON_UNITS void four_rounds(Hashing& hashing, __m128i (&words)[4]) {
    __m128i& now = words[Group % 4];
    const __m128i with_e =
        Group == 0 ? _mm_add_epi32(hashing.e, now) : _mm_sha1nexte_epu32(hashing.e, now);
    hashing.e = hashing.abcd;
    hashing.abcd = _mm_sha1rnds4_epu32(hashing.abcd, with_e, Group / 5);
    if constexpr (Group < 16) {
        const __m128i mixed =
            _mm_xor_si128(_mm_sha1msg1_epu32(now, words[(Group + 1) % 4]), words[(Group + 2) % 4]);
        now = _mm_sha1msg2_epu32(mixed, words[(Group + 3) % 4]);
    }
}

/// Both at once: while one waits for its own last step, the processor has steps of the other. It
/// looks ahead only so far that the two have to be written in turn.
template <typename Beside, int... Group>
ON_UNITS void all_rounds(Hashing& hashing,
                         __m128i (&words)[4],
                         Beside& beside,
                         std::integer_sequence<int, Group...> /*groups*/) {
    ((four_rounds<Group>(hashing, words), beside.template part<Group>()), ...);
}

template <typename Beside>
ON_UNITS void hash_stride(Hashing& hashing, const __m128i (&octets)[4], Beside& beside) {
    const __m128i big_endian = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    __m128i words[4];
#pragma GCC unroll 4
    for (std::size_t i = 0; i < kLanes; ++i) {
        words[i] = _mm_shuffle_epi8(octets[i], big_endian);
    }
    const Hashing before = hashing;
    all_rounds(hashing, words, beside, std::make_integer_sequence<int, kGroups>());
    hashing.e = _mm_sha1nexte_epu32(hashing.e, before.e);
    hashing.abcd = _mm_add_epi32(hashing.abcd, before.abcd);
}

struct Nothing {
    template <int Part>
    ON_UNITS void part() {}
};

// AES (FIPS 197).

ON_UNITS __m128i key_at(const RoundKeys& keys, int round) {
    return load(keys.each[static_cast<std::size_t>(round)].data());
}

/// A stride's four blocks, chained, in twenty parts.
template <int Rounds>
struct Encryption {
    const RoundKeys& keys;
    const __m128i (&octets)[kLanes];
    std::uint8_t* sealed;
    /// The block before, then what has become of the next.
    __m128i state;

    template <int Part>
    ON_UNITS void part() {
        constexpr int kAll = static_cast<int>(kLanes) * Rounds;
        steps<Part * kAll / kGroups, (Part + 1) * kAll / kGroups>();
    }

    template <int From, int To>
    ON_UNITS void steps() {
        if constexpr (From < To) {
            step<From / Rounds, From % Rounds + 1>();
            steps<From + 1, To>();
        }
    }

    /// What goes into the next block is mixed in by the last round's own addition of its key: an
    /// addition after it would be one more step to wait for.
    template <std::size_t Lane, int Round>
    ON_UNITS void step() {
        if constexpr (Lane == 0 && Round == 1) {
            state = _mm_xor_si128(state, _mm_xor_si128(octets[0], key_at(keys, 0)));
        }
        const __m128i key = key_at(keys, Round);
        if constexpr (Round < Rounds) {
            state = _mm_aesenc_si128(state, key);
        } else if constexpr (Lane + 1 < kLanes) {
            const __m128i next = _mm_xor_si128(octets[Lane + 1], key_at(keys, 0));
            state = _mm_aesenclast_si128(state, _mm_xor_si128(key, next));
            store(sealed + Lane * kBlock, _mm_xor_si128(state, next));
        } else {
            state = _mm_aesenclast_si128(state, key);
            store(sealed + Lane * kBlock, state);
        }
    }
};

/// A stride's four blocks, which wait for nothing from each other, in twenty parts.
template <int Rounds>
struct Decryption {
    const RoundKeys& keys;
    const std::uint8_t* sealed;
    __m128i blocks[kLanes] = LOAD_STRIDE(sealed);

    template <int Part>
    ON_UNITS void part() {
        if constexpr (Part <= Rounds) {
            const __m128i key = key_at(keys, Part);
#pragma GCC unroll 4
            for (__m128i& block : blocks) {
                if constexpr (Part == 0) {
                    block = _mm_xor_si128(block, key);
                } else if constexpr (Part < Rounds) {
                    block = _mm_aesdec_si128(block, key);
                } else {
                    block = _mm_aesdeclast_si128(block, key);
                }
            }
        }
    }

    template <int... Part>
    ON_UNITS void whole(std::integer_sequence<int, Part...> /*parts*/) {
        (part<Part>(), ...);
    }

    /// Out of the chain, which is moved on before the ciphertext may be written over.
    ON_UNITS void end(__m128i& before, std::uint8_t* plain) {
        const __m128i chained[kLanes] = {before, load(sealed), load(sealed + kBlock),
                                         load(sealed + 2 * kBlock)};
        before = load(sealed + 3 * kBlock);
#pragma GCC unroll 4
        for (std::size_t i = 0; i < kLanes; ++i) {
            blocks[i] = _mm_xor_si128(blocks[i], chained[i]);
            store(plain + i * kBlock, blocks[i]);
        }
    }
};

template <int Rounds>
ON_UNITS __m128i encrypted(const RoundKeys& keys, __m128i block) {
    block = _mm_xor_si128(block, key_at(keys, 0));
#pragma GCC unroll 14
    for (int round = 1; round < Rounds; ++round) {
        block = _mm_aesenc_si128(block, key_at(keys, round));
    }
    return _mm_aesenclast_si128(block, key_at(keys, Rounds));
}

template <int Rounds>
ON_UNITS __m128i decrypted(const RoundKeys& keys, __m128i block) {
    block = _mm_xor_si128(block, key_at(keys, 0));
#pragma GCC unroll 14
    for (int round = 1; round < Rounds; ++round) {
        block = _mm_aesdec_si128(block, key_at(keys, round));
    }
    return _mm_aesdeclast_si128(block, key_at(keys, Rounds));
}

/// FIPS 197 5.2: each word and all before it of the former key, with what the assist made of the
/// latter.
ON_UNITS __m128i next_key(__m128i former, __m128i assisted) {
    former = _mm_xor_si128(former, _mm_slli_si128(former, 4));
    former = _mm_xor_si128(former, _mm_slli_si128(former, 8));
    return _mm_xor_si128(former, assisted);
}

template <int Constant>
ON_UNITS __m128i rotated_substituted(__m128i key) {
    return _mm_shuffle_epi32(_mm_aeskeygenassist_si128(key, Constant), 0xff);
}

ON_UNITS __m128i substituted(__m128i key) {
    return _mm_shuffle_epi32(_mm_aeskeygenassist_si128(key, 0), 0xaa);
}

template <int Round, int Constant>
ON_UNITS void expand_from(RoundKeys& out, __m128i key) {
    key = next_key(key, rotated_substituted<Constant>(key));
    store(out.each[Round].data(), key);
    if constexpr (Round < 10) {
        expand_from<Round + 1, Constant == 0x80 ? 0x1b : Constant * 2>(out, key);
    }
}

template <int Round, int Constant>
ON_UNITS void expand_from(RoundKeys& out, __m128i former, __m128i latter) {
    former = next_key(former, rotated_substituted<Constant>(latter));
    store(out.each[Round].data(), former);
    if constexpr (Round < 14) {
        latter = next_key(latter, substituted(former));
        store(out.each[Round + 1].data(), latter);
        expand_from<Round + 2, Constant * 2>(out, former, latter);
    }
}

template <int Rounds>
ON_UNITS_ENTRY void expand_encryption(const std::uint8_t* key, RoundKeys& out) noexcept {
    const __m128i former = load(key);
    store(out.each[0].data(), former);
    if constexpr (Rounds == 10) {
        expand_from<1, 1>(out, former);
    } else {
        const __m128i latter = load(key + kBlock);
        store(out.each[1].data(), latter);
        expand_from<2, 1>(out, former, latter);
    }
}

/// FIPS 197 5.3.5, the equivalent inverse cipher: the same keys from the last to the first, those
/// between with their columns mixed.
template <int Rounds>
ON_UNITS_ENTRY void expand_decryption(const std::uint8_t* key, RoundKeys& out) noexcept {
    expand_encryption<Rounds>(key, out);
    for (std::size_t i = 0; i < Rounds - i; ++i) {
        std::swap(out.each[i], out.each[Rounds - i]);
    }
    for (std::size_t i = 1; i < Rounds; ++i) {
        std::uint8_t* place = out.each[i].data();
        store(place, _mm_aesimc_si128(load(place)));
    }
}

ON_UNITS_ENTRY void hash(Sha1State& state,
                         const std::uint8_t* strides,
                         std::size_t count) noexcept {
    Hashing hashing = load_state(state);
    Nothing nothing;
    for (; count > 0; --count, strides += kStride) {
        const __m128i octets[] = LOAD_STRIDE(strides);
        hash_stride(hashing, octets, nothing);
    }
    store_state(state, hashing);
}

template <int Rounds>
ON_UNITS_ENTRY void seal(const RoundKeys& keys,
                         Block& chain,
                         Sha1State& state,
                         const std::uint8_t* plain,
                         // Encryption writes it. NOLINTNEXTLINE(readability-non-const-parameter)
                         std::uint8_t* sealed,
                         std::size_t count) noexcept {
    Hashing hashing = load_state(state);
    __m128i before = load(chain.data());
    for (; count > 0; --count, plain += kStride, sealed += kStride) {
        const __m128i octets[] = LOAD_STRIDE(plain);
        Encryption<Rounds> encryption{keys, octets, sealed, before};
        hash_stride(hashing, octets, encryption);
        before = encryption.state;
    }
    store(chain.data(), before);
    store_state(state, hashing);
}

/// One stride is hashed while the next one is decrypted.
template <int Rounds>
ON_UNITS_ENTRY void open(const RoundKeys& keys,
                         Block& chain,
                         Sha1State& state,
                         const std::uint8_t* sealed,
                         std::uint8_t* plain,
                         std::size_t count) noexcept {
    if (count == 0) {
        return;
    }
    Hashing hashing = load_state(state);
    __m128i before = load(chain.data());
    Decryption<Rounds> first{keys, sealed};
    first.whole(std::make_integer_sequence<int, Rounds + 1>());
    first.end(before, plain);
    __m128i opened[] = {first.blocks[0], first.blocks[1], first.blocks[2], first.blocks[3]};
    while (--count > 0) {
        sealed += kStride;
        plain += kStride;
        Decryption<Rounds> next{keys, sealed};
        hash_stride(hashing, opened, next);
        next.end(before, plain);
#pragma GCC unroll 4
        for (std::size_t i = 0; i < kLanes; ++i) {
            opened[i] = next.blocks[i];
        }
    }
    Nothing nothing;
    hash_stride(hashing, opened, nothing);
    store(chain.data(), before);
    store_state(state, hashing);
}

template <int Rounds>
ON_UNITS_ENTRY void encrypt(const RoundKeys& keys,
                            Block& chain,
                            const std::uint8_t* plain,
                            std::uint8_t* sealed,
                            std::size_t count) noexcept {
    __m128i before = load(chain.data());
    for (; count > 0; --count, plain += kBlock, sealed += kBlock) {
        before = encrypted<Rounds>(keys, _mm_xor_si128(load(plain), before));
        store(sealed, before);
    }
    store(chain.data(), before);
}

template <int Rounds>
ON_UNITS_ENTRY void decrypt(const RoundKeys& keys,
                            Block& chain,
                            const std::uint8_t* sealed,
                            std::uint8_t* plain,
                            std::size_t count) noexcept {
    __m128i before = load(chain.data());
    for (; count > 0; --count, sealed += kBlock, plain += kBlock) {
        const __m128i octets = load(sealed);
        store(plain, _mm_xor_si128(decrypted<Rounds>(keys, octets), before));
        before = octets;
    }
    store(chain.data(), before);
}

void clear_registers() noexcept {
    asm volatile(
        "pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\tpxor %%xmm2, %%xmm2\n\t"
        "pxor %%xmm3, %%xmm3\n\tpxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\t"
        "pxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\tpxor %%xmm8, %%xmm8\n\t"
        "pxor %%xmm9, %%xmm9\n\tpxor %%xmm10, %%xmm10\n\tpxor %%xmm11, %%xmm11\n\t"
        "pxor %%xmm12, %%xmm12\n\tpxor %%xmm13, %%xmm13\n\tpxor %%xmm14, %%xmm14\n\t"
        "pxor %%xmm15, %%xmm15" ::
            : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
              "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

template <int Rounds>
constexpr Units kUnits{expand_encryption<Rounds>,
                       expand_decryption<Rounds>,
                       hash,
                       seal<Rounds>,
                       open<Rounds>,
                       encrypt<Rounds>,
                       decrypt<Rounds>,
                       clear_registers};

bool processor_has_units() noexcept {
    constexpr unsigned kNeeded = bit_AES | bit_SSE4_1 | bit_SSSE3;
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    return ::__get_cpuid(1, &a, &b, &c, &d) != 0 && (c & kNeeded) == kNeeded &&
           ::__get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

bool is_default(const OSSL_PROVIDER* provider) noexcept {
    return std::string_view(::OSSL_PROVIDER_get0_name(provider)) == "default";
}

/// Whether OpenSSL, asked for the same, would do it by itself: not by a module that an
/// administrator wants all cryptography to go through, and not refuse it.
bool openssl_does_it_itself() noexcept {
    ::ERR_set_mark();
    const evp::Cipher cipher(::EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr));
    const evp::Digest digest(::EVP_MD_fetch(nullptr, "SHA1", nullptr));
    ::ERR_pop_to_mark();
    return cipher && digest && is_default(::EVP_CIPHER_get0_provider(cipher.get())) &&
           is_default(::EVP_MD_get0_provider(digest.get()));
}

}  // namespace

bool has_units() noexcept {
    static const bool usable = processor_has_units();
    return usable && openssl_does_it_itself();
}

const Units* units_for(const Enctype& enctype, Engine engine) noexcept {
    if (engine == Engine::openssl || enctype.encrypt_then_mac || !has_units()) {
        return nullptr;
    }
    return enctype.key_size == 32 ? &kUnits<14> : &kUnits<10>;
}

}  // namespace mutauth::context::cfx

#else

namespace mutauth::context::cfx {

bool has_units() noexcept {
    return false;
}

const Units* units_for(const Enctype& /*enctype*/, Engine /*engine*/) noexcept {
    return nullptr;
}

}  // namespace mutauth::context::cfx

#endif

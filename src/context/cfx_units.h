// AES in CBC mode and SHA-1 over the same octets at once, by a processor's own instructions. CBC
// leaves the AES unit idle most of the time, and SHA-1 the rest of the processor: side by side the
// two take hardly longer than the slower one, while OpenSSL does one after the other.
#pragma once

#include <array>
#include <cstdint>

#include "context/cfx_cipher.h"

namespace mutauth::context::cfx {

/// Wiped when they go.
struct RoundKeys {
    RoundKeys() = default;
    RoundKeys(const RoundKeys&) = delete;
    RoundKeys& operator=(const RoundKeys&) = delete;
    ~RoundKeys() { explicit_bzero(each.data(), sizeof each); }

    alignas(kBlock) std::array<Block, 15> each{};
};

using Sha1State = std::array<std::uint32_t, 5>;

/// What SHA-1 hashes at a time, and four blocks of AES.
inline constexpr std::size_t kStride = 64;

/// The functions for one size of key. Input and output of each are the same memory or apart. A
/// chain is the block of ciphertext before, and is moved on.
struct Units {
    void (*expand_encryption)(const std::uint8_t* key, RoundKeys& out) noexcept;
    void (*expand_decryption)(const std::uint8_t* key, RoundKeys& out) noexcept;
    void (*hash)(Sha1State& state, const std::uint8_t* strides, std::size_t count) noexcept;
    /// Hashes and encrypts strides of octets.
    void (*seal)(const RoundKeys& keys,
                 Block& chain,
                 Sha1State& state,
                 const std::uint8_t* plain,
                 std::uint8_t* sealed,
                 std::size_t count) noexcept;
    /// Decrypts strides and hashes what comes out.
    void (*open)(const RoundKeys& keys,
                 Block& chain,
                 Sha1State& state,
                 const std::uint8_t* sealed,
                 std::uint8_t* plain,
                 std::size_t count) noexcept;
    /// Blocks.
    void (*encrypt)(const RoundKeys& keys,
                    Block& chain,
                    const std::uint8_t* plain,
                    std::uint8_t* sealed,
                    std::size_t count) noexcept;
    void (*decrypt)(const RoundKeys& keys,
                    Block& chain,
                    const std::uint8_t* sealed,
                    std::uint8_t* plain,
                    std::size_t count) noexcept;
    /// Leaves nothing of keys and messages in the registers: from there the next signal would
    /// write them to the stack.
    void (*clear_registers)() noexcept;
};

enum class Engine {
    best,
    openssl,
};

/// Null for OpenSSL, where the processor has no such instructions, where the library was built
/// without this (MUTAUTH_ONE_PASS), and where OpenSSL is set to take AES or SHA-1 from elsewhere
/// than its default provider, such as its FIPS module: then all is left to OpenSSL.
const Units* units_for(const Enctype& enctype, Engine engine) noexcept;

/// Whether there is one for any encryption type.
bool has_units() noexcept;

}  // namespace mutauth::context::cfx

#include "context/cfx_keys.h"

#include <algorithm>
#include <cstring>

namespace mutauth::context::cfx {
namespace {

constexpr std::array<Enctype, 4> kEnctypes{
    {{17, 16, 16, 12, "SHA1", false},     // aes128-cts-hmac-sha1-96
     {18, 32, 32, 12, "SHA1", false},     // aes256-cts-hmac-sha1-96
     {19, 16, 16, 16, "SHA256", true},    // aes128-cts-hmac-sha256-128
     {20, 32, 24, 24, "SHA384", true}}};  // aes256-cts-hmac-sha384-192

using Constant = std::array<std::uint8_t, 5>;
using Folded = std::array<std::uint8_t, 16>;

constexpr Constant constant_of(Usage usage, Purpose purpose) {
    const auto number = static_cast<std::uint32_t>(usage);
    return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number),
            static_cast<std::uint8_t>(purpose)};
}

/// RFC 3961 5.1: folds octets to 16 others, which depend on all of them.
constexpr Folded n_folded(const Constant& octets) noexcept {
    // Copies of the input, each turned right by 13 bits more than the one before, fill lcm(5, 16)
    // octets; their five parts of 16 are added with the carry coming round at the end.
    constexpr std::size_t kBits = 40;
    constexpr std::size_t kTurn = 13;
    std::array<std::uint8_t, 80> copies{};
    for (std::size_t bit = 0; bit < copies.size() * 8; ++bit) {
        const std::size_t copy = bit / kBits;
        const std::size_t from = (bit + copy * (kBits - kTurn)) % kBits;
        const bool set = (octets[from / 8] >> (7 - from % 8) & 1) != 0;
        copies[bit / 8] |= static_cast<std::uint8_t>(set ? 0x80U >> bit % 8 : 0U);
    }
    Folded out{};
    unsigned carry = 0;
    for (std::size_t part = 0; part < copies.size(); part += out.size()) {
        for (std::size_t i = out.size(); i-- > 0;) {
            carry += out[i] + unsigned{copies[part + i]};
            out[i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
    }
    for (std::size_t i = out.size(); carry != 0; i = i == 0 ? out.size() : i) {
        --i;
        carry += out[i];
        out[i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    return out;
}

constexpr std::array kUsages{Usage::acceptor_seal,  Usage::acceptor_sign, Usage::initiator_seal,
                             Usage::initiator_sign, Usage::ticket,        Usage::authenticator,
                             Usage::ap_answer,      Usage::forwarded};
constexpr std::array kPurposes{Purpose::checksum, Purpose::encryption, Purpose::integrity};

using FoldedConstants = std::array<std::array<Folded, kPurposes.size()>, kUsages.size()>;

/// Folding takes longer than the encryption that follows, and there are few constants.
constexpr FoldedConstants kFolded = [] {
    FoldedConstants out{};
    for (std::size_t usage = 0; usage < kUsages.size(); ++usage) {
        for (std::size_t purpose = 0; purpose < kPurposes.size(); ++purpose) {
            out[usage][purpose] = n_folded(constant_of(kUsages[usage], kPurposes[purpose]));
        }
    }
    return out;
}();

template <typename Values, typename Value>
std::size_t place_in(const Values& values, Value value) {
    return static_cast<std::size_t>(std::find(values.begin(), values.end(), value) -
                                    values.begin());
}

}  // namespace

std::optional<Enctype> enctype_of(std::int32_t number) noexcept {
    const auto* found = std::find_if(kEnctypes.begin(), kEnctypes.end(),
                                     [&](const auto& one) { return one.number == number; });
    return found == kEnctypes.end() ? std::nullopt : std::optional(*found);
}

Result<KeyDerivation> KeyDerivation::make(const Enctype& enctype, ByteView base) {
    evp::CipherContext cipher;
    evp::MacContext mac;
    bool good = false;
    if (enctype.encrypt_then_mac) {
        mac = evp::hmac(enctype.digest, base);
        good = mac != nullptr;
    } else {
        cipher.reset(::EVP_CIPHER_CTX_new());
        good = cipher &&
               ::EVP_EncryptInit_ex(cipher.get(),
                                    base.size() == 32 ? ::EVP_aes_256_ecb() : ::EVP_aes_128_ecb(),
                                    nullptr, base.data(), nullptr) == 1 &&
               ::EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1;
    }
    if (!good) {
        return evp::failure("keying the key derivation");
    }
    return KeyDerivation(enctype, std::move(cipher), std::move(mac));
}

Result<Bytes> KeyDerivation::key(Usage usage, Purpose purpose) {
    Bytes out(purpose == Purpose::encryption ? enctype_.key_size : enctype_.mac_key_size);
    const bool good =
        enctype_.encrypt_then_mac ? by_mac(usage, purpose, out) : by_cipher(usage, purpose, out);
    return good ? Result<Bytes>(std::move(out)) : evp::failure("deriving a key");
}

/// RFC 3961 5.1: the folded constant encrypted, then that encrypted again, until there is enough.
bool KeyDerivation::by_cipher(Usage usage, Purpose purpose, Bytes& out) {
    Folded block = kFolded[place_in(kUsages, usage)][place_in(kPurposes, purpose)];
    bool good = true;
    for (std::size_t at = 0; at < out.size(); at += block.size()) {
        int written = 0;
        good = good && ::EVP_EncryptUpdate(cipher_.get(), block.data(), &written, block.data(),
                                           static_cast<int>(block.size())) == 1;
        std::copy(block.begin(), block.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
    }
    explicit_bzero(block.data(), block.size());
    return good;
}

/// RFC 8009 3: HMAC(key, 0x00000001 | label | 0x00 | k) with k in bits; the label is the constant.
bool KeyDerivation::by_mac(Usage usage, Purpose purpose, Bytes& out) {
    const Constant constant = constant_of(usage, purpose);
    std::array<std::uint8_t, 14> input{0, 0, 0, 1};
    std::copy(constant.begin(), constant.end(), input.begin() + 4);
    const auto bits = write_u32(static_cast<std::uint32_t>(out.size() * 8));
    std::copy(bits.begin(), bits.end(), input.begin() + 10);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    const bool good = ::EVP_MAC_init(mac_.get(), nullptr, 0, nullptr) == 1 &&
                      ::EVP_MAC_update(mac_.get(), input.data(), input.size()) == 1 &&
                      ::EVP_MAC_final(mac_.get(), digest.data(), &size, digest.size()) == 1 &&
                      size >= out.size();
    std::copy_n(digest.begin(), out.size(), out.begin());
    explicit_bzero(digest.data(), digest.size());
    return good;
}

}  // namespace mutauth::context::cfx

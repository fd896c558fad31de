// The keys of RFC 4121's tokens for the AES encryption types, and how they are derived.
#pragma once

#include <cstdint>
#include <optional>

#include "context/evp.h"
#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::context::cfx {

/// RFC 3962 (17 and 18) and RFC 8009 (19 and 20).
struct Enctype {
    std::int32_t number;
    std::size_t key_size;
    /// Of Ki and Kc.
    std::size_t mac_key_size;
    std::size_t mac_size;
    const char* digest;
    /// RFC 8009 5: the MAC is over the ciphertext, RFC 3961 5.3: over the plaintext.
    bool encrypt_then_mac;
};

/// Nothing for an encryption type that is not of AES.
std::optional<Enctype> enctype_of(std::int32_t number) noexcept;

/// RFC 4121 2, and RFC 4120 7.5.1 for what is sealed inside the AP exchange.
enum class Usage : std::uint32_t {
    ticket = 2,
    authenticator = 11,
    ap_answer = 12,
    forwarded = 14,
    acceptor_seal = 22,
    acceptor_sign = 23,
    initiator_seal = 24,
    initiator_sign = 25,
};

/// RFC 3961 5.3: the octet that follows the usage in the constant.
enum class Purpose : std::uint8_t {
    checksum = 0x99,
    encryption = 0xaa,
    integrity = 0x55,
};

/// Makes a session key's derived keys: by RFC 3961 5.1 (DK), or by RFC 8009 3 (KDF-HMAC-SHA2).
class KeyDerivation {
  public:
    static Result<KeyDerivation> make(const Enctype& enctype, ByteView base);

    Result<Bytes> key(Usage usage, Purpose purpose);

  private:
    KeyDerivation(const Enctype& enctype, evp::CipherContext cipher, evp::MacContext mac) noexcept
        : enctype_(enctype), cipher_(std::move(cipher)), mac_(std::move(mac)) {}

    bool by_cipher(Usage usage, Purpose purpose, Bytes& out);
    bool by_mac(Usage usage, Purpose purpose, Bytes& out);

    Enctype enctype_;
    evp::CipherContext cipher_;
    evp::MacContext mac_;
};

}  // namespace mutauth::context::cfx

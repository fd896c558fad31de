// A message of aes128- or aes256-cts-hmac-sha1-96 encrypted and hashed in one pass over its octets.
#pragma once

#include "context/cfx_token.h"
#include "context/cfx_units.h"

namespace mutauth::context::cfx {

/// HMAC-SHA1 (RFC 2104) keyed: the states behind the first block of the inner and the outer hash.
/// Wiped when they go.
struct HmacStates {
    HmacStates(const Units& units, ByteView key) noexcept;
    HmacStates(const HmacStates&) = delete;
    HmacStates& operator=(const HmacStates&) = delete;
    ~HmacStates();

    Sha1State inner;
    Sha1State outer;
};

/// Sizes, places and results are those of Encryptor and Decryptor. Nothing can fail: no OpenSSL.
class OnePassEncryptor {
  public:
    OnePassEncryptor(const Units& units, ByteView key, ByteView mac_key) noexcept;

    void encrypt(const Block& confounder,
                 ByteView message,
                 const HeaderBytes& header,
                 MutableByteView body) const noexcept;

  private:
    void encrypt_end(ByteView end, Block& chain, std::uint8_t* out) const noexcept;

    const Units& units_;
    RoundKeys keys_;
    HmacStates mac_;
};

class OnePassDecryptor {
  public:
    OnePassDecryptor(const Units& units, ByteView key, ByteView mac_key) noexcept;

    Result<std::size_t> decrypt(ByteView body,
                                MutableByteView out,
                                HeaderBytes& header) const noexcept;

  private:
    Block alone(const Block& sealed) const noexcept;
    std::size_t decrypt_end(ByteView end, Block& chain, std::uint8_t* out) const noexcept;

    const Units& units_;
    RoundKeys keys_;
    HmacStates mac_;
};

}  // namespace mutauth::context::cfx

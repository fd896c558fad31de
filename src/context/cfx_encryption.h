// What stands behind a sealed token's header: a confounder, the message and a copy of the header,
// encrypted, and their checksum (RFC 3961 5.3 with RFC 3962, or RFC 8009 5).
#pragma once

#include "context/cfx_cipher.h"
#include "context/cfx_token.h"
#include "context/segments.h"

namespace mutauth::context::cfx {

/// By how many octets a body is longer than its message.
constexpr std::size_t body_overhead(const Enctype& enctype) noexcept {
    return kBlock + kHeaderSize + enctype.mac_size;
}

/// What stands apart from a message that is sealed in its segments. Front is the confounder's
/// place, back that of the header's copy and of filler before it.
struct Apart {
    MutableByteView front;
    MutableByteView back;
    MutableByteView mac;
};

/// Octets that nobody can guess, drawn many at once.
class RandomPool {
  public:
    RandomPool() = default;
    RandomPool(const RandomPool&) = delete;
    RandomPool& operator=(const RandomPool&) = delete;
    ~RandomPool() { explicit_bzero(octets_.data(), octets_.size()); }

    Result<void> draw(Block& out);

  private:
    std::array<std::uint8_t, 1024> octets_{};
    std::size_t used_ = octets_.size();
};

class Encryptor {
  public:
    static Result<std::unique_ptr<Encryptor>> make(const Enctype& enctype,
                                                   KeyDerivation& derivation,
                                                   Usage usage);

    /// Body is longer by body_overhead; the message lies one block behind its start, where its
    /// ciphertext goes, or apart from it. After a failure nothing is encrypted any more.
    Result<void> encrypt(ByteView message, const HeaderBytes& header, MutableByteView body);
    /// Back holds what is to be encrypted there.
    Result<void> encrypt(Segments segments, const Apart& apart);

  private:
    Encryptor(const Enctype& enctype, CbcEncryptor cipher, Hmac mac) noexcept
        : enctype_(enctype), cipher_(std::move(cipher)), mac_(std::move(mac)) {}

    void encrypt_blocks(ByteView blocks, MutableByteView body);
    void encrypt_at(Position at);
    void encrypt_end(ByteView end, std::size_t at, MutableByteView body);
    void hash_sealed(ByteView body, std::size_t upto);

    Enctype enctype_;
    CbcEncryptor cipher_;
    Hmac mac_;
    RandomPool random_;
    std::size_t hashed_ = 0;
};

class Decryptor {
  public:
    static Result<std::unique_ptr<Decryptor>> make(const Enctype& enctype,
                                                   KeyDerivation& derivation,
                                                   Usage usage);

    /// Out starts one block behind body's start, or has body's size and lies apart from it. Gives
    /// the message's size and the header that was encrypted with it; what is behind the message in
    /// out is wiped. message_tampered if the checksum is not that of body: then out holds what
    /// nobody may read.
    Result<std::size_t> decrypt(ByteView body, MutableByteView out, HeaderBytes& header);
    /// As above, in place: back then holds what was encrypted there.
    Result<void> decrypt(Segments segments, const Apart& apart);

  private:
    Decryptor(const Enctype& enctype, CbcDecryptor cipher, Hmac mac) noexcept
        : enctype_(enctype), cipher_(std::move(cipher)), mac_(std::move(mac)) {}

    struct LastTwo {
        Block former;
        Block latter;
    };

    void decrypt_at(Position at);
    LastTwo unswapped(ByteView end, const Block& before);
    std::uint8_t* decrypt_blocks(ByteView blocks, std::uint8_t* out);
    std::uint8_t* decrypt_end(ByteView end, const Block& before, bool only, std::uint8_t* out);
    void hash_plain(ByteView plain);

    Enctype enctype_;
    CbcDecryptor cipher_;
    Hmac mac_;
};

}  // namespace mutauth::context::cfx

// What stands behind a sealed token's header: a confounder, the message and a copy of the header,
// encrypted, and their checksum (RFC 3961 5.3 with RFC 3962, or RFC 8009 5).
#pragma once

#include <optional>

#include "context/cfx_cipher.h"
#include "context/cfx_one_pass.h"
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

struct SealingKeys {
    Bytes encryption;
    Bytes integrity;
};

/// OpenSSL's cipher and MAC, made when they are first needed: where messages are encrypted in one
/// pass, only those in segments need them.
template <typename Cipher>
class OnOpenssl {
  public:
    OnOpenssl(const Enctype& enctype, SealingKeys keys) noexcept
        : enctype_(enctype), keys_(std::move(keys)) {}

    Result<void> make() {
        if (made_) {
            return {};
        }
        auto cipher = Cipher::make(keys_.encryption);
        if (!cipher) {
            return std::move(cipher).error();
        }
        auto mac = Hmac::make(enctype_, keys_.integrity);
        if (!mac) {
            return std::move(mac).error();
        }
        made_.emplace(Both{std::move(*cipher), std::move(*mac)});
        keys_ = {};
        return {};
    }
    Cipher& cipher() noexcept { return made_->cipher; }
    Hmac& mac() noexcept { return made_->mac; }
    bool failed() const noexcept { return made_->cipher.failed() || made_->mac.failed(); }

  private:
    struct Both {
        Cipher cipher;
        Hmac mac;
    };

    Enctype enctype_;
    SealingKeys keys_;
    std::optional<Both> made_;
};

class Encryptor {
  public:
    static Result<std::unique_ptr<Encryptor>> make(const Enctype& enctype,
                                                   KeyDerivation& derivation,
                                                   Usage usage,
                                                   const Units* units);

    /// Body is longer by body_overhead; the message lies one block behind its start, where its
    /// ciphertext goes, or apart from it. After a failure nothing is encrypted any more.
    Result<void> encrypt(ByteView message, const HeaderBytes& header, MutableByteView body);
    /// Back holds what is to be encrypted there.
    Result<void> encrypt(Segments segments, const Apart& apart);

  private:
    Encryptor(const Enctype& enctype, const Units* units, SealingKeys keys);

    Result<void> encrypt_by_openssl(const Block& confounder,
                                    ByteView message,
                                    const HeaderBytes& header,
                                    MutableByteView body);
    void encrypt_blocks(ByteView blocks, MutableByteView body);
    void encrypt_at(Position at);
    void encrypt_end(ByteView end, std::size_t at, MutableByteView body);
    void hash_sealed(ByteView body, std::size_t upto);

    Enctype enctype_;
    std::optional<OnePassEncryptor> one_pass_;
    OnOpenssl<CbcEncryptor> openssl_;
    RandomPool random_;
    std::size_t hashed_ = 0;
};

class Decryptor {
  public:
    static Result<std::unique_ptr<Decryptor>> make(const Enctype& enctype,
                                                   KeyDerivation& derivation,
                                                   Usage usage,
                                                   const Units* units);

    /// Out starts one block behind body's start, or has body's size and lies apart from it. Gives
    /// the message's size and the header that was encrypted with it; what is behind the message in
    /// out is wiped. message_tampered if the checksum is not that of body: then out holds what
    /// nobody may read.
    Result<std::size_t> decrypt(ByteView body, MutableByteView out, HeaderBytes& header);
    /// As above, in place: back then holds what was encrypted there.
    Result<void> decrypt(Segments segments, const Apart& apart);

  private:
    Decryptor(const Enctype& enctype, const Units* units, SealingKeys keys);

    struct LastTwo {
        Block former;
        Block latter;
    };

    Result<std::size_t> decrypt_by_openssl(ByteView body, MutableByteView out, HeaderBytes& header);
    void decrypt_at(Position at);
    LastTwo unswapped(ByteView end, const Block& before);
    std::uint8_t* decrypt_blocks(ByteView blocks, std::uint8_t* out);
    std::uint8_t* decrypt_end(ByteView end, const Block& before, bool only, std::uint8_t* out);
    void hash_plain(ByteView plain);

    Enctype enctype_;
    std::optional<OnePassDecryptor> one_pass_;
    OnOpenssl<CbcDecryptor> openssl_;
};

}  // namespace mutauth::context::cfx

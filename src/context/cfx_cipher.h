// AES in CBC mode over whole blocks, and HMAC: keyed once and used for any number of messages.
#pragma once

#include <algorithm>
#include <array>

#include "context/cfx_keys.h"
#include "context/evp.h"

namespace mutauth::context::cfx {

inline constexpr std::size_t kBlock = 16;
using Block = std::array<std::uint8_t, kBlock>;

inline Block block_at(const std::uint8_t* octets) noexcept {
    Block out;
    std::copy_n(octets, kBlock, out.begin());
    return out;
}

inline Block operator^(const Block& a, const Block& b) noexcept {
    Block out;
    for (std::size_t i = 0; i < kBlock; ++i) {
        out[i] = a[i] ^ b[i];
    }
    return out;
}

/// OpenSSL's state is never set back, which would cost more than the encryption of a short message:
/// what it carries over from the message before is taken out of each message's first block.
/// A failure is kept: failed() tells it once all is done, and nothing works from then on.
class CbcEncryptor {
  public:
    static Result<CbcEncryptor> make(ByteView key);

    /// The first block of a message, under a vector of zeros.
    void first(const Block& plain, std::uint8_t* out);
    /// Further whole blocks; in and out are the same memory or apart.
    void next(ByteView plain, std::uint8_t* out);
    bool failed() const noexcept { return failed_; }

  private:
    explicit CbcEncryptor(evp::CipherContext context) noexcept : context_(std::move(context)) {}

    evp::CipherContext context_;
    Block carried_{};
    bool failed_ = false;
};

/// As the encryptor.
class CbcDecryptor {
  public:
    static Result<CbcDecryptor> make(ByteView key);

    void first(const std::uint8_t* sealed, Block& out);
    void next(ByteView sealed, std::uint8_t* out);
    /// One block by itself, without chaining.
    Block alone(const Block& sealed);
    bool failed() const noexcept { return failed_; }

  private:
    CbcDecryptor(evp::CipherContext chained, evp::CipherContext alone) noexcept
        : chained_(std::move(chained)), alone_(std::move(alone)) {}

    evp::CipherContext chained_;
    evp::CipherContext alone_;
    Block carried_{};
    bool failed_ = false;
};

/// One message at a time: begin, update any number of times, end. Keeps a failure as the ciphers
/// do.
class Hmac {
  public:
    static Result<Hmac> make(const Enctype& enctype, ByteView key);

    void begin();
    void update(ByteView bytes);
    /// The first mac_size octets of the digest.
    void end(std::uint8_t* mac);
    /// Ends it, and compares in a time that does not tell where they differ.
    bool ends_in(ByteView mac);
    std::size_t size() const noexcept { return size_; }
    bool failed() const noexcept { return failed_; }

  private:
    Hmac(evp::MacContext context, std::size_t size) noexcept
        : context_(std::move(context)), size_(size) {}

    evp::MacContext context_;
    std::size_t size_;
    bool failed_ = false;
};

}  // namespace mutauth::context::cfx

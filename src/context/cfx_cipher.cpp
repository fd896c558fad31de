#include "context/cfx_cipher.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <climits>

namespace mutauth::context::cfx {
namespace {

constexpr Block kZero{};
using Digest = std::array<std::uint8_t, EVP_MAX_MD_SIZE>;

const EVP_CIPHER* chaining(ByteView key) {
    return key.size() == 32 ? ::EVP_aes_256_cbc() : ::EVP_aes_128_cbc();
}

const EVP_CIPHER* single(ByteView key) {
    return key.size() == 32 ? ::EVP_aes_256_ecb() : ::EVP_aes_128_ecb();
}

Result<evp::CipherContext> keyed(const EVP_CIPHER* cipher, ByteView key, bool encrypts) {
    evp::CipherContext context(::EVP_CIPHER_CTX_new());
    if (!context ||
        ::EVP_CipherInit_ex(context.get(), cipher, nullptr, key.data(), kZero.data(),
                            encrypts ? 1 : 0) != 1 ||
        ::EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
        return evp::failure("keying a cipher");
    }
    return context;
}

/// Whole blocks; no message is longer than an int counts.
bool run(EVP_CIPHER_CTX* context, ByteView in, std::uint8_t* out) {
    int written = 0;
    return in.size() <= INT_MAX &&
           ::EVP_CipherUpdate(context, out, &written, in.data(), static_cast<int>(in.size())) ==
               1 &&
           static_cast<std::size_t>(written) == in.size();
}

Block last_of(const std::uint8_t* blocks, std::size_t size) {
    return block_at(blocks + size - kBlock);
}

}  // namespace

Result<CbcEncryptor> CbcEncryptor::make(ByteView key) {
    auto context = keyed(chaining(key), key, true);
    if (!context) {
        return std::move(context).error();
    }
    return CbcEncryptor(std::move(*context));
}

void CbcEncryptor::first(const Block& plain, std::uint8_t* out) {
    next(plain ^ carried_, out);
}

void CbcEncryptor::next(ByteView plain, std::uint8_t* out) {
    if (plain.empty()) {
        return;
    }
    failed_ = failed_ || !run(context_.get(), plain, out);
    carried_ = last_of(out, plain.size());
}

Result<CbcDecryptor> CbcDecryptor::make(ByteView key) {
    auto chained = keyed(chaining(key), key, false);
    if (!chained) {
        return std::move(chained).error();
    }
    auto alone = keyed(single(key), key, false);
    if (!alone) {
        return std::move(alone).error();
    }
    return CbcDecryptor(std::move(*chained), std::move(*alone));
}

void CbcDecryptor::first(const std::uint8_t* sealed, Block& out) {
    const Block before = carried_;
    next({sealed, kBlock}, out.data());
    out = out ^ before;
}

void CbcDecryptor::next(ByteView sealed, std::uint8_t* out) {
    if (sealed.empty()) {
        return;
    }
    // Before it may be written over.
    carried_ = last_of(sealed.data(), sealed.size());
    failed_ = failed_ || !run(chained_.get(), sealed, out);
}

Block CbcDecryptor::alone(const Block& sealed) {
    Block out{};
    failed_ = failed_ || !run(alone_.get(), sealed, out.data());
    return out;
}

Result<Hmac> Hmac::make(const Enctype& enctype, ByteView key) {
    evp::MacContext context = evp::hmac(enctype.digest, key);
    if (!context) {
        return evp::failure("keying HMAC");
    }
    return Hmac(std::move(context), enctype.mac_size);
}

void Hmac::begin() {
    failed_ = failed_ || ::EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1;
}

void Hmac::update(ByteView bytes) {
    failed_ = failed_ || ::EVP_MAC_update(context_.get(), bytes.data(), bytes.size()) != 1;
}

void Hmac::end(std::uint8_t* mac) {
    Digest digest{};
    std::size_t size = 0;
    failed_ = failed_ ||
              ::EVP_MAC_final(context_.get(), digest.data(), &size, digest.size()) != 1 ||
              size < size_;
    std::copy_n(digest.begin(), size_, mac);
}

bool Hmac::ends_in(ByteView mac) {
    Digest ours{};
    end(ours.data());
    return !failed_ && mac.size() == size_ && ::CRYPTO_memcmp(ours.data(), mac.data(), size_) == 0;
}

}  // namespace mutauth::context::cfx

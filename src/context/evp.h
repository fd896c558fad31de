// OpenSSL's objects with owners, and its failures as Errors.
#pragma once

#include <openssl/evp.h>

#include <memory>

#include "core/bytes.h"
#include "core/error.h"

namespace mutauth::context::evp {

template <auto Free>
struct Release {
    template <typename T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

using Cipher = std::unique_ptr<EVP_CIPHER, Release<EVP_CIPHER_free>>;
using Digest = std::unique_ptr<EVP_MD, Release<EVP_MD_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Release<EVP_CIPHER_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC, Release<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Release<EVP_MAC_CTX_free>>;

/// Keyed and ready; null if that fails.
MacContext hmac(const char* digest, ByteView key) noexcept;

/// With OpenSSL's own words, which it keeps for the thread and which are taken here.
Error failure(const char* what);

}  // namespace mutauth::context::evp

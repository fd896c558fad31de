#include "context/evp.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <array>
#include <string>

namespace mutauth::context::evp {

MacContext hmac(const char* digest, ByteView key) noexcept {
    const Mac mac(::EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    MacContext context(mac ? ::EVP_MAC_CTX_new(mac.get()) : nullptr);
    const OSSL_PARAM parameters[] = {
        ::OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
        ::OSSL_PARAM_construct_end()};
    if (!context || ::EVP_MAC_init(context.get(), key.data(), key.size(), parameters) != 1) {
        return nullptr;
    }
    return context;
}

Error failure(const char* what) {
    std::array<char, 256> words{};
    const unsigned long code = ::ERR_get_error();
    ::ERR_error_string_n(code, words.data(), words.size());
    ::ERR_clear_error();
    return Error(Status::internal, std::string("OpenSSL fails at ") + what +
                                       (code == 0 ? "" : std::string(": ") + words.data()));
}

}  // namespace mutauth::context::evp

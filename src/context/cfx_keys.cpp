#include "context/cfx_keys.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "context/evp.h"

namespace mutauth::context::cfx {
namespace {

constexpr std::array<Enctype, 4> kEnctypes{
    {{17, 16, 16, 12, "SHA1", false},     // aes128-cts-hmac-sha1-96
     {18, 32, 32, 12, "SHA1", false},     // aes256-cts-hmac-sha1-96
     {19, 16, 16, 16, "SHA256", true},    // aes128-cts-hmac-sha256-128
     {20, 32, 24, 24, "SHA384", true}}};  // aes256-cts-hmac-sha384-192

using Constant = std::array<std::uint8_t, 5>;

Constant constant_of(Usage usage, Purpose purpose) {
    Constant out{};
    const auto number = write_u32(static_cast<std::uint32_t>(usage));
    std::copy(number.begin(), number.end(), out.begin());
    out.back() = static_cast<std::uint8_t>(purpose);
    return out;
}

OSSL_PARAM text(const char* key, const char* value) {
    return ::OSSL_PARAM_construct_utf8_string(key, const_cast<char*>(value), 0);
}

OSSL_PARAM octets(const char* key, ByteView value) {
    return ::OSSL_PARAM_construct_octet_string(key, const_cast<std::uint8_t*>(value.data()),
                                               value.size());
}

Result<Bytes> run(const char* name, const OSSL_PARAM* parameters, std::size_t size) {
    const evp::Kdf kdf(::EVP_KDF_fetch(nullptr, name, nullptr));
    const evp::KdfContext context(kdf ? ::EVP_KDF_CTX_new(kdf.get()) : nullptr);
    Bytes out(size);
    if (!context || ::EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) != 1) {
        return evp::failure("deriving a key");
    }
    return out;
}

}  // namespace

std::optional<Enctype> enctype_of(std::int32_t number) noexcept {
    const auto* found = std::find_if(kEnctypes.begin(), kEnctypes.end(),
                                     [&](const auto& one) { return one.number == number; });
    return found == kEnctypes.end() ? std::nullopt : std::optional(*found);
}

Result<Bytes> derived_key(const Enctype& enctype, ByteView base, Usage usage, Purpose purpose) {
    const std::size_t size =
        purpose == Purpose::encryption ? enctype.key_size : enctype.mac_key_size;
    const Constant constant = constant_of(usage, purpose);
    if (!enctype.encrypt_then_mac) {
        const OSSL_PARAM parameters[] = {
            text(OSSL_KDF_PARAM_CIPHER, enctype.key_size == 32 ? "AES-256-CBC" : "AES-128-CBC"),
            octets(OSSL_KDF_PARAM_KEY, base), octets(OSSL_KDF_PARAM_CONSTANT, constant),
            ::OSSL_PARAM_construct_end()};
        return run("KRB5KDF", parameters, size);
    }
    // RFC 8009 3: HMAC(key, 0x00000001 | label | 0x00 | k), k in bits; the label is the constant.
    const OSSL_PARAM parameters[] = {
        text(OSSL_KDF_PARAM_MODE, "counter"),        text(OSSL_KDF_PARAM_MAC, "HMAC"),
        text(OSSL_KDF_PARAM_DIGEST, enctype.digest), octets(OSSL_KDF_PARAM_KEY, base),
        octets(OSSL_KDF_PARAM_SALT, constant),       ::OSSL_PARAM_construct_end()};
    return run("KBKDF", parameters, size);
}

}  // namespace mutauth::context::cfx

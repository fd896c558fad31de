#include "credential/password_key.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>

#include "core/system_error.h"

namespace mutauth::credential {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
static_assert(kAlphabet.size() == 64);
constexpr std::size_t kRandomCharacters = 40;
/// So that no password lacks one of the kinds that a policy may ask for.
constexpr std::string_view kOneOfEach = "Aa0.";

krb5_data data_of(std::string_view text) {
    krb5_data out{};
    out.data = const_cast<char*>(text.data());
    out.length = static_cast<unsigned>(text.size());
    return out;
}

Result<std::string> default_salt(const KerberosLibrary& library, const std::string& principal) {
    Principal parsed(library.get());
    krb5_data salt{};
    auto code = ::krb5_parse_name(library.get(), principal.c_str(), parsed.out());
    if (code == 0) {
        code = ::krb5_principal2salt(library.get(), parsed.get(), &salt);
    }
    if (code != 0) {
        return library.error(Status::invalid_argument, "the salt of " + principal, code);
    }
    std::string out(salt.data, salt.length);
    ::krb5_free_data_contents(library.get(), &salt);
    return out;
}

Result<std::string> salt_for(const KerberosLibrary& library,
                             const std::string& principal,
                             std::int32_t enctype,
                             const KeyHints& hints) {
    const SaltHint* hint = hints.find(enctype);
    if (hint == nullptr) {
        const auto salted = std::find_if(hints.salts.begin(), hints.salts.end(),
                                         [](const auto& other) { return other.salt.has_value(); });
        hint = salted == hints.salts.end() ? nullptr : &*salted;
    }
    return hint != nullptr && hint->salt ? Result<std::string>(*hint->salt)
                                         : default_salt(library, principal);
}

}  // namespace

Result<SecretText> random_password() {
    std::array<std::uint8_t, kRandomCharacters> random{};
    if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        return system_error("getrandom");
    }
    Bytes text(kOneOfEach.begin(), kOneOfEach.end());
    text.reserve(kOneOfEach.size() + random.size());
    for (const std::uint8_t octet : random) {
        text.push_back(static_cast<std::uint8_t>(kAlphabet[octet % kAlphabet.size()]));
    }
    ::explicit_bzero(random.data(), random.size());
    return SecretText(text_of(text));
}

Result<Bytes> password_key(const KerberosLibrary& library,
                           const std::string& principal,
                           const SecretText& password,
                           std::int32_t enctype,
                           const KeyHints& hints) {
    auto salt = salt_for(library, principal, enctype, hints);
    if (!salt) {
        return std::move(salt).error();
    }
    const SaltHint* hint = hints.find(enctype);
    const krb5_data parameters =
        data_of(hint != nullptr ? text_of(hint->parameters) : std::string_view());
    const krb5_data text = data_of(password.c_str());
    const krb5_data salted = data_of(*salt);
    krb5_keyblock key{};
    const auto code =
        ::krb5_c_string_to_key_with_params(library.get(), enctype, &text, &salted,
                                           parameters.length != 0 ? &parameters : nullptr, &key);
    if (code != 0) {
        return library.error(Status::encryption_unsupported,
                             fmt::format("a key of type {}", enctype_name(enctype)), code);
    }
    Bytes out(key.contents, key.contents + key.length);
    ::krb5_free_keyblock_contents(library.get(), &key);
    return out;
}

bool is_weak(std::int32_t enctype) noexcept {
    switch (enctype) {
        case ENCTYPE_AES128_CTS_HMAC_SHA1_96:
        case ENCTYPE_AES256_CTS_HMAC_SHA1_96:
        case ENCTYPE_AES128_CTS_HMAC_SHA256_128:
        case ENCTYPE_AES256_CTS_HMAC_SHA384_192:
        case ENCTYPE_CAMELLIA128_CTS_CMAC:
        case ENCTYPE_CAMELLIA256_CTS_CMAC:
            return false;
        default:
            return true;
    }
}

std::string enctype_name(std::int32_t enctype) {
    std::array<char, 100> name{};
    // The name without libkrb5's "DEPRECATED:".
    if (::krb5_enctype_to_name(enctype, 0, name.data(), name.size()) != 0) {
        return fmt::format("enctype {}", enctype);
    }
    return name.data();
}

}  // namespace mutauth::credential

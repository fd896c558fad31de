// Passwords that nobody types, and the keys that a KDC makes of them.
#pragma once

#include <string>

#include "credential/kerberos.h"
#include "credential/key_hints.h"
#include "credential/secret_text.h"

namespace mutauth::credential {

/// 240 random bits in printable ASCII: letters of both cases, digits and marks, as directories'
/// policies ask for.
Result<SecretText> random_password();

/// String-to-key (RFC 3961) with the KDC's salt; without a hint for the type, the salt of another
/// type's hint (a salt belongs to the password), or the principal's default one.
Result<Bytes> password_key(const KerberosLibrary& library,
                           const std::string& principal,
                           const SecretText& password,
                           std::int32_t enctype,
                           const KeyHints& hints);

/// RC4 and what is older.
bool is_weak(std::int32_t enctype) noexcept;
/// "aes256-cts-hmac-sha1-96"
std::string enctype_name(std::int32_t enctype);

}  // namespace mutauth::credential

// Changing an account's password at its realm's password server (RFC 3244), by our own I/O.
#pragma once

#include <string>

#include "core/deadline.h"
#include "core/outcome.h"
#include "credential/credential.h"

namespace mutauth::credential {

/// Changes the password of the credential's own account, or sets that of another account, which
/// takes an administrator's right.
Write change_password(Credential& credential,
                      const std::string& account,
                      const SecretText& password,
                      const Deadline& deadline);

}  // namespace mutauth::credential

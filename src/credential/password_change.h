// Changing an account's password at its realm's password server (RFC 3244), by our own I/O.
#pragma once

#include <string>

#include "core/deadline.h"
#include "credential/credential.h"

namespace mutauth::credential {

/// What is known after a change that was tried.
enum class Changed {
    yes,
    /// The server refused, or was never asked.
    no,
    /// It was asked, and what it did is not known: no answer, or one that nothing protects.
    unknown,
};

struct PasswordOutcome {
    Changed changed = Changed::no;
    /// Why not, unless it was.
    Error why;
};

/// Changes the password of the credential's own account, or sets that of another account, which
/// takes an administrator's right.
PasswordOutcome change_password(Credential& credential,
                                const std::string& account,
                                const SecretText& password,
                                const Deadline& deadline);

}  // namespace mutauth::credential

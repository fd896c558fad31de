// Adds an SPN to an account so that no two accounts end up with it, whether the directory enforces
// that or not.
#pragma once

#include "directory/session.h"
#include "registration/writer.h"

namespace mutauth::registration {

/// Looks before and after it writes. Of two that write at once the one with the greater DN gives
/// way; the other waits for that, and gives way too if it does not happen.
Result<void> claim(directory::Session& session,
                   Writer& writer,
                   const std::string& dn,
                   const spn::ServicePrincipalName& spn,
                   const Deadline& deadline);

/// Whether the account with the first DN gives way to that with the second; every writer must
/// decide alike.
bool gives_way(const std::string& dn, const std::string& other);

}  // namespace mutauth::registration

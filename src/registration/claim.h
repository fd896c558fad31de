// Adds SPNs to an account so that no two accounts end up with one of them, whether the directory
// enforces that or not.
#pragma once

#include "registration/conflicts.h"
#include "registration/edit.h"

namespace mutauth::registration {

/// Looks before and after it writes. Of two that write at once the one with the greater DN gives
/// way; the other waits for that, and gives way too if it does not happen. All of the wish or
/// nothing of it; names on the accounts but_for are no conflict.
Outcome<Edited> claim(const Target& target,
                      const Wish& wish,
                      const Manner& manner,
                      const std::vector<std::string>& but_for = {});

/// One name, nobody told.
Result<void> claim(directory::Session& session,
                   Writer& writer,
                   const std::string& dn,
                   const spn::ServicePrincipalName& spn,
                   const Deadline& deadline);

/// spn_taken if another account than these holds one of the names.
Result<void> check_free(directory::Session& session,
                        const Spns& spns,
                        const std::vector<std::string>& accounts,
                        const Deadline& deadline);

}  // namespace mutauth::registration

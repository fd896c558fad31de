// The judgement of SPNs that are to be registered: spn::lint, and the account's realm.
#pragma once

#include "registration/edit.h"

namespace mutauth::registration {

/// Refuses names that will not work, unless the session allows those, and names of another realm
/// than an Active Directory account's. Gives a warning for each name that works in some places
/// only.
Result<std::vector<std::string>> judged(const Target& target, const Spns& spns);

/// claim, of names that are new to the directory: judged first, with the warnings in front.
Outcome<Edited> claim_judged(const Target& target, const Wish& wish, const Manner& manner);

/// spn_not_writable if a name is of another realm than an Active Directory account's, where values
/// have no realm and it would be lost.
Result<void> check_realms(const Target& target, const Spns& spns);

}  // namespace mutauth::registration

// Putting an SPN's keys into a keytab: those of the account that are there already, or new ones
// made from its password.
#pragma once

#include <optional>

#include "credential/secret_text.h"
#include "registration/keytab_place.h"
#include "registration/steps.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

struct KeytabAddition {
    /// Without one, the account's own name; that takes a password.
    std::optional<spn::ServicePrincipalName> spn;
    /// The account's; the place must name the account then.
    const credential::SecretText* password = nullptr;
    /// Who asks for the ticket that proves the key; without it the account itself.
    credential::Credential* client = nullptr;
};

/// Writes nothing that did not open a real ticket: service_unknown, key_not_proven. Succeeds also
/// if the keys are there.
Result<void> add_to_keytab(const KeytabPlace& place,
                           const KeytabAddition& addition,
                           const Steps& steps,
                           const Deadline& deadline);

}  // namespace mutauth::registration

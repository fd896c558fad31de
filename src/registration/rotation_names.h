// The names in a keytab that an account's new key is written under.
#pragma once

#include <string>
#include <vector>

#include "credential/credential.h"
#include "credential/keytab_file.h"
#include "registration/keytab_place.h"

namespace mutauth::registration {

struct RotationNames {
    /// The account first.
    std::vector<std::string> names;
    /// The account's keys of every version, as they stand in the keytab.
    credential::KeytabEntries keys;

    bool has(const std::string& principal) const;
    bool has_key(const credential::KeytabEntry& entry) const;
};

/// By name and by key: the account's own entries and all that share a key with one of those.
RotationNames names_sharing(const credential::KeytabEntries& entries, const std::string& account);

/// The same, and those whose tickets open with one of the account's keys. In a keytab without an
/// entry of the account's own name its keys are those that the KDC takes in its name, or that open
/// a ticket for it. key_not_proven if no entry is the account's: its service would not get the new
/// key.
///
/// The client asks for tickets; proven are the keys that it was taken by, if it is the account
/// itself.
Result<RotationNames> names_of_account(const KeytabPlace& place,
                                       const credential::KeytabEntries& entries,
                                       credential::Credential& client,
                                       const credential::KeytabEntries& proven,
                                       const Deadline& deadline);

}  // namespace mutauth::registration

// A new key for an account, in its keytab before the KDC uses it.
#pragma once

#include "registration/key_keepers.h"
#include "registration/keytab_place.h"
#include "registration/steps.h"

namespace mutauth::registration {

struct KeytabRotation {
    /// Sets the password, as an administrator; without it the account changes its own, by its key.
    credential::Credential* administrator = nullptr;
    /// How long versions that were replaced stay in the keytab, in seconds.
    std::int64_t grace = kUsualGrace;
    /// Who else keeps the key, and is taken over from: "sssd", "samba", "system".
    std::string keeper;
    KeeperPaths keeper_paths;
};

/// A random password becomes the account's; its keys go to every name in the keytab that shares the
/// account's. The service opens old and new tickets at every moment. (A client that starts from
/// this keytab by the highest version, as kinit -k does, fails between the first write and the
/// change of the password; we do not.)
///
/// Cut short anywhere and run again it goes on where it stopped. rotation_unfinished says that it
/// is not known what the password server did: nothing is lost, and the next run finds out.
Result<void> rotate_key(const KeytabPlace& place,
                        const KeytabRotation& rotation,
                        const Steps& steps,
                        const Deadline& deadline);

}  // namespace mutauth::registration

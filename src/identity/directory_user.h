// Which user of this machine a caller is, by the numbers that its account has in Active Directory.
#pragma once

#include "core/deadline.h"
#include "directory/session.h"
#include "identity/identity.h"
#include "identity/local_user.h"

namespace mutauth::identity {

/// The account is looked up by the SID in the ticket's PAC (objectSid), and has RFC 2307's
/// uidNumber and gidNumber; its groups' gidNumbers are the user's groups, as far as they have one.
/// SIDs count as for Identity::has without trusted domains.
Result<LocalUser> find_in_directory(directory::Session& session,
                                    const Identity& caller,
                                    const Deadline& deadline);

}  // namespace mutauth::identity

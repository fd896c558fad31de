// What a service asks at its start: are its SPNs on its account and on no other, and does its
// keytab open the KDC's tickets for them?
#pragma once

#include "directory/session.h"
#include "registration/account.h"
#include "registration/keytab_check.h"

namespace mutauth::registration {

/// Without SPNs: those that the keytab has, or if it has only an account's name, those on the
/// account. Changes nothing. An SPN that the account has by an alias of the directory's own counts
/// as there if the keytab opens the ticket for it.
Result<Findings> verify_service(directory::Session& session,
                                const Account& account,
                                const KeytabPlace& place,
                                const KeytabCheck& check,
                                const Deadline& deadline);

}  // namespace mutauth::registration

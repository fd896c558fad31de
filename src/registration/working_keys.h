// The keys of a keytab that the KDC uses now. A key is judged by what it opens; names and version
// numbers are hints, which may be wrong.
#pragma once

#include <string>
#include <vector>

#include "credential/credential.h"
#include "credential/keytab_file.h"
#include "credential/ticket_cache.h"
#include "registration/keytab_place.h"

namespace mutauth::registration {

using KeytabPointers = std::vector<const credential::KeytabEntry*>;

/// The entries whose key opens the ticket, as kvno -k tries them: whatever their name and version.
Result<KeytabPointers> opening(const credential::KeytabEntries& entries,
                               const credential::ServiceTicket& ticket);

/// Whether libkrb5 takes an entry of this version for a ticket's: 0 stands for any in both, and a
/// keytab of the old form holds a version's lowest byte alone.
bool same_version(std::uint32_t ticket, std::uint32_t entry) noexcept;

/// The account in whose name the KDC takes one of the keytab's keys.
struct WorkingClient {
    std::string principal;
    std::shared_ptr<credential::Credential> credential;
    /// The keys that it was tried with, under the principal's name.
    credential::KeytabEntries keys;
};

/// By an AS exchange, as kinit -k tries it. In the name of the place's account, by its own entries,
/// or if the keytab has none, by others' keys; without an account, in the first of the keytab's
/// names that the KDC knows as a client's. `asked` is told the name of the last try.
///
/// client_unknown if the KDC knows none of the names; else the KDC's refusal of the newest key.
Result<WorkingClient> working_client(const KeytabPlace& place,
                                     const credential::KeytabEntries& entries,
                                     const Deadline& deadline,
                                     std::string* asked = nullptr);

}  // namespace mutauth::registration

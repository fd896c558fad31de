// The names of the key that opened a ticket.
#pragma once

#include <string>
#include <vector>

#include "credential/keys.h"
#include "spn/served_names.h"

namespace mutauth::context {

/// Every name that the keytab has the key under. The first one does not depend on what the ticket
/// claims: it is the account's, else the first that is served; what precedes it in the keytab is
/// neither. Empty if none is either.
std::vector<std::string> service_names(const credential::Keys& keys,
                                       const credential::Key& key,
                                       const std::string& account,
                                       const spn::ServedNames& served);

}  // namespace mutauth::context

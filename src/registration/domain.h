// Whether the domain that a caller names is the session's.
#pragma once

#include "directory/session.h"

namespace mutauth::registration {

/// account_not_found with the reason if Active Directory calls its domain otherwise. Other
/// directories keep no such name and take any.
Result<void> check_domain(directory::Session& session,
                          std::string_view domain,
                          const Deadline& deadline);

}  // namespace mutauth::registration

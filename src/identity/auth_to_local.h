// krb5.conf's mapping of principals to user names: auth_to_local and auth_to_local_names.
#pragma once

#include <optional>
#include <string>

#include "core/result.h"

namespace mutauth::identity {

/// Nothing if krb5.conf has no name for the principal, or if it is of another realm than the
/// default one.
Result<std::optional<std::string>> auth_to_local(const std::string& principal);

}  // namespace mutauth::identity

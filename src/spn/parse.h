// Reading of what others wrote.
#pragma once

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// A value as a directory holds it: '@' is an ordinary character there, so nothing of the text is
/// taken as a realm. The realm is the caller's knowledge.
Result<ServicePrincipalName> parse_value(std::string_view text, std::string_view realm = "");

}  // namespace mutauth::spn

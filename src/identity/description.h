// An identity in words and as JSON, for logs, tools and other programs.
#pragma once

#include <string>

#include "identity/identity.h"

namespace mutauth::identity {

/// One object on one line, UTF-8. A PAC that does not prove itself is not in there, but the reason.
std::string json_of(const Identity& identity);

/// What a PAC says, by the names of [MS-PAC]'s structures; whether it is to be believed is not
/// asked.
std::string json_of(const Pac& pac);

/// Lines of "what: value", each with its end.
std::string text_of(const Identity& identity);

}  // namespace mutauth::identity

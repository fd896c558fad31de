// UTF-16 as Windows writes it, read as UTF-8.
#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"

namespace mutauth {

/// Little-endian. Nothing for half a unit, a lone surrogate or a NUL.
std::optional<std::string> utf8_of_utf16(ByteView octets);

}  // namespace mutauth

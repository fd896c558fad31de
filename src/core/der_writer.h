// Writes DER: the tag, the shortest length (X.690 10.1) and the content.
#pragma once

#include "core/bytes.h"

namespace mutauth::der {

Bytes element(std::uint8_t tag, ByteView content);

}  // namespace mutauth::der

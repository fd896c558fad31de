// What is inside a sealed frame: one octet that says which, then the content. Being sealed, neither
// can be changed or left out without notice.
#pragma once

#include <cstdint>

#include "context/security_context.h"
#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::channel {

enum class RecordKind : std::uint8_t {
    message = 1,
    /// The sender's end. Nothing follows.
    close = 2,
    /// The sender refuses to go on and says why, in UTF-8. Nothing follows.
    refusal = 3,
};

struct Record {
    RecordKind kind;
    Bytes content;
};

inline constexpr std::size_t kRecordHead = 1;
inline constexpr std::size_t kLongestReason = 1024;

/// Opens a Wrap token; refuses one whose rotation count goes all the way round, since the count is
/// not sealed and this would be another form of the same message.
Result<Bytes> open_sealed(context::SecurityContext& context, ByteView sealed);

/// Writes kRecordHead octets and the content.
void encode(RecordKind kind, ByteView content, MutableByteView out);
Result<Record> decode(Bytes plain);

}  // namespace mutauth::channel

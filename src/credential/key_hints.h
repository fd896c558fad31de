// What a KDC's answer tells about an account's keys in the clear: the salts by which a password
// becomes a key (PA-ETYPE-INFO2, RFC 4120 5.2.7.5), and the version of the key that was used.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"

namespace mutauth::credential {

struct SaltHint {
    std::int32_t enctype = 0;
    /// Not given: the default one, the principal's own realm and name.
    std::optional<std::string> salt;
    /// String-to-key parameters, such as an iteration count.
    Bytes parameters;
};

/// Nothing in it is protected: a key made from it must be proven before it is relied on.
struct KeyHints {
    std::vector<SaltHint> salts;
    /// Of the client's key, as the AS-REP has it; 0 if it has none.
    std::uint32_t kvno = 0;

    const SaltHint* find(std::int32_t enctype) const noexcept;
};

/// Takes up what an answer of the AS exchange tells; what does not parse changes nothing.
void read_key_hints(ByteView answer, KeyHints& hints);

}  // namespace mutauth::credential

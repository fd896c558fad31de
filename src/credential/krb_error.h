// The clear fields of a KRB-ERROR (RFC 4120 5.9.1). Nothing in it is protected: it explains, it
// never decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/der.h"

namespace mutauth::credential {

struct KrbError {
    std::int64_t code = 0;
    std::int64_t server_time = 0;
    std::string server;
    std::string realm;
    std::string text;
    /// e-data: what it holds depends on the code.
    Bytes data;
};

/// Nothing for what is malformed; then the fault, if asked for, says where.
std::optional<KrbError> read_krb_error(ByteView message, der::Fault* why = nullptr);

}  // namespace mutauth::credential

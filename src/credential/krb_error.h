// The clear fields of a KRB-ERROR (RFC 4120 5.9.1). Nothing in it is protected: it explains, it
// never decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"

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

std::optional<KrbError> read_krb_error(ByteView message);

/// A PrincipalName's components joined by '/' (RFC 4120 5.2.2); a '/' inside one is written "\/",
/// so that no two names read alike.
std::optional<std::string> read_principal_name(ByteView sequence);

}  // namespace mutauth::credential

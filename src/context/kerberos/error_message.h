// A KRB-ERROR (RFC 4120 5.9.1) for a client that was refused. It says nothing but the code and the
// time: it is for anyone's eyes.
#pragma once

#include <cstdint>
#include <string>

#include "core/bytes.h"
#include "credential/kerberos.h"

namespace mutauth::context::kerberos {

/// In GSS-API's frame; the code is RFC 4120 7.5.9's, KRB_ERR_GENERIC for any other. Empty if it
/// cannot be made.
Bytes error_token(const credential::KerberosLibrary& library,
                  const std::string& server,
                  std::int64_t code);

}  // namespace mutauth::context::kerberos

// What a KDC's or libkrb5's error code means to the one who asked for a ticket.
#pragma once

#include <optional>

#include "credential/kerberos.h"
#include "credential/krb_error.h"

namespace mutauth::credential {

/// The reason behind a failed AS or TGS exchange; reply is the KDC's last KRB-ERROR, if it sent
/// one.
Error kdc_failure(const KerberosLibrary& library,
                  std::string_view what,
                  krb5_error_code code,
                  const std::optional<KrbError>& reply);

}  // namespace mutauth::credential

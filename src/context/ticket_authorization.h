// Reads what a ticket's authorization data says of the client (RFC 4120 5.2.6), once the ticket is
// open.
#pragma once

#include <krb5.h>

#include "context/authorization.h"
#include "credential/kerberos.h"

namespace mutauth::context {

/// The key is the service's, by which the ticket was opened.
Authorization read_authorization(const credential::KerberosLibrary& library,
                                 const krb5_enc_tkt_part& ticket,
                                 const krb5_keyblock& key);

/// The indicators in an AD-CAMMAC (RFC 7751), if the service's key made its service verifier; none
/// of one that is malformed.
std::vector<std::string> indicators_in(const credential::KerberosLibrary& library,
                                       ByteView cammac,
                                       const krb5_keyblock& key);

}  // namespace mutauth::context

// Reads what a ticket's authorization data says of the client (RFC 4120 5.2.6), once the ticket is
// open.
#pragma once

#include <krb5.h>

#include "context/authorization.h"
#include "context/kerberos/authorization_data.h"
#include "credential/kerberos.h"

namespace mutauth::context {

/// A key as libkrb5 takes it, which borrows the bytes.
struct ServiceKey {
    std::int32_t enctype = 0;
    ByteView bytes;

    krb5_keyblock block() const noexcept;
};

/// The key is the service's, by which the ticket was opened. The client is as krb5_unparse_name
/// writes it.
Authorization read_authorization(const credential::KerberosLibrary& library,
                                 const kerberos::TicketData& data,
                                 const std::string& client,
                                 std::int64_t authenticated,
                                 const ServiceKey& key);

/// The indicators in an AD-CAMMAC (RFC 7751), if the service's key made its service verifier; none
/// of one that is malformed.
std::vector<std::string> indicators_in(const credential::KerberosLibrary& library,
                                       ByteView cammac,
                                       const ServiceKey& key);

}  // namespace mutauth::context

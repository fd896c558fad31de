// Kerberos' own exchange (RFC 4121 on RFC 4120's AP messages), made with libkrb5's calls. It is
// what GSS-API's mechanism does, without the krb5_context and the look at the configuration that
// each call of GSS-API costs.
#pragma once

#include "context/exchange.h"
#include "context/policy.h"
#include "credential/keys.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

/// Forwarded is a KRB-CRED for the service to keep, or empty.
Result<std::unique_ptr<Exchange>> make_kerberos_initiator(
    std::shared_ptr<const credential::TicketCache> tickets,
    const spn::ServicePrincipalName& service,
    Bytes forwarded,
    const Policy& policy);

/// Takes the request that it was told to expect, with the key that opened it.
Result<std::unique_ptr<Exchange>> make_kerberos_acceptor(
    std::shared_ptr<const credential::Keys> keys, const Policy& policy);

}  // namespace mutauth::context

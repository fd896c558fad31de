// The ticket-granting ticket that a client handed over, kept in a cache of its own.
#pragma once

#include <memory>
#include <string>

#include "context/gss.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

/// Of a KRB-CRED that came inside an authenticator, which the auth context has opened
/// (RFC 4121 4.1.1.1). Nothing if it is malformed or not the client's own.
std::shared_ptr<const credential::TicketCache> kept_tickets(
    const credential::KerberosLibrary& library,
    krb5_auth_context auth,
    ByteView message,
    const std::string& client);

/// Of what GSS-API has taken.
Result<std::shared_ptr<const credential::TicketCache>> kept_tickets(
    const gss::Credential& delegated, const std::string& client);

}  // namespace mutauth::context

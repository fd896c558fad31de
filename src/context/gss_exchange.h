// An exchange made by MIT's GSS-API: SPNEGO, delegation, and contexts whose messages it protects.
#pragma once

#include "context/exchange.h"
#include "context/policy.h"
#include "credential/keys.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

Result<std::unique_ptr<Exchange>> make_gss_initiator(
    std::shared_ptr<const credential::TicketCache> tickets,
    const spn::ServicePrincipalName& service,
    const Policy& policy);

Result<std::unique_ptr<Exchange>> make_gss_acceptor(std::shared_ptr<const credential::Keys> keys,
                                                    const Policy& policy);

}  // namespace mutauth::context

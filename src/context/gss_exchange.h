// An exchange made by MIT's GSS-API: SPNEGO, and contexts whose messages it protects.
#pragma once

#include "context/exchange.h"
#include "context/policy.h"
#include "credential/keys.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

/// Handing tickets over asks the KDC for another one in the first turn, which GSS-API goes on
/// without if it gets none.
Result<std::unique_ptr<Exchange>> make_gss_initiator(
    std::shared_ptr<const credential::TicketCache> tickets,
    const spn::ServicePrincipalName& service,
    bool hands_over,
    const Policy& policy);

Result<std::unique_ptr<Exchange>> make_gss_acceptor(std::shared_ptr<const credential::Keys> keys,
                                                    const Policy& policy);

}  // namespace mutauth::context

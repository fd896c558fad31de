// Handing a client's tickets to a service, which may then act as the client wherever it likes.
#pragma once

#include "core/deadline.h"
#include "credential/ticket_cache.h"

namespace mutauth::credential {

/// Whether the KDC trusts the service with its clients' tickets: its ticket is marked
/// ok-as-delegate (RFC 4120 2.8).
bool is_trusted_with_tickets(const TicketCache& tickets, const spn::ServicePrincipalName& service);

/// Whether the client's ticket-granting ticket may be forwarded (RFC 4120 2.6); else why not.
Result<void> check_forwardable(const TicketCache& tickets,
                               const spn::ServicePrincipalName& service);

/// A ticket-granting ticket that the KDC makes for the service to use as the client: a KRB-CRED
/// (RFC 4120 5.8) under the session key of the client's ticket to the service.
Result<Bytes> forwarded_ticket(const KerberosLibrary& library,
                               const TicketCache& tickets,
                               const spn::ServicePrincipalName& service,
                               const Deadline& deadline);

}  // namespace mutauth::credential

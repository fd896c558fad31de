// Tickets in another principal's name: [MS-SFU]'s S4U2Self and S4U2Proxy.
#pragma once

#include <string>

#include "core/deadline.h"
#include "credential/ticket_cache.h"

namespace mutauth::credential {

/// S4U2Self: the client's ticket to the owner of the cache, as if the client had come by itself.
/// In DER (RFC 4120 5.3). transition_refused if nothing may be done with it elsewhere.
Result<Bytes> ticket_to_self(const KerberosLibrary& library,
                             const TicketCache& own,
                             const std::string& client,
                             const Deadline& deadline);

/// S4U2Proxy: puts the client's ticket to the service into the client's cache. Evidence is the
/// client's ticket to the owner of the other cache, in DER.
Result<void> get_ticket_on_behalf(const KerberosLibrary& library,
                                  const TicketCache& own,
                                  ByteView evidence,
                                  const spn::ServicePrincipalName& service,
                                  const TicketCache& clients,
                                  const Deadline& deadline);

}  // namespace mutauth::credential

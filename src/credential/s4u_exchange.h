// Tickets in another principal's name: [MS-SFU]'s S4U2Self and S4U2Proxy.
#pragma once

#include <string>

#include "core/deadline.h"
#include "credential/ticket_cache.h"

namespace mutauth::credential {

/// A client's ticket to a service, by which that asks for tickets in the client's name.
struct Evidence {
    /// In DER (RFC 4120 5.3).
    Bytes ticket;
    /// The flag is sealed in the ticket: true also where nobody can tell.
    bool forwardable = true;
};

/// Evidence that a KDC made on the service's word, and the name that it gave the client.
struct OwnEvidence {
    Evidence evidence;
    std::string client;
};

/// S4U2Self: the client's ticket to the owner of the cache, as if the client had come by itself.
/// It may not be forwardable: whether it serves elsewhere all the same is the KDC's to say, by the
/// other service's account ([MS-SFU] 3.2.5.2.3).
Result<OwnEvidence> ticket_to_self(const KerberosLibrary& library,
                                   const TicketCache& own,
                                   const std::string& client,
                                   NameType type,
                                   const Deadline& deadline);

/// S4U2Proxy: puts the client's ticket to the service into the client's cache. Evidence is the
/// client's ticket to the owner of the other cache. transition_refused, and not delegation_refused,
/// if it is not forwardable.
Result<void> get_ticket_on_behalf(const KerberosLibrary& library,
                                  const TicketCache& own,
                                  const Evidence& evidence,
                                  const spn::ServicePrincipalName& service,
                                  const TicketCache& clients,
                                  const Deadline& deadline);

}  // namespace mutauth::credential

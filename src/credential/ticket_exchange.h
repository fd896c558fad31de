// Getting tickets from a KDC step by step, with our own I/O between the steps.
#pragma once

#include <memory>
#include <string>

#include "core/deadline.h"
#include "credential/key_hints.h"
#include "credential/keys.h"
#include "credential/secret_text.h"
#include "credential/ticket_cache.h"

namespace mutauth::credential {

/// What proves a principal to its KDC: exactly one of the two. And how its name is meant.
struct InitialSecret {
    const SecretText* password = nullptr;
    std::shared_ptr<const Keys> keys;
    NameType name = NameType::principal;
};

/// The AS exchange (RFC 4120 3.1): puts a ticket into the cache, the ticket-granting one or, for
/// services that take no other, one for the service. Of an enterprise name the cache becomes the
/// account's own (TicketCache::of_owner). Hints, if given, take up what the KDC tells of
/// the client's keys.
Result<void> get_initial_ticket(const KerberosLibrary& library,
                                const TicketCache& cache,
                                const InitialSecret& secret,
                                const Deadline& deadline,
                                const char* service = nullptr,
                                KeyHints* hints = nullptr);

/// The TGS exchange (RFC 4120 3.3), referrals followed: puts a service ticket into the cache.
Result<void> get_service_ticket(const KerberosLibrary& library,
                                const TicketCache& cache,
                                const spn::ServicePrincipalName& service,
                                const Deadline& deadline);

}  // namespace mutauth::credential

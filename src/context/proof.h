// What a finished negotiation has proved, and what the peer merely claimed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "context/authorization.h"
#include "context/local_process.h"
#include "context/policy.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

struct Proof {
    bool initiator = false;
    /// The service has proved itself too.
    bool mutual = true;
    Level level = Level::privacy;
    Mechanism mechanism = Mechanism::krb5;
    /// "name@REALM", proven by its ticket.
    std::string client;
    /// RFC 4120 6.2's type of that name, a hint.
    std::int32_t client_type = 0;
    /// The SPN that the initiator asked for. To the acceptor it is a claim: the clear part of the
    /// ticket says it, in which anybody may write another SPN of the same key.
    std::string asked_service;
    /// Initiator: the SPN that was proven. Acceptor: a name of the key that opened the ticket: the
    /// account's that the credential names, else the first served one in the keytab.
    std::string service_key;
    /// Acceptor: all names under which the keytab has that key, service_key first. Initiator:
    /// service_key alone. Which of them was asked for nobody proves.
    std::vector<std::string> service_keys;
    /// When the negotiation ended, in seconds since 1970 UTC.
    std::int64_t established = 0;
    /// Seconds since 1970 UTC; INT64_MAX for never.
    std::int64_t expires = 0;
    /// When the client proved itself to its KDC, in seconds since 1970 UTC; 0 for a local process.
    std::int64_t authenticated = 0;
    /// Of the key that protects messages.
    std::int32_t enctype = 0;
    /// Of the key that seals the ticket; 0 for a local process, which has none.
    std::int32_t ticket_enctype = 0;
    /// RFC 2743's flags that hold.
    std::uint32_t flags = 0;
    /// Acceptor: the initiator proved that it gave the same channel bindings. Nothing proves to an
    /// initiator what the acceptor gave, or whether it looked (RFC 4121 4.1.1.2).
    bool channel_bound = false;
    /// This side gave some.
    bool bindings_given = false;
    /// Acceptor: the client's ticket in DER (RFC 4120 5.3), if the policy keeps it.
    std::shared_ptr<const Bytes> ticket;
    /// Acceptor: the ticket-granting ticket that the client handed over, if the policy keeps it.
    std::shared_ptr<const credential::TicketCache> delegated;
    /// Acceptor: what the ticket says of the client.
    Authorization authorization;
    /// The client, if it is a process on this machine that the kernel told of; then there is no
    /// ticket.
    std::shared_ptr<const LocalProcess> local;
};

}  // namespace mutauth::context

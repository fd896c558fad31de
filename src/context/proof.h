// What a finished negotiation has proved, and what the peer merely claimed.
#pragma once

#include <cstdint>
#include <string>

#include "context/policy.h"

namespace mutauth::context {

struct Proof {
    bool initiator = false;
    Level level = Level::privacy;
    Mechanism mechanism = Mechanism::krb5;
    /// "name@REALM", proven by its ticket.
    std::string client;
    /// Initiator: the SPN that was proven. Acceptor: what the ticket's clear part says, a claim.
    std::string service;
    /// Acceptor: the keytab entry whose key opened the ticket. Initiator: as service.
    std::string service_key;
    /// Seconds since 1970 UTC; INT64_MAX for never.
    std::int64_t expires = 0;
    std::int32_t enctype = 0;
};

}  // namespace mutauth::context

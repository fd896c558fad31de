// The clear part of the ticket in a client's request. The service's name in it is a claim: any
// client can write another one whose account has the same key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "context/kerberos/messages.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {

/// There is none without a request that was read whole.
struct AskedTicket {
    explicit AskedTicket(const kerberos::Ticket& ticket)
        : service(ticket.server.text()),
          realm(text_of(ticket.realm)),
          kvno(ticket.sealed.kvno),
          enctype(ticket.sealed.enctype) {}

    /// "name@REALM", as libkrb5 quotes it.
    std::string principal() const { return spn::to_principal(service, realm); }

    std::string service;
    std::string realm;
    std::optional<std::int64_t> kvno;
    /// Of the service's key, which the ticket is sealed with.
    std::int32_t enctype;
};

}  // namespace mutauth::context

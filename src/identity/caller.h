// What a service that acts as its caller may use of it towards other services.
#pragma once

#include <memory>
#include <string>

#include "context/proof.h"
#include "credential/credential.h"
#include "identity/granted.h"

namespace mutauth::identity {

struct Caller {
    explicit Caller(const context::Proof& proof)
        : client(proof.client),
          level(granted(proof)),
          ticket(proof.ticket),
          delegated(proof.delegated) {}

    std::string client;
    ImpersonationLevel level;
    /// As context::Proof has them.
    std::shared_ptr<const Bytes> ticket;
    std::shared_ptr<const credential::TicketCache> delegated;
};

/// impersonation_not_granted if the client let the service do less than act as it.
inline Result<void> check_may_act_as(const Caller& caller) {
    return check_may_act_as(caller.client, caller.level);
}

/// By what the client handed over, else by its ticket to the service and the KDC's leave.
Result<std::shared_ptr<credential::Credential>> credential_of(
    const Caller& caller, std::shared_ptr<credential::Credential> service);

/// Acts as whomever the thread that uses it acts as then, and as nobody if that is nobody's client.
Result<std::shared_ptr<credential::Credential>> credential_of_impersonated(
    std::shared_ptr<credential::Credential> service);

}  // namespace mutauth::identity

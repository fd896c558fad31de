// The library's own checks of an exchange that calls itself complete.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "context/exchange.h"
#include "context/policy.h"
#include "context/security_context.h"

namespace mutauth::context {

/// Fails unless both sides are proven (or the policy waives the service's proof), every protection
/// of the policy is there, the mechanism is Kerberos and the keys are of types that the policy
/// allows. Service is the proven name on an initiator, the ticket's claim on an acceptor.
Result<std::unique_ptr<SecurityContext>> establish(Agreement agreed,
                                                   std::string service,
                                                   bool initiator,
                                                   const Policy& policy);

/// weak_key or weak_ticket for a type that the policy does not allow.
Result<void> check_keys(std::int32_t enctype, std::int32_t ticket_enctype, const Policy& policy);

}  // namespace mutauth::context

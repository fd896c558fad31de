// What a program demands of a security context, with the safe defaults.
#pragma once

#include <cstdint>
#include <vector>

#include "core/log.h"
#include "spn/service_principal_name.h"

namespace mutauth::context {

/// Windows' RPC_C_AUTHN_LEVEL_... numbers ([MS-RPCE] 2.2.1.1.8).
enum class Level : std::int32_t { connect = 2, integrity = 5, privacy = 6 };

enum class Mechanism : std::int32_t { krb5 = 1, negotiate = 2 };

/// Who makes and opens protected messages. Both speak RFC 4121: the peer sees no difference.
enum class Protector : std::int32_t { own = 1, gss = 2 };

struct Policy {
    Level level = Level::privacy;
    Mechanism mechanism = Mechanism::krb5;
    Protector protector = Protector::own;
    /// Acceptors only.
    std::vector<spn::ServicePrincipalName> served;
    Log log;
};

}  // namespace mutauth::context

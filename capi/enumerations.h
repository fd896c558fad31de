// The C ABI's plain numbers as the core's enumerations.
#pragma once

#include <mutauth/policy.h>

#include "context/policy.h"
#include "handle.h"

namespace mutauth::capi {

inline Result<context::Level> level_of(int32_t level) {
    switch (level) {
        case MUTAUTH_LEVEL_CONNECT:
        case MUTAUTH_LEVEL_CALL:
        case MUTAUTH_LEVEL_PACKET:
        case MUTAUTH_LEVEL_INTEGRITY:
        case MUTAUTH_LEVEL_PRIVACY:
            return static_cast<context::Level>(level);
        default:
            return Error(Status::invalid_argument, "the level is unknown");
    }
}

inline Result<context::Mechanism> mechanism_of(int32_t mechanism) {
    switch (mechanism) {
        case MUTAUTH_MECHANISM_KRB5:
        case MUTAUTH_MECHANISM_NEGOTIATE:
        case MUTAUTH_MECHANISM_EITHER:
            return static_cast<context::Mechanism>(mechanism);
        default:
            return Error(Status::invalid_argument, "the mechanism is unknown");
    }
}

/// What a caller may have come by: also what is not negotiated.
inline Result<context::Mechanism> caller_mechanism_of(int32_t mechanism) {
    switch (mechanism) {
        case MUTAUTH_MECHANISM_KRB5:
        case MUTAUTH_MECHANISM_NEGOTIATE:
        case MUTAUTH_MECHANISM_LOCAL:
            return static_cast<context::Mechanism>(mechanism);
        default:
            return Error(Status::invalid_argument, "no caller comes by this mechanism");
    }
}

inline Result<context::Protector> protector_of(int32_t protector) {
    switch (protector) {
        case MUTAUTH_PROTECTOR_OWN:
        case MUTAUTH_PROTECTOR_GSS:
            return static_cast<context::Protector>(protector);
        default:
            return Error(Status::invalid_argument, "the protector is unknown");
    }
}

inline Result<context::BindingRule> binding_rule_of(int32_t rule) {
    switch (rule) {
        case MUTAUTH_BINDINGS_WHEN_GIVEN:
        case MUTAUTH_BINDINGS_IGNORE:
        case MUTAUTH_BINDINGS_IF_PRESENT:
        case MUTAUTH_BINDINGS_REQUIRE:
            return static_cast<context::BindingRule>(rule);
        default:
            return Error(Status::invalid_argument, "the rule for channel bindings is unknown");
    }
}

inline Result<context::Delegation> delegation_of(int32_t rule) {
    switch (rule) {
        case MUTAUTH_DELEGATION_NEVER:
        case MUTAUTH_DELEGATION_IF_TRUSTED:
        case MUTAUTH_DELEGATION_ALWAYS:
            return static_cast<context::Delegation>(rule);
        default:
            return Error(Status::invalid_argument, "the rule for delegation is unknown");
    }
}

template <typename T>
Outcome assign(T& to, Result<T> value) {
    if (!value) {
        return std::move(value).error();
    }
    to = *value;
    return MUTAUTH_OK;
}

}  // namespace mutauth::capi

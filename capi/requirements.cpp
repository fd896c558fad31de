#include <mutauth/requirements.h>

#include "enumerations.h"
#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::identity::Requirements;
using mutauth::identity::Sid;

namespace {

Error invalid(const char* what) {
    return Error(Status::invalid_argument, what);
}

mutauth_status change(mutauth_requirements* requirements, auto body) {
    return guard([&]() -> Outcome {
        return live(requirements) ? body(requirements->object) : wrong_handle("requirements");
    });
}

}  // namespace

mutauth_status mutauth_requirements_new(mutauth_requirements** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        *out = new mutauth_requirements();
        return done();
    });
}

mutauth_status mutauth_requirements_set_level(mutauth_requirements* requirements, int32_t level) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        auto value = level_of(level);
        if (!value) {
            return std::move(value).error();
        }
        object.set_level(*value);
        return done();
    });
}

mutauth_status mutauth_requirements_set_mechanism(mutauth_requirements* requirements,
                                                  int32_t mechanism) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        auto value = caller_mechanism_of(mechanism);
        if (!value) {
            return std::move(value).error();
        }
        object.set_mechanism(*value);
        return done();
    });
}

mutauth_status mutauth_requirements_add_service_key(mutauth_requirements* requirements,
                                                    const char* name) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        return is_empty(name) ? invalid("name is NULL or empty")
                              : outcome_of(object.add_service_key(name));
    });
}

mutauth_status mutauth_requirements_accept_asked_service(mutauth_requirements* requirements) {
    return change(requirements, [](Requirements& object) -> Outcome {
        object.accept_asked_service();
        return done();
    });
}

mutauth_status mutauth_requirements_add_client(mutauth_requirements* requirements,
                                               const char* principal) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        return principal == nullptr ? missing("principal")
                                    : outcome_of(object.add_client(principal));
    });
}

mutauth_status mutauth_requirements_add_realm(mutauth_requirements* requirements,
                                              const char* realm) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        if (is_empty(realm)) {
            return invalid("realm is NULL or empty");
        }
        object.add_realm(realm);
        return done();
    });
}

mutauth_status mutauth_requirements_add_sid(mutauth_requirements* requirements, const char* sid) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        const auto value = Sid::from_text(optional_text(sid));
        if (!value) {
            return invalid("sid is NULL or none");
        }
        object.add_sid(*value);
        return done();
    });
}

mutauth_status mutauth_requirements_trust_domain(mutauth_requirements* requirements,
                                                 const char* realm,
                                                 const char* domain_sid) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        const auto value = Sid::from_text(optional_text(domain_sid));
        if (is_empty(realm) || !value) {
            return invalid("realm is NULL or empty, or domain_sid is none");
        }
        object.trust_domain(realm, *value);
        return done();
    });
}

mutauth_status mutauth_requirements_add_indicator(mutauth_requirements* requirements,
                                                  const char* indicator) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        if (is_empty(indicator)) {
            return invalid("indicator is NULL or empty");
        }
        object.add_indicator(indicator);
        return done();
    });
}

mutauth_status mutauth_requirements_set_max_age(mutauth_requirements* requirements,
                                                int64_t seconds) {
    return change(requirements, [&](Requirements& object) -> Outcome {
        if (seconds <= 0) {
            return invalid("seconds is not positive");
        }
        object.set_max_age(seconds);
        return done();
    });
}

mutauth_status mutauth_requirements_set_local_only(mutauth_requirements* requirements) {
    return change(requirements, [](Requirements& object) -> Outcome {
        object.set_local_only();
        return done();
    });
}

mutauth_status mutauth_requirements_allow_upn(mutauth_requirements* requirements) {
    return change(requirements, [](Requirements& object) -> Outcome {
        object.allow_upn();
        return done();
    });
}

mutauth_status mutauth_requirements_check(const mutauth_requirements* requirements,
                                          const mutauth_identity* identity) {
    return guard([&]() -> Outcome {
        if (!live(requirements) || !live(identity)) {
            return wrong_handle("requirements or identity");
        }
        return outcome_of(requirements->object.check(identity->object));
    });
}

void mutauth_requirements_free(mutauth_requirements* requirements) {
    release(requirements);
}

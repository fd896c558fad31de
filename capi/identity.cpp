#include <mutauth/identity.h>

#include "enumerations.h"
#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;

const char* mutauth_identity_client(const mutauth_identity* identity) {
    return live(identity) ? identity->object->client.c_str() : nullptr;
}

const char* mutauth_identity_service(const mutauth_identity* identity) {
    return live(identity) ? identity->object->service.c_str() : nullptr;
}

const char* mutauth_identity_service_key(const mutauth_identity* identity) {
    return live(identity) ? identity->object->service_key.c_str() : nullptr;
}

int32_t mutauth_identity_level(const mutauth_identity* identity) {
    return live(identity) ? static_cast<int32_t>(identity->object->level) : 0;
}

int32_t mutauth_identity_mechanism(const mutauth_identity* identity) {
    return live(identity) ? static_cast<int32_t>(identity->object->mechanism) : 0;
}

int64_t mutauth_identity_expires(const mutauth_identity* identity) {
    return live(identity) ? identity->object->expires : 0;
}

int32_t mutauth_identity_mutual(const mutauth_identity* identity) {
    return live(identity) && identity->object->mutual ? 1 : 0;
}

int32_t mutauth_identity_channel_bound(const mutauth_identity* identity) {
    return live(identity) && identity->object->channel_bound ? 1 : 0;
}

uint32_t mutauth_identity_flags(const mutauth_identity* identity) {
    return live(identity) ? identity->object->flags : 0;
}

int32_t mutauth_identity_enctype(const mutauth_identity* identity) {
    return live(identity) ? identity->object->enctype : 0;
}

int32_t mutauth_identity_ticket_enctype(const mutauth_identity* identity) {
    return live(identity) ? identity->object->ticket_enctype : 0;
}

int64_t mutauth_identity_authenticated(const mutauth_identity* identity) {
    return live(identity) ? identity->object->authenticated : 0;
}

mutauth_status mutauth_identity_pac(const mutauth_identity* identity,
                                    int32_t* verified,
                                    mutauth_bytes** out) {
    clear_output(out);
    if (verified != nullptr) {
        *verified = 0;
    }
    return guard([&]() -> Outcome {
        if (out == nullptr || verified == nullptr) {
            return missing("verified or out");
        }
        if (!live(identity)) {
            return wrong_handle("identity");
        }
        if (const auto& pac = identity->object->authorization.pac) {
            *out = new mutauth_bytes(mutauth::copy_of(pac->bytes()));
            *verified = pac->verified() ? 1 : 0;
        }
        return done();
    });
}

size_t mutauth_identity_indicator_count(const mutauth_identity* identity) {
    return live(identity) ? identity->object->authorization.indicators.size() : 0;
}

const char* mutauth_identity_indicator_at(const mutauth_identity* identity, size_t index) {
    return index < mutauth_identity_indicator_count(identity)
               ? identity->object->authorization.indicators[index].c_str()
               : nullptr;
}

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
    return guard([&]() -> Outcome {
        if (!live(requirements)) {
            return wrong_handle("requirements");
        }
        auto value = level_of(level);
        if (!value) {
            return std::move(value).error();
        }
        requirements->object.set_level(*value);
        return done();
    });
}

mutauth_status mutauth_requirements_set_mechanism(mutauth_requirements* requirements,
                                                  int32_t mechanism) {
    return guard([&]() -> Outcome {
        if (!live(requirements)) {
            return wrong_handle("requirements");
        }
        auto value = caller_mechanism_of(mechanism);
        if (!value) {
            return std::move(value).error();
        }
        requirements->object.set_mechanism(*value);
        return done();
    });
}

mutauth_status mutauth_requirements_add_service_key(mutauth_requirements* requirements,
                                                    const char* name) {
    return guard([&]() -> Outcome {
        if (!live(requirements)) {
            return wrong_handle("requirements");
        }
        if (name == nullptr || *name == '\0') {
            return Error(Status::invalid_argument, "name is NULL or empty");
        }
        requirements->object.add_service_key(name);
        return done();
    });
}

mutauth_status mutauth_requirements_add_client(mutauth_requirements* requirements,
                                               const char* principal) {
    return guard([&]() -> Outcome {
        if (!live(requirements)) {
            return wrong_handle("requirements");
        }
        if (principal == nullptr) {
            return missing("principal");
        }
        return outcome_of(requirements->object.add_client(principal));
    });
}

mutauth_status mutauth_requirements_check(const mutauth_requirements* requirements,
                                          const mutauth_identity* identity) {
    return guard([&]() -> Outcome {
        if (!live(requirements) || !live(identity)) {
            return wrong_handle("requirements or identity");
        }
        return outcome_of(requirements->object.check(*identity->object));
    });
}

void mutauth_requirements_free(mutauth_requirements* requirements) {
    release(requirements);
}

#include <mutauth/identity.h>

#include "handles.h"
#include "identity/description.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::NativeSystem;
using mutauth::Status;
using mutauth::context::Mechanism;

namespace {

/// RPC_S_BINDING_HAS_NO_AUTH.
constexpr std::int64_t kNoAuthentication = 1746;

template <typename T>
void tell(T* out, T value) {
    if (out != nullptr) {
        *out = value;
    }
}

int32_t authentication_service(Mechanism mechanism) {
    switch (mechanism) {
        case Mechanism::krb5:
            return MUTAUTH_AUTHENTICATION_KERBEROS;
        case Mechanism::negotiate:
            return MUTAUTH_AUTHENTICATION_NEGOTIATE;
        default:
            return MUTAUTH_AUTHENTICATION_LOCAL;
    }
}

/// One of the identity's forms, as text.
mutauth_status describe(const mutauth_identity* identity,
                        std::string (*form)(const mutauth::identity::Identity&),
                        mutauth_bytes** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(identity)) {
            return wrong_handle("identity");
        }
        *out = new mutauth_bytes(mutauth::copy_of(mutauth::bytes_of(form(identity->object))));
        return done();
    });
}

}  // namespace

const char* mutauth_identity_client(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().client.c_str() : nullptr;
}

const char* mutauth_identity_realm(const mutauth_identity* identity) {
    return live(identity) ? identity->object.client().realm.c_str() : nullptr;
}

size_t mutauth_identity_component_count(const mutauth_identity* identity) {
    return live(identity) ? identity->object.client().components.size() : 0;
}

const char* mutauth_identity_component_at(const mutauth_identity* identity, size_t index) {
    return index < mutauth_identity_component_count(identity)
               ? identity->object.client().components[index].c_str()
               : nullptr;
}

int32_t mutauth_identity_name_type(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().client_type : 0;
}

const char* mutauth_identity_asked_service(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().asked_service.c_str() : nullptr;
}

const char* mutauth_identity_service_key(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().service_key.c_str() : nullptr;
}

size_t mutauth_identity_service_key_count(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().service_keys.size() : 0;
}

const char* mutauth_identity_service_key_at(const mutauth_identity* identity, size_t index) {
    return index < mutauth_identity_service_key_count(identity)
               ? identity->object.proof().service_keys[index].c_str()
               : nullptr;
}

int32_t mutauth_identity_level(const mutauth_identity* identity) {
    return live(identity) ? static_cast<int32_t>(identity->object.proof().level) : 0;
}

int32_t mutauth_identity_mechanism(const mutauth_identity* identity) {
    return live(identity) ? static_cast<int32_t>(identity->object.proof().mechanism) : 0;
}

int64_t mutauth_identity_expires(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().expires : 0;
}

int32_t mutauth_identity_mutual(const mutauth_identity* identity) {
    return live(identity) && identity->object.proof().mutual ? 1 : 0;
}

int32_t mutauth_identity_channel_bound(const mutauth_identity* identity) {
    return live(identity) && identity->object.proof().channel_bound ? 1 : 0;
}

int32_t mutauth_identity_bindings_given(const mutauth_identity* identity) {
    return live(identity) && identity->object.proof().bindings_given ? 1 : 0;
}

uint32_t mutauth_identity_flags(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().flags : 0;
}

int32_t mutauth_identity_enctype(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().enctype : 0;
}

int32_t mutauth_identity_ticket_enctype(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().ticket_enctype : 0;
}

int64_t mutauth_identity_authenticated(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().authenticated : 0;
}

mutauth_status mutauth_identity_pac_bytes(const mutauth_identity* identity,
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
        if (const auto& pac = identity->object.proof().authorization.pac) {
            const auto proven = pac->verified();
            if (!proven) {
                return proven.error().copy();
            }
            *out = new mutauth_bytes(mutauth::copy_of(pac->bytes()));
            *verified = *proven ? 1 : 0;
        }
        return done();
    });
}

size_t mutauth_identity_indicator_count(const mutauth_identity* identity) {
    return live(identity) ? identity->object.proof().authorization.indicators.size() : 0;
}

const char* mutauth_identity_indicator_at(const mutauth_identity* identity, size_t index) {
    return index < mutauth_identity_indicator_count(identity)
               ? identity->object.proof().authorization.indicators[index].c_str()
               : nullptr;
}

mutauth_status mutauth_identity_has_sid(const mutauth_identity* identity,
                                        const char* sid,
                                        int32_t* out) {
    if (out != nullptr) {
        *out = 0;
    }
    return guard([&]() -> Outcome {
        const auto asked = mutauth::identity::Sid::from_text(optional_text(sid));
        if (out == nullptr || !asked) {
            return Error(Status::invalid_argument, "out is NULL, or sid is none");
        }
        if (!live(identity)) {
            return wrong_handle("identity");
        }
        auto has = identity->object.has(*asked);
        if (!has) {
            return std::move(has).error();
        }
        *out = *has ? 1 : 0;
        return done();
    });
}

mutauth_status mutauth_identity_json(const mutauth_identity* identity, mutauth_bytes** out) {
    return describe(identity, mutauth::identity::json_of, out);
}

mutauth_status mutauth_identity_text(const mutauth_identity* identity, mutauth_bytes** out) {
    return describe(identity, mutauth::identity::text_of, out);
}

mutauth_status mutauth_identity_inquire(const mutauth_identity* identity,
                                        const char** client,
                                        const char** service,
                                        int32_t* level,
                                        int32_t* authentication,
                                        int32_t* authorization) {
    return guard([&]() -> Outcome {
        if (identity == nullptr) {
            return Error(Status::caller_not_proven)
                .with_native(NativeSystem::win32, kNoAuthentication);
        }
        if (!live(identity)) {
            return wrong_handle("identity");
        }
        const auto& proof = identity->object.proof();
        const int32_t by = authentication_service(proof.mechanism);
        tell(client, proof.client.c_str());
        tell(service, proof.asked_service.c_str());
        tell(level, static_cast<int32_t>(proof.level));
        tell(authentication, by);
        // As Windows, whatever was set, of WINNT.
        tell(authorization, by == MUTAUTH_AUTHENTICATION_LOCAL ? MUTAUTH_AUTHORIZATION_NONE
                                                               : MUTAUTH_AUTHORIZATION_NAME);
        return done();
    });
}

mutauth_status mutauth_identity_copy(const mutauth_identity* identity, mutauth_identity** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(identity)) {
            return wrong_handle("identity");
        }
        identity->references.fetch_add(1, std::memory_order_relaxed);
        *out = const_cast<mutauth_identity*>(identity);
        return done();
    });
}

void mutauth_identity_free(mutauth_identity* identity) {
    // As std::shared_ptr counts: what other owners did comes before the end.
    if (live(identity) && identity->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        delete identity;
    }
}

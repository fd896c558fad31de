#include <mutauth/negotiation.h>

#include "handles.h"

using namespace mutauth::capi;
namespace context = mutauth::context;

namespace {

void give_token(mutauth_bytes** out, mutauth::Bytes token) {
    if (!token.empty()) {
        *out = new mutauth_bytes(std::move(token));
    }
}

}  // namespace

mutauth_status mutauth_negotiation_initiate(mutauth_credential* credential,
                                            const mutauth_spn* spn,
                                            const mutauth_policy* policy,
                                            const mutauth_deadline* deadline,
                                            mutauth_negotiation** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(credential) || !live(spn) || (policy != nullptr && !live(policy)) ||
            !good(deadline)) {
            return wrong_handle("credential, spn, policy or deadline");
        }
        return give(out, context::initiate(*credential->object, spn->object,
                                           policy == nullptr ? context::Policy() : policy->object,
                                           deadline_of(deadline)));
    });
}

mutauth_status mutauth_negotiation_accept(mutauth_credential* credential,
                                          const mutauth_policy* policy,
                                          mutauth_negotiation** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(credential) || !live(policy)) {
            return wrong_handle("credential or policy");
        }
        return give(out, context::accept(*credential->object, policy->object));
    });
}

mutauth_status mutauth_negotiation_bind(mutauth_negotiation* negotiation,
                                        const mutauth_channel_bindings* bindings) {
    return guard([&]() -> Outcome {
        if (!live(negotiation) || !live(bindings)) {
            return wrong_handle("negotiation or bindings");
        }
        auto bound = negotiation->object->bind(bindings->object);
        return bound ? done() : std::move(bound).error();
    });
}

mutauth_status mutauth_negotiation_step(mutauth_negotiation* negotiation,
                                        const void* token,
                                        size_t token_size,
                                        mutauth_bytes** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || (token == nullptr && token_size > 0)) {
            return missing("out or token");
        }
        if (!live(negotiation)) {
            return wrong_handle("negotiation");
        }
        auto step = negotiation->object->step(view_of(token, token_size));
        if (!step) {
            give_token(out, negotiation->object->take_error_token());
            return std::move(step).error();
        }
        give_token(out, std::move(step->token));
        return step->done ? MUTAUTH_OK : MUTAUTH_CONTINUE;
    });
}

mutauth_status mutauth_negotiation_finish(mutauth_negotiation* negotiation, mutauth_context** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(negotiation)) {
            return wrong_handle("negotiation");
        }
        return give(out, negotiation->object->finish());
    });
}

void mutauth_negotiation_free(mutauth_negotiation* negotiation) {
    release(negotiation);
}

#include <mutauth/impersonation.h>

#include "identity/granted.h"
#include "identity_handles.h"

using namespace mutauth::capi;
using mutauth::identity::check_may_act_as;
using mutauth::identity::Impersonation;

int32_t mutauth_impersonation_level(const mutauth_identity* identity) {
    return live(identity)
               ? static_cast<int32_t>(mutauth::identity::granted(identity->object.proof()))
               : 0;
}

mutauth_status mutauth_impersonate(const mutauth_identity* identity,
                                   const mutauth_user_map* map,
                                   mutauth_impersonation** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(identity) || !live(map)) {
            return wrong_handle("identity or map");
        }
        const auto& proof = identity->object.proof();
        // Before anything is looked up for it.
        if (auto granted = check_may_act_as(proof.client, mutauth::identity::granted(proof));
            !granted) {
            return std::move(granted).error();
        }
        auto user = map->object.find(identity->object);
        if (!user) {
            return std::move(user).error();
        }
        return give(out, Impersonation::begin(*user));
    });
}

mutauth_status mutauth_impersonate_user(const mutauth_local_user* user,
                                        mutauth_impersonation** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(user)) {
            return wrong_handle("user");
        }
        return give(out, Impersonation::begin(user->object));
    });
}

mutauth_status mutauth_impersonation_revert(mutauth_impersonation* impersonation) {
    return guard([&]() -> Outcome {
        if (!live(impersonation)) {
            return wrong_handle("impersonation");
        }
        return outcome_of(impersonation->object.revert());
    });
}

void mutauth_impersonation_free(mutauth_impersonation* impersonation) {
    release(impersonation);
}

size_t mutauth_impersonation_depth(void) {
    return mutauth::identity::impersonation_depth();
}

mutauth_status mutauth_impersonation_capture(mutauth_local_user** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        auto user = mutauth::identity::impersonated_user();
        if (!user) {
            return MUTAUTH_END;
        }
        *out = new mutauth_local_user(std::move(*user));
        return done();
    });
}

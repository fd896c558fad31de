#include <mutauth/policy.h>

#include "enumerations.h"
#include "handles.h"

using namespace mutauth::capi;

mutauth_status mutauth_policy_new(mutauth_policy** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        *out = new mutauth_policy();
        return done();
    });
}

mutauth_status mutauth_policy_set_level(mutauth_policy* policy, int32_t level) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.level, level_of(level));
    });
}

mutauth_status mutauth_policy_set_mechanism(mutauth_policy* policy, int32_t mechanism) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.mechanism, mechanism_of(mechanism));
    });
}

mutauth_status mutauth_policy_set_protector(mutauth_policy* policy, int32_t protector) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.protector, protector_of(protector));
    });
}

mutauth_status mutauth_policy_add_served_spn(mutauth_policy* policy, const mutauth_spn* spn) {
    return guard([&]() -> Outcome {
        if (!live(policy) || !live(spn)) {
            return wrong_handle("policy or spn");
        }
        policy->object.served.push_back(spn->object);
        return done();
    });
}

mutauth_status mutauth_policy_set_log(mutauth_policy* policy, const mutauth_log* log) {
    return guard([&]() -> Outcome {
        if (!live(policy) || (log != nullptr && !live(log))) {
            return wrong_handle("policy or log");
        }
        policy->object.log = log == nullptr ? nullptr : log->object;
        return done();
    });
}

void mutauth_policy_free(mutauth_policy* policy) {
    release(policy);
}

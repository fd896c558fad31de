#include <mutauth/policy.h>

#include <fmt/format.h>

#include <algorithm>

#include "enumerations.h"
#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Result;
using mutauth::Status;

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

namespace {

mutauth::Result<mutauth::context::EnctypeSet> enctypes_of(const int32_t* enctypes,
                                                          size_t count,
                                                          std::initializer_list<int32_t> known) {
    if (enctypes == nullptr || count == 0) {
        return Error(Status::invalid_argument, "enctypes is missing");
    }
    mutauth::context::EnctypeSet out{};
    for (size_t i = 0; i < count; ++i) {
        if (std::find(known.begin(), known.end(), enctypes[i]) == known.end()) {
            return Error(Status::invalid_argument,
                         fmt::format("encryption type {} is not for this", enctypes[i]));
        }
        out.add(enctypes[i]);
    }
    return out;
}

/// Into a copy if negotiations that were made under this policy share the names.
template <typename Add>
Outcome add_served(mutauth_policy& policy, Add add) {
    using mutauth::spn::ServedNames;
    auto& served = policy.object.served;
    auto names = served == nullptr         ? std::make_shared<ServedNames>()
                 : served.use_count() == 1 ? std::const_pointer_cast<ServedNames>(served)
                                           : std::make_shared<ServedNames>(*served);
    auto added = add(*names);
    if (!added) {
        return std::move(added).error();
    }
    served = std::move(names);
    return done();
}

}  // namespace

mutauth_status mutauth_policy_set_level(mutauth_policy* policy, int32_t level) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.level, level_of(level));
    });
}

mutauth_status mutauth_policy_waive_mutual(mutauth_policy* policy) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        policy->object.mutual = false;
        return done();
    });
}

mutauth_status mutauth_policy_set_dce_style(mutauth_policy* policy) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        policy->object.dce_style = true;
        return done();
    });
}

mutauth_status mutauth_policy_set_identify_only(mutauth_policy* policy) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        policy->object.identify_only = true;
        return done();
    });
}

mutauth_status mutauth_policy_set_channel_bindings(mutauth_policy* policy, int32_t rule) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.channel_bindings, binding_rule_of(rule));
    });
}

mutauth_status mutauth_policy_set_delegation(mutauth_policy* policy, int32_t rule) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.delegation, delegation_of(rule));
    });
}

mutauth_status mutauth_policy_keep_ticket(mutauth_policy* policy) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        policy->object.keep_ticket = true;
        return done();
    });
}

mutauth_status mutauth_policy_keep_delegated(mutauth_policy* policy) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        policy->object.keep_delegated = true;
        return done();
    });
}

mutauth_status mutauth_policy_set_session_enctypes(mutauth_policy* policy,
                                                   const int32_t* enctypes,
                                                   size_t count) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.session_enctypes,
                      enctypes_of(enctypes, count, {17, 18, 19, 20}));
    });
}

mutauth_status mutauth_policy_set_ticket_enctypes(mutauth_policy* policy,
                                                  const int32_t* enctypes,
                                                  size_t count) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        return assign(policy->object.ticket_enctypes,
                      enctypes_of(enctypes, count, {17, 18, 19, 20, 23}));
    });
}

mutauth_status mutauth_policy_set_longest_life(mutauth_policy* policy, int64_t seconds) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        if (seconds < 1) {
            return Error(Status::invalid_argument, "a context lives at least a second");
        }
        policy->object.longest_life = seconds;
        return done();
    });
}

mutauth_status mutauth_policy_set_message_limit(mutauth_policy* policy, uint64_t messages) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        if (messages == 0) {
            return Error(Status::invalid_argument, "a context protects at least a message");
        }
        policy->object.message_limit = messages;
        return done();
    });
}

mutauth_status mutauth_policy_set_replay_window(mutauth_policy* policy, uint32_t messages) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        if (messages > MUTAUTH_REPLAY_WINDOW_MAX) {
            return Error(Status::invalid_argument, "a replay window is at most 1024 messages");
        }
        policy->object.replay_window = messages;
        return done();
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
        return add_served(*policy, [&](mutauth::spn::ServedNames& names) -> Result<void> {
            names.add(spn->object);
            return {};
        });
    });
}

mutauth_status mutauth_policy_add_served_pattern(mutauth_policy* policy, const char* pattern) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        if (pattern == nullptr) {
            return missing("pattern");
        }
        return add_served(
            *policy, [&](mutauth::spn::ServedNames& names) { return names.add_pattern(pattern); });
    });
}

mutauth_status mutauth_policy_set_replay_cache(mutauth_policy* policy, const char* file) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        if (file != nullptr && *file != '/') {
            return Error(Status::invalid_argument,
                         "the replay cache's path does not begin at the root");
        }
        policy->object.replay_cache = optional_text(file);
        policy->object.replay_cache_waived = false;
        return done();
    });
}

mutauth_status mutauth_policy_waive_replay_cache(mutauth_policy* policy) {
    return guard([&]() -> Outcome {
        if (!live(policy)) {
            return wrong_handle("policy");
        }
        policy->object.replay_cache_waived = true;
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

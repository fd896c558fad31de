#include "registration/keytab_rotation.h"

#include <fmt/format.h>

#include "core/text.h"
#include "registration/rotation_change.h"
#include "registration/rotation_plan.h"
#include "registration/rotation_settle.h"
#include "registration/rotation_state.h"

namespace mutauth::registration {
namespace {

/// Whether an earlier run got as far as the change.
Result<bool> has_new_password(RotationPlan& plan, const RotationState& state) {
    if (!state.pending()) {
        return false;
    }
    auto taken = plan.in_effect(state.pending()->password, plan.hints);
    if (taken) {
        return taken;
    }
    return state.pending()->asked
               ? plan.unsettled(std::move(taken).error(), *state.pending())
               : plan.unfinished(std::move(taken).error(), Status::rotation_unfinished);
}

/// Changes the key, or finds it changed: a server may carry out the request of an earlier run only
/// while this one asks, and then the KDC takes no key that this one asks with.
Result<void> change_or_find_changed(RotationPlan& plan, RotationState& state) {
    auto changed = change_key(plan, state);
    if (changed || changed.error().status() != Status::key_change_unsettled) {
        return changed;
    }
    auto taken = has_new_password(plan, state);
    if (!taken || !*taken) {
        return changed;
    }
    if (auto looked = plan.look(); !looked) {
        return looked;
    }
    plan.names = names_sharing(plan.entries, plan.account);
    return {};
}

Result<void> rotate(RotationPlan& plan, RotationState& state) {
    auto taken = has_new_password(plan, state);
    if (!taken) {
        return std::move(taken).error();
    }
    if (*taken) {
        plan.names = names_sharing(plan.entries, plan.account);
    } else if (auto changed = change_or_find_changed(plan, state); !changed) {
        return changed;
    }
    if (auto settled = settle_rotation(plan, state); !settled) {
        return plan.unfinished(std::move(settled).error(), Status::rotation_unfinished);
    }
    return plan.steps.step(fmt::format("remove {}", displayed(RotationState::path_for(plan.path))),
                           [&] { return state.remove(); });
}

}  // namespace

Result<void> rotate_key(const KeytabPlace& place,
                        const KeytabRotation& rotation,
                        const Steps& steps,
                        const Deadline& deadline) {
    if (rotation.grace < 0) {
        return Error(Status::invalid_argument, "the grace is negative");
    }
    RotationPlan plan{place, rotation, steps, deadline};
    if (auto looked = plan.look(); !looked) {
        return looked;
    }
    if (steps.dry_run) {
        return plan.tell();
    }
    auto state = RotationState::hold(plan.path, deadline);
    if (!state) {
        return std::move(state).error();
    }
    // Another rotation may have ended while this one waited.
    if (auto looked = plan.look(); !looked) {
        return looked;
    }
    if (state->pending() && state->pending()->account != plan.account) {
        return Error(Status::rotation_unfinished,
                     fmt::format("the key of {} in this keytab is still being rotated",
                                 displayed(state->pending()->account)))
            .with("account", displayed(state->pending()->account))
            .with("keytab", displayed(plan.path));
    }
    return rotate(plan, *state);
}

}  // namespace mutauth::registration

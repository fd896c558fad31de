// The end of a rotation: the keytab becomes what the KDC has.
#pragma once

#include "registration/rotation_plan.h"
#include "registration/rotation_state.h"

namespace mutauth::registration {

/// Once the pending password is in effect: its keys stand in the keytab under the version that the
/// KDC tells, each proven by a new ticket where the name has one; guesses that came out wrong go,
/// and so do keys that were replaced longer ago than the grace. wrong_password while the KDC does
/// not take the password.
Result<void> settle_rotation(RotationPlan& plan, const RotationState& state);

}  // namespace mutauth::registration

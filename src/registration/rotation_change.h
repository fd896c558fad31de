// The middle of a rotation: the new keys go into the keytab, and then the password is changed.
#pragma once

#include "registration/rotation_plan.h"
#include "registration/rotation_state.h"

namespace mutauth::registration {

/// Sends the pending password, or a new one if none is pending. The keytab gets its keys first, so
/// that there is no moment in which it lacks one. What is known not to be done is taken back;
/// key_change_unsettled if it is not known, where everything stays.
///
/// A pending password that was asked for and is not in effect is sent again, until its last request
/// is too old to be carried out. It may have come into the account's history, from where no server
/// takes it: then it is given up for a new one. Its keys stay in the keytab.
Result<void> change_key(RotationPlan& plan, RotationState& state);

}  // namespace mutauth::registration

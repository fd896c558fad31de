// Makes an account hold what it shall, in one modify.
#pragma once

#include <optional>

#include "registration/plan.h"
#include "registration/steps.h"
#include "registration/writer.h"

namespace mutauth::registration {

/// How a change is made: who is told, and until when.
struct Manner {
    const Steps& steps;
    const Deadline& deadline;
};

/// What was done, of what was wished.
struct Edited {
    /// Nothing in a dry run.
    directory::Changes made;
    /// What was wished and yet is not so, for people.
    std::vector<std::string> warnings;
};

/// What a caller has read of the account just now, if it has; saves reading it again.
using Seen = std::optional<AccountNames>;

/// One modify, which is one step; then reads whether the account holds it. If another writer has
/// come between, a wish for nothing else starts over. What fails leaves nothing behind.
Result<Edited> edit(const Target& target,
                    const Wish& wish,
                    const Manner& manner,
                    Seen seen = std::nullopt);

/// Takes back what an edit made, as a step, even when the deadline has passed: leaving it would be
/// worse.
Result<void> take_back(const Target& target, const directory::Changes& made, const Steps& steps);

/// The same, because of a failure, which then tells whether that failed too.
Error undone(const Target& target, const directory::Changes& made, const Steps& steps, Error why);

/// A warning that an SPN of Plan::kept stays.
std::string kept_text(const std::string& spn);

/// "change DN: add attribute value; delete attribute value".
std::string step_text(const std::string& dn, const directory::Changes& changes);

}  // namespace mutauth::registration

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
    /// As in Applied.
    bool sent_again = false;
    /// What was wished and yet is not so, for people.
    std::vector<std::string> warnings;
};

/// What a caller has read of the account just now, if it has; saves reading it again.
using Seen = std::optional<AccountNames>;

/// One modify, which is one step; then reads whether the account holds it. If another writer has
/// come between, a wish for nothing else starts over. What fails leaves nothing behind, what ends
/// unknown leaves all as it may be.
Outcome<Edited> edit(const Target& target,
                     const Wish& wish,
                     const Manner& manner,
                     Seen seen = std::nullopt);

/// A warning that an SPN of Plan::kept stays.
std::string kept_text(const std::string& spn);

}  // namespace mutauth::registration

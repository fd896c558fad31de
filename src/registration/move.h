// Moves SPNs from one account to another so that they are on one of the two, or noted, whenever the
// move is cut short.
//
// First the account that is to have them gets a note of each, an SPN of its own name; then they
// leave the old account; then the new one gets them and loses the notes. Run again, a move finds by
// the notes what it had begun.
#pragma once

#include <optional>

#include "registration/edit.h"

namespace mutauth::registration {

/// In front of the class of an SPN that is about to be moved here.
inline constexpr const char* kMovingNote = "mutauth-moving.";

/// All of the account's SPNs, and all that are noted, if none are given. Gives warnings. The notes
/// stay as long as it is not certain where the names are.
Outcome<std::vector<std::string>> move(const Target& from,
                                       const Target& to,
                                       const std::optional<Spns>& spns,
                                       const Manner& manner);

}  // namespace mutauth::registration

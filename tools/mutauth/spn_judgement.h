// The parts of "mutauth spn" that judge names.
#pragma once

#include "command.h"

namespace mutauth::command {

void add_compare(CLI::App& spn, Action& action);
void add_lint(CLI::App& spn, Action& action);
void add_candidates(CLI::App& spn, Action& action);

}  // namespace mutauth::command

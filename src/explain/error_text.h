// An error written out for a person: what happened, the evidence, the codes in words, the remedy.
#pragma once

#include <string>

#include "core/error.h"

namespace mutauth::explain {

std::string text_of_error(const Error& error);

}  // namespace mutauth::explain

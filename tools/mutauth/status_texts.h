// What is known of a status without an error at hand.
#pragma once

#include <mutauth/status.h>

#include <cstdint>

namespace mutauth::command {

/// What the statuses of a kind have in common.
const char* kind_text(std::int32_t kind) noexcept;

/// The first remedy; "" if there is none.
const char* remedy_of(mutauth_status status) noexcept;

}  // namespace mutauth::command

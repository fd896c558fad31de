// The operating system's failures as Errors.
#pragma once

#include <string_view>

#include "core/error.h"

namespace mutauth {

/// Takes errno at once; what names the call or the thing it was done to.
Error system_error(std::string_view what);
Error system_error(std::string_view what, int number);

/// Whether it is that of a file that does not exist (ENOENT).
bool is_missing(const Error& error) noexcept;

}  // namespace mutauth

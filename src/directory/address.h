// Where a directory server is, as callers write it.
#pragma once

#include <string_view>

#include "core/resolve.h"

namespace mutauth::directory {

inline constexpr std::uint16_t kUsualPort = 389;

/// "host", "host:port", "[v6]:port", each with or without "ldap://" before and "/" behind it.
Result<HostPort> parse_address(std::string_view text);

}  // namespace mutauth::directory

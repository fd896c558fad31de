// Where a domain's directory servers are, by DNS.
#pragma once

#include <string_view>
#include <vector>

#include "core/deadline.h"
#include "core/resolve.h"

namespace mutauth::directory {

/// The targets of the SRV records of _ldap._tcp.<domain> (RFC 2782, [MS-ADTS] 6.3.2.3) in the order
/// to try them. Anybody on the way may have written them, so those outside the domain are passed
/// over; what a server must prove stays the caller's word. directory_unknown if there are none, and
/// if DNS does not say.
Result<std::vector<HostPort>> locate(std::string_view domain, const Deadline& deadline);

}  // namespace mutauth::directory

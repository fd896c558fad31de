// A process on this machine, as the kernel says at a Unix socket's other end.
#pragma once

#include <sys/types.h>

#include <vector>

namespace mutauth::context {

struct LocalProcess {
    pid_t process = 0;
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
};

/// No KDC may have it: RFC 6111 keeps the names that begin so for itself.
inline constexpr const char* kLocalRealm = "WELLKNOWN:LOCAL";

}  // namespace mutauth::context

// Writes single values on accounts. One way is LDAP; a directory may have others.
#pragma once

#include <string>

#include "core/deadline.h"
#include "core/outcome.h"
#include "directory/change.h"
#include "directory/session.h"

namespace mutauth::registration {

struct Applied {
    /// Those it made.
    directory::Changes made;
    /// It was sent more than once: what was sent first may still come, late.
    bool sent_again = false;
};

class Writer {
  public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;

    /// All in one change, less what is so already. An answer that is lost is settled by looking
    /// again on a new connection, also when the deadline has passed, and the change is sent again
    /// while it has not; change_unsettled if that does not settle it.
    virtual Outcome<Applied> apply(const std::string& dn,
                                   directory::Changes changes,
                                   const Deadline& deadline) = 0;
};

/// The account that is to change, and what writes there. All of it outlives the change.
struct Target {
    directory::Session& session;
    Writer& writer;
    const std::string& dn;
};

}  // namespace mutauth::registration

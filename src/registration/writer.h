// Writes single values on accounts. One way is LDAP; a directory may have others.
#pragma once

#include <string>

#include "core/deadline.h"
#include "directory/change.h"
#include "directory/session.h"

namespace mutauth::registration {

class Writer {
  public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;

    /// All in one change, less what is so already. Those it made.
    virtual Result<directory::Changes> apply(const std::string& dn,
                                             directory::Changes changes,
                                             const Deadline& deadline) = 0;
    /// Takes back what apply reported, and nothing else.
    virtual Result<void> undo(const std::string& dn,
                              const directory::Changes& made,
                              const Deadline& deadline) = 0;
};

/// The account that is to change, and what writes there. All of it outlives the change.
struct Target {
    directory::Session& session;
    Writer& writer;
    const std::string& dn;
};

}  // namespace mutauth::registration

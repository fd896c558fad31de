// Locks on files that libkrb5 knows too: it takes the same kind (F_OFD_SETLKW).
#pragma once

#include "core/deadline.h"
#include "core/result.h"

namespace mutauth::credential {

enum class Locked {
    yes,
    /// The file system has no locks. A reader may go on, as libkrb5 does: a keytab is replaced
    /// whole. Two writers could each undo what the other did.
    not_supported,
};

/// Until the descriptor is closed; keytab_busy once the deadline has passed.
Result<Locked> lock_for_reading(int fd, const Deadline& deadline);

/// The same against readers and writers; keytab_not_writable where there are no locks.
Result<void> lock_for_writing(int fd, const Deadline& deadline);

/// Whether the path still names the open file.
bool still_named(const char* path, int fd) noexcept;

}  // namespace mutauth::credential

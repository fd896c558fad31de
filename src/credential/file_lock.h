// Locks on files that libkrb5 knows too: it takes the same kind (F_OFD_SETLKW).
#pragma once

#include "core/deadline.h"

namespace mutauth::credential {

/// F_RDLCK or F_WRLCK, until the descriptor is closed; keytab_busy once the deadline has passed.
/// A file system without locks counts as locked: libkrb5 does the same.
Result<void> lock_file(int fd, short kind, const Deadline& deadline);

/// Whether the path still names the open file.
bool still_named(const char* path, int fd) noexcept;

}  // namespace mutauth::credential

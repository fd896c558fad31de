// Files that somebody else names: opened without ever waiting, and only if they are files.
#pragma once

#include <fcntl.h>
#include <sys/types.h>

#include <string>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace mutauth {

/// Whoever puts a FIFO, a device or a socket where a file is expected could make a program wait for
/// ever, read without end, or rewind a tape: such a thing is not opened, and the error says what it
/// is. One that takes the file's place just before it is opened holds nobody up either. Flags
/// beside those that see to this, and the mode of a file that is made; system_error with errno,
/// message without the path.
Result<FileDescriptor> open_regular(const std::string& path, int flags = O_RDONLY, mode_t mode = 0);

/// False only where the system says that nothing has this name: what it does not let us see may be
/// there.
bool may_exist(const std::string& path);

/// A name under which a library opens just this open file, whatever has the path by then; the path
/// where /proc is not mounted.
std::string name_of_open(const FileDescriptor& file, const std::string& path);

}  // namespace mutauth

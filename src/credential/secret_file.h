// Files that hold secrets: keys, and passwords that are not yet in effect. Every such file is made,
// given its access and written here.
#pragma once

#include <string>

#include "core/bytes.h"
#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "core/result.h"

namespace mutauth::credential {

/// What becomes of a file that an earlier, killed program left.
enum class Leftover {
    emptied,
    /// It is read; one that others than its owner may open is refused.
    kept,
};

/// Opens or makes a regular file of the caller's own, with one name, mode 0600 and no access list,
/// whatever the folder's default one says. Locked until it is closed: keytab_busy once the deadline
/// has passed, keytab_not_writable for what is in the way and where files cannot be locked.
Result<FileDescriptor> hold_secret_file(const std::string& path,
                                        Leftover leftover,
                                        const Deadline& deadline);

/// Gives a file that is still empty the owner, access list, mode and label of another: whoever can
/// read that one can read this one, and nobody else.
Result<void> copy_access(int from, int to);

/// The file's whole content, down to the disk.
Result<void> write_secret(int fd, ByteView content);

/// At the file's end, down to the disk.
Result<void> append_secret(int fd, ByteView content);

/// Takes away what stands after so many bytes, down to the disk.
Result<void> cut_secret(int fd, std::size_t size);

/// Makes a file, a rename or a removal in the path's folder last.
Result<void> sync_folder_of(const std::string& path);

}  // namespace mutauth::credential

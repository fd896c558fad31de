#include "credential/file_lock.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <thread>

#include "core/system_error.h"

namespace mutauth::credential {
namespace {

constexpr std::chrono::milliseconds kBetweenTries{10};

/// F_RDLCK or F_WRLCK.
Result<Locked> lock_file(int fd, short kind, const Deadline& deadline) {
    for (;;) {
        struct flock wanted {};
        wanted.l_type = kind;
        wanted.l_whence = SEEK_SET;
        if (::fcntl(fd, F_OFD_SETLK, &wanted) == 0) {
            return Locked::yes;
        }
        if (errno == EINVAL || errno == ENOLCK || errno == EOPNOTSUPP) {
            return Locked::not_supported;
        }
        if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
            return system_error("lock");
        }
        if (auto going = deadline.check(); !going) {
            if (going.error().status() == Status::cancelled) {
                return std::move(going).error();
            }
            return Error(Status::keytab_busy);
        }
        // A lock cannot be waited for together with a cancellation.
        std::this_thread::sleep_for(std::min(kBetweenTries, deadline.left()));
    }
}

}  // namespace

Result<Locked> lock_for_reading(int fd, const Deadline& deadline) {
    return lock_file(fd, F_RDLCK, deadline);
}

Result<void> lock_for_writing(int fd, const Deadline& deadline) {
    auto locked = lock_file(fd, F_WRLCK, deadline);
    if (!locked) {
        return std::move(locked).error();
    }
    return *locked == Locked::yes
               ? Result<void>()
               : Error(Status::keytab_not_writable,
                       "its file system has no locks, so that two programs could undo each "
                       "other's changes")
                     .with_remedy("keep the keytab on a file system with locks (NFS: run lockd)");
}

bool still_named(const char* path, int fd) noexcept {
    struct stat named {};
    struct stat open {};
    return ::lstat(path, &named) == 0 && ::fstat(fd, &open) == 0 && named.st_dev == open.st_dev &&
           named.st_ino == open.st_ino;
}

}  // namespace mutauth::credential

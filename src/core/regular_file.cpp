#include "core/regular_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/system_error.h"

namespace mutauth {
namespace {

const char* kind_of(mode_t mode) noexcept {
    switch (mode & S_IFMT) {
        case S_IFDIR:
            return "is a directory";
        case S_IFIFO:
            return "is a FIFO";
        case S_IFCHR:
        case S_IFBLK:
            return "is a device";
        case S_IFSOCK:
            return "is a socket";
        default:
            return "is no regular file";
    }
}

Error no_file(const struct stat& about) {
    return Error(Status::system_error, std::string(kind_of(about.st_mode)) + ", not a file")
        .with_native(NativeSystem::system, S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
}

}  // namespace

Result<FileDescriptor> open_regular(const std::string& path, int flags, mode_t mode) {
    struct stat about {};
    // Opening a device may do something to it.
    if (::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode)) {
        return no_file(about);
    }
    FileDescriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode));
    if (!file) {
        return system_error("open");
    }
    if (::fstat(file.get(), &about) != 0) {
        return system_error("fstat");
    }
    if (!S_ISREG(about.st_mode)) {
        return no_file(about);
    }
    return file;
}

bool may_exist(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

std::string name_of_open(const FileDescriptor& file, const std::string& path) {
    std::string name = fmt::format("/proc/self/fd/{}", file.get());
    return ::access(name.c_str(), F_OK) == 0 ? name : path;
}

}  // namespace mutauth

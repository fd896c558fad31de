#include "credential/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>

#include "core/regular_file.h"
#include "core/system_error.h"
#include "core/text.h"
#include "credential/file_lock.h"
#include "credential/size_signal.h"

namespace mutauth::credential {
namespace {

constexpr const char* kAccessList = "system.posix_acl_access";
constexpr const char* kLabel = "security.selinux";

Error not_written(std::string_view what) {
    return system_error(what).as(Status::keytab_not_writable);
}

/// Neither set, or of a kind that the file system does not have.
bool has_none(int error) noexcept {
    return error == ENODATA || error == EOPNOTSUPP;
}

/// An attribute of whatever size, nothing if the file has none.
Result<std::optional<Bytes>> attribute_of(int fd, const char* name) {
    for (;;) {
        const ssize_t size = ::fgetxattr(fd, name, nullptr, 0);
        if (size < 0) {
            return has_none(errno) ? Result<std::optional<Bytes>>(std::nullopt)
                                   : not_written("reading the file's access list");
        }
        Bytes value(static_cast<std::size_t>(size));
        const ssize_t got = ::fgetxattr(fd, name, value.data(), value.size());
        if (got >= 0) {
            value.resize(static_cast<std::size_t>(got));
            return std::optional(std::move(value));
        }
        // It may have grown in between.
        if (errno != ERANGE) {
            return not_written("reading the file's access list");
        }
    }
}

/// What a folder's default access list gave it.
Result<void> remove_access_list(int fd) {
    return ::fremovexattr(fd, kAccessList) == 0 || has_none(errno)
               ? Result<void>()
               : not_written("removing the file's access list");
}

Result<void> copy_attribute(int from, int to, const char* name) {
    auto wanted = attribute_of(from, name);
    auto present = wanted ? attribute_of(to, name) : Result<std::optional<Bytes>>(std::nullopt);
    if (!wanted || !present) {
        return wanted ? std::move(present).error() : std::move(wanted).error();
    }
    // Setting a label takes a right that nobody needs for the one that is there already.
    if (!*wanted || *wanted == *present) {
        return {};
    }
    return ::fsetxattr(to, name, (*wanted)->data(), (*wanted)->size(), 0) == 0
               ? Result<void>()
               : not_written("keeping the file's access list");
}

Result<void> write_at_end(int fd, ByteView content) {
    const NoSizeSignal guarded;
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return not_written("write");
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(fd) == 0 ? Result<void>() : not_written("fsync");
}

/// Root's own file that it had given to a keytab's owner when it was killed.
bool is_given_away(int fd) noexcept {
    struct stat about {};
    return ::geteuid() == 0 && ::fstat(fd, &about) == 0 && about.st_uid != 0;
}

Result<FileDescriptor> open_own(const std::string& path, Leftover leftover) {
    auto file = open_regular(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
    if (!file) {
        return std::move(file).error().as(Status::keytab_not_writable);
    }
    struct stat about {};
    const bool ours = ::fstat(file->get(), &about) == 0 && about.st_nlink <= 1 &&
                      (about.st_uid == ::geteuid() ||
                       (leftover == Leftover::emptied && is_given_away(file->get()))) &&
                      (leftover == Leftover::emptied || (about.st_mode & 077) == 0);
    if (!ours) {
        return Error(Status::keytab_not_writable,
                     fmt::format("{} is in the way and not ours alone", displayed(path)));
    }
    return file;
}

Result<void> prepare(int fd, Leftover leftover) {
    if (auto removed = remove_access_list(fd); !removed) {
        return removed;
    }
    if (leftover == Leftover::emptied && (::fchmod(fd, 0600) != 0 || ::ftruncate(fd, 0) != 0)) {
        return not_written("emptying a file");
    }
    return {};
}

/// Nothing if the file was renamed or removed meanwhile, or had to go: then it is tried anew.
Result<std::optional<FileDescriptor>> hold_once(const std::string& path,
                                                Leftover leftover,
                                                const Deadline& deadline) {
    auto file = open_own(path, leftover);
    if (!file) {
        return std::move(file).error();
    }
    if (auto held = lock_for_writing(file->get(), deadline); !held) {
        return std::move(held).error();
    }
    // Whoever had it before may have renamed or removed it; a killed one left it as it was.
    if (!still_named(path.c_str(), file->get())) {
        return std::optional<FileDescriptor>();
    }
    if (is_given_away(file->get())) {
        // Its owner may have it open, and would read on.
        if (::unlink(path.c_str()) != 0) {
            return not_written("unlink");
        }
        return std::optional<FileDescriptor>();
    }
    if (auto prepared = prepare(file->get(), leftover); !prepared) {
        return std::move(prepared).error();
    }
    return std::optional<FileDescriptor>(std::move(*file));
}

}  // namespace

Result<FileDescriptor> hold_secret_file(const std::string& path,
                                        Leftover leftover,
                                        const Deadline& deadline) {
    for (;;) {
        auto held = hold_once(path, leftover, deadline);
        if (!held) {
            return std::move(held)
                .error()
                .while_doing(displayed(path))
                .with("file", displayed(path));
        }
        if (*held) {
            return std::move(**held);
        }
    }
}

Result<void> copy_access(int from, int to) {
    struct stat wanted {};
    if (::fstat(from, &wanted) != 0 || ::fchown(to, wanted.st_uid, wanted.st_gid) != 0) {
        return not_written("keeping the file's owner");
    }
    if (auto removed = remove_access_list(to); !removed) {
        return removed;
    }
    for (const char* name : {kAccessList, kLabel}) {
        if (auto copied = copy_attribute(from, to, name); !copied) {
            return copied;
        }
    }
    // Last, since an access list sets the mode's bits too; those of a file that has one are its
    // mask's.
    return ::fchmod(to, wanted.st_mode & 07777) == 0 ? Result<void>()
                                                     : not_written("keeping the file's mode");
}

Result<void> write_secret(int fd, ByteView content) {
    if (::ftruncate(fd, 0) != 0 || ::lseek(fd, 0, SEEK_SET) != 0) {
        return not_written("emptying a file");
    }
    return write_at_end(fd, content);
}

Result<void> append_secret(int fd, ByteView content) {
    return ::lseek(fd, 0, SEEK_END) >= 0 ? write_at_end(fd, content) : not_written("lseek");
}

Result<void> cut_secret(int fd, std::size_t size) {
    return ::ftruncate(fd, static_cast<off_t>(size)) == 0 && ::fsync(fd) == 0
               ? Result<void>()
               : not_written("shortening a file");
}

Result<void> sync_folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "."
                               : slash == 0               ? "/"
                                                          : path.substr(0, slash);
    const FileDescriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder, and say so by EINVAL.
    if (!open || (::fsync(open.get()) != 0 && errno != EINVAL)) {
        return not_written("syncing the folder of " + displayed(path));
    }
    return {};
}

}  // namespace mutauth::credential

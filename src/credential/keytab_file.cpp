#include "credential/keytab_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/regular_file.h"
#include "core/system_error.h"
#include "core/text.h"
#include "credential/file_lock.h"
#include "credential/keytab_format.h"
#include "credential/secret_file.h"
#include "credential/size_signal.h"

namespace mutauth::credential {
namespace {

/// 60 000 keys; a keytab that is larger is none.
constexpr off_t kLongest = 16 << 20;

Error unreadable(const std::string& path, const std::string& why) {
    return Error(Status::keytab_unreadable, fmt::format("keytab {}: {}", displayed(path), why))
        .with("keytab", displayed(path));
}

Error not_writable(const std::string& path, Error cause) {
    return std::move(cause)
        .as(Status::keytab_not_writable)
        .while_doing("keytab " + displayed(path))
        .with("keytab", displayed(path));
}

Error not_writable(const std::string& path, std::string_view call) {
    return not_writable(path, system_error(call));
}

/// Bounded.
Result<Bytes> read_all(int fd, const std::string& path) {
    struct stat about {};
    if (::fstat(fd, &about) != 0) {
        return unreadable(path, "fstat");
    }
    if (about.st_size > kLongest) {
        return unreadable(path, fmt::format("{} bytes are more than a keytab can have",
                                            static_cast<std::int64_t>(about.st_size)));
    }
    Bytes out(static_cast<std::size_t>(about.st_size));
    std::size_t used = 0;
    while (used < out.size()) {
        const ssize_t got =
            ::pread(fd, out.data() + used, out.size() - used, static_cast<off_t>(used));
        if (got < 0) {
            return system_error("read").as(Status::keytab_unreadable).while_doing(path);
        }
        if (got == 0) {
            out.resize(used);
        }
        used += static_cast<std::size_t>(got);
    }
    return out;
}

Result<KeytabEntries> parsed(int fd, const std::string& path) {
    auto content = read_all(fd, path);
    if (!content) {
        return std::move(content).error();
    }
    auto entries = parse_keytab(*content);
    if (!entries) {
        return std::move(entries)
            .error()
            .while_doing("keytab " + displayed(path))
            .with("keytab", displayed(path));
    }
    return entries;
}

std::string fresh_name(const std::string& path) {
    const auto slash = path.rfind('/');
    const auto at = slash == std::string::npos ? 0 : slash + 1;
    return path.substr(0, at) + "." + path.substr(at) + ".mutauth-new";
}

}  // namespace

bool KeytabEntry::stands_for(const KeytabEntry& other) const noexcept {
    return kvno == other.kvno && enctype == other.enctype && principal == other.principal;
}

Result<std::string> keytab_path(std::string_view name) {
    for (const std::string_view prefix : {"FILE:", "WRFILE:"}) {
        if (name.starts_with(prefix)) {
            name.remove_prefix(prefix.size());
        }
    }
    const auto colon = name.find(':');
    const bool typed = colon != std::string_view::npos && name.find('/') > colon;
    if (name.empty() || typed || name.find('\0') != std::string_view::npos) {
        return Error(Status::keytab_unreadable,
                     fmt::format("'{}' names no keytab file", displayed(name)))
            .with("keytab", displayed(name));
    }
    return std::string(name);
}

Result<FileDescriptor> open_keytab(const std::string& path) {
    auto file = open_regular(path);
    if (!file) {
        return std::move(file)
            .error()
            .as(Status::keytab_unreadable)
            .while_doing("keytab " + displayed(path))
            .with("keytab", displayed(path));
    }
    return file;
}

Result<KeytabEntries> read_keytab(const std::string& path, const Deadline& deadline) {
    const auto file = open_keytab(path);
    if (!file) {
        return file.error().copy();
    }
    if (auto held = lock_for_reading(file->get(), deadline); !held) {
        return std::move(held).error().with("keytab", displayed(path));
    }
    return parsed(file->get(), path);
}

std::uint32_t keytab_mode(const std::string& path) noexcept {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 07777 : 0;
}

Result<std::string> real_keytab_path(const std::string& path) {
    struct stat about {};
    if (::lstat(path.c_str(), &about) != 0 || !S_ISLNK(about.st_mode)) {
        return path;
    }
    if (about.st_uid != 0 && about.st_uid != ::geteuid()) {
        return Error(Status::keytab_not_writable,
                     fmt::format("keytab {} is another user's symbolic link", displayed(path)))
            .with("keytab", displayed(path))
            .with("link's owner", static_cast<std::int64_t>(about.st_uid));
    }
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                           std::free);
    if (!real) {
        return not_writable(path, "following the symbolic link");
    }
    return std::string(real.get());
}

KeytabEdit::KeytabEdit(KeytabEdit&& other) noexcept
    : target_(std::move(other.target_)),
      fresh_path_(std::exchange(other.fresh_path_, std::string())),
      fresh_(std::move(other.fresh_)),
      old_(std::move(other.old_)),
      entries_(std::move(other.entries_)) {}

KeytabEdit::~KeytabEdit() {
    if (!fresh_path_.empty() && fresh_) {
        ::unlink(fresh_path_.c_str());
    }
}

Result<void> KeytabEdit::hold_old(const Deadline& deadline) {
    for (;;) {
        auto opened = open_regular(target_, O_RDWR | O_NOFOLLOW);
        if (!opened) {
            return is_missing(opened.error()) ? Result<void>()
                                              : not_writable(target_, std::move(opened).error());
        }
        FileDescriptor old = std::move(*opened);
        if (auto held = lock_for_writing(old.get(), deadline); !held) {
            return std::move(held).error().with("keytab", displayed(target_));
        }
        if (still_named(target_.c_str(), old.get())) {
            old_ = std::move(old);
            auto entries = parsed(old_.get(), target_);
            if (!entries) {
                return std::move(entries).error();
            }
            entries_ = std::move(*entries);
            return {};
        }
    }
}

Result<KeytabEdit> KeytabEdit::begin(const std::string& path, const Deadline& deadline) {
    auto real = real_keytab_path(path);
    if (!real) {
        return std::move(real).error();
    }
    KeytabEdit edit;
    edit.target_ = std::move(*real);
    edit.fresh_path_ = fresh_name(edit.target_);
    auto fresh = hold_secret_file(edit.fresh_path_, Leftover::emptied, deadline);
    if (!fresh) {
        return std::move(fresh).error().with("keytab", displayed(edit.target_));
    }
    edit.fresh_ = std::move(*fresh);
    if (auto held = edit.hold_old(deadline); !held) {
        return std::move(held).error();
    }
    return edit;
}

Result<void> KeytabEdit::write(const KeytabEntries& entries) {
    auto content = [&] {
        const NoSizeSignal guarded;
        return format_keytab(entries);
    }();
    if (!content) {
        return not_writable(target_, std::move(content).error());
    }
    // Before the content: there is no moment in which others could read it.
    if (old_) {
        if (auto copied = copy_access(old_.get(), fresh_.get()); !copied) {
            return not_writable(target_, std::move(copied).error());
        }
    }
    auto written = write_secret(fresh_.get(), *content);
    return written ? Result<void>() : not_writable(target_, std::move(written).error());
}

Result<void> KeytabEdit::replace() {
    // Without an old file there must still be none: a writer of another kind may have made one.
    const unsigned flags = old_ ? 0 : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, fresh_path_.c_str(), AT_FDCWD, target_.c_str(), flags) != 0) {
        if (errno == EEXIST) {
            return Error(Status::keytab_busy,
                         fmt::format("another program has made {}", displayed(target_)))
                .with("keytab", displayed(target_));
        }
        return not_writable(target_, "rename");
    }
    fresh_path_.clear();
    return sync_folder_of(target_);
}

}  // namespace mutauth::credential

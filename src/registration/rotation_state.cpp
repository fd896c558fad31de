#include "registration/rotation_state.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "core/system_error.h"
#include "core/text.h"
#include "credential/file_lock.h"
#include "credential/keytab_file.h"
#include "credential/size_signal.h"

namespace mutauth::registration {
namespace {

constexpr std::string_view kHead = "mutauth rotation 1";
constexpr std::string_view kEnd = "end";

Error not_writable(const std::string& path, std::string_view call) {
    return system_error(call)
        .as(Status::keytab_not_writable)
        .while_doing(displayed(path))
        .with("file", displayed(path));
}

/// The next line; nothing if it has no end.
std::optional<std::string_view> next_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<PendingRotation> parsed(std::string_view text) {
    const auto head = next_line(text);
    const auto account = next_line(text);
    const auto password = next_line(text);
    const auto end = next_line(text);
    if (head != kHead || !account || account->empty() || !password || password->empty() ||
        end != kEnd) {
        return std::nullopt;
    }
    return PendingRotation{std::string(*account), credential::SecretText(*password)};
}

}  // namespace

std::string RotationState::path_for(const std::string& keytab) {
    const auto slash = keytab.rfind('/');
    const auto at = slash == std::string::npos ? 0 : slash + 1;
    return keytab.substr(0, at) + "." + keytab.substr(at) + ".mutauth-rotation";
}

RotationState::RotationState(RotationState&& other) noexcept
    : path_(std::exchange(other.path_, std::string())),
      file_(std::move(other.file_)),
      pending_(std::move(other.pending_)) {}

RotationState::~RotationState() {
    if (!path_.empty() && file_ && !pending_) {
        ::unlink(path_.c_str());
    }
}

Result<RotationState> RotationState::hold(const std::string& keytab, const Deadline& deadline) {
    RotationState out;
    out.path_ = path_for(keytab);
    for (;;) {
        FileDescriptor file(::open(out.path_.c_str(),
                                   O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
        if (!file) {
            return not_writable(out.path_, "open");
        }
        struct stat about {};
        if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) || about.st_nlink > 1 ||
            about.st_uid != ::geteuid() || (about.st_mode & 077) != 0) {
            return Error(Status::keytab_not_writable,
                         fmt::format("{} is in the way and not ours alone", displayed(out.path_)))
                .with("file", displayed(out.path_));
        }
        if (auto held = credential::lock_file(file.get(), F_WRLCK, deadline); !held) {
            return std::move(held).error().with("file", displayed(out.path_));
        }
        if (credential::still_named(out.path_.c_str(), file.get())) {
            out.file_ = std::move(file);
            break;
        }
    }
    if (auto read = out.read(); !read) {
        return std::move(read).error();
    }
    return out;
}

Result<void> RotationState::read() {
    Bytes content(8192);
    const ssize_t got = ::pread(file_.get(), content.data(), content.size(), 0);
    if (got < 0) {
        return not_writable(path_, "read");
    }
    content.resize(static_cast<std::size_t>(got));
    pending_ = parsed(text_of(content));
    return {};
}

Result<void> RotationState::save(PendingRotation pending) {
    Bytes content;
    for (const std::string_view line : {kHead, std::string_view(pending.account),
                                        std::string_view(pending.password.c_str()), kEnd}) {
        append(content, bytes_of(line));
        content.push_back('\n');
    }
    const credential::NoSizeSignal guarded;
    if (::ftruncate(file_.get(), 0) != 0 ||
        ::pwrite(file_.get(), content.data(), content.size(), 0) !=
            static_cast<ssize_t>(content.size()) ||
        ::fsync(file_.get()) != 0) {
        return not_writable(path_, "write");
    }
    if (auto synced = credential::sync_folder_of(path_); !synced) {
        return synced;
    }
    pending_ = std::move(pending);
    return {};
}

Result<void> RotationState::remove() {
    if (::unlink(path_.c_str()) != 0) {
        return not_writable(path_, "unlink");
    }
    pending_.reset();
    auto synced = credential::sync_folder_of(path_);
    path_.clear();
    return synced;
}

}  // namespace mutauth::registration

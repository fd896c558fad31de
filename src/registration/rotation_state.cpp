#include "registration/rotation_state.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstring>

#include "core/system_error.h"
#include "core/text.h"
#include "credential/secret_file.h"

namespace mutauth::registration {
namespace {

constexpr std::string_view kHead = "mutauth rotation 2";
/// Of versions that did not say whether a server was asked.
constexpr std::string_view kOldHead = "mutauth rotation 1";
constexpr std::string_view kEnd = "end";
constexpr std::string_view kAsked = "asked\n";

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

std::int64_t number_in(std::string_view& text) {
    std::int64_t out = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    text.remove_prefix(text.starts_with(' ') ? 1 : 0);
    return out;
}

std::optional<PendingRotation> parsed(std::string_view text) {
    const auto head = next_line(text);
    const auto account = next_line(text);
    const auto password = next_line(text);
    auto numbers = head == kOldHead ? std::optional<std::string_view>("") : next_line(text);
    const auto end = next_line(text);
    if ((head != kHead && head != kOldHead) || !account || account->empty() || !password ||
        password->empty() || !numbers || end != kEnd) {
        return std::nullopt;
    }
    PendingRotation out{std::string(*account), credential::SecretText(*password)};
    out.guess = static_cast<std::uint32_t>(number_in(*numbers));
    out.written = number_in(*numbers);
    // A mark that was cut short counts too.
    out.asked = head == kOldHead || !text.empty();
    return out;
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
    auto file = credential::hold_secret_file(out.path_, credential::Leftover::kept, deadline);
    if (!file) {
        return std::move(file).error();
    }
    out.file_ = std::move(*file);
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
    const std::string numbers = fmt::format("{} {}", pending.guess, pending.written);
    Bytes content;
    for (const std::string_view line :
         {kHead, std::string_view(pending.account), std::string_view(pending.password.c_str()),
          std::string_view(numbers), kEnd}) {
        append(content, bytes_of(line));
        content.push_back('\n');
    }
    auto written = credential::write_secret(file_.get(), content);
    if (!written) {
        return std::move(written)
            .error()
            .while_doing(displayed(path_))
            .with("file", displayed(path_));
    }
    if (auto synced = credential::sync_folder_of(path_); !synced) {
        return synced;
    }
    pending_ = std::move(pending);
    return {};
}

Result<void> RotationState::mark_asked() {
    if (pending_->asked) {
        return {};
    }
    if (auto marked = credential::append_secret(file_.get(), bytes_of(kAsked)); !marked) {
        return std::move(marked)
            .error()
            .while_doing(displayed(path_))
            .with("file", displayed(path_));
    }
    pending_->asked = true;
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

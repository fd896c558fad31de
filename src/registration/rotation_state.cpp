#include "registration/rotation_state.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/system_error.h"
#include "core/text.h"
#include "credential/secret_file.h"

namespace mutauth::registration {
namespace {

constexpr std::string_view kHead = "mutauth rotation 3";
/// Did not say when a server was asked, and held one password.
constexpr std::string_view kUntimedHead = "mutauth rotation 2";
/// Did not say whether a server was asked.
constexpr std::string_view kUnmarkedHead = "mutauth rotation 1";
constexpr std::string_view kEnd = "end";
constexpr std::string_view kAsked = "asked";
/// Every password and mark that a day's runs leave.
constexpr std::size_t kMostBytes = 65536;
/// 9999-12-31T23:59:59Z.
constexpr std::int64_t kLastTime = 253402300799;

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

/// One password without its marks, taken off the text; nothing if it was cut short.
std::optional<PendingRotation> take_password(std::string_view& text) {
    std::string_view rest = text;
    const auto head = next_line(rest);
    const auto account = next_line(rest);
    const auto password = next_line(rest);
    auto numbers = head == kUnmarkedHead ? std::optional<std::string_view>("") : next_line(rest);
    const auto end = next_line(rest);
    const bool known = head == kHead || head == kUntimedHead || head == kUnmarkedHead;
    if (!known || !account || account->empty() || !password || password->empty() || !numbers ||
        end != kEnd) {
        return std::nullopt;
    }
    PendingRotation out{std::string(*account), credential::SecretText(*password)};
    out.guess = static_cast<std::uint32_t>(number_in(*numbers));
    out.written = number_in(*numbers);
    out.asked = head == kUnmarkedHead;
    text = rest;
    return out;
}

void note_asked(PendingRotation& pending, std::string_view mark) {
    mark.remove_prefix(std::min(mark.size(), kAsked.size() + 1));
    const std::int64_t time = number_in(mark);
    pending.asked = true;
    pending.last_asked =
        std::max(pending.last_asked, time > 0 && time <= kLastTime ? time : std::int64_t{0});
}

/// Takes the marks off that stand before the next password.
void take_marks(std::string_view& text, PendingRotation& pending) {
    while (!text.empty() && kAsked.starts_with(text.substr(0, kAsked.size()))) {
        const auto mark = next_line(text);
        // One that was cut short counts too, and is written over.
        note_asked(pending, mark.value_or(""));
        if (!mark) {
            return;
        }
    }
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
      saved_(std::move(other.saved_)),
      begins_(std::move(other.begins_)),
      end_(other.end_),
      mark_(other.mark_) {}

RotationState::~RotationState() {
    if (!path_.empty() && file_ && saved_.empty()) {
        ::unlink(path_.c_str());
    }
}

const PendingRotation* RotationState::pending() const noexcept {
    return saved_.empty() ? nullptr : &saved_.back();
}

std::span<const PendingRotation> RotationState::given_up() const noexcept {
    return std::span(saved_).first(saved_.empty() ? 0 : saved_.size() - 1);
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
    Bytes content(kMostBytes);
    const ssize_t got = ::pread(file_.get(), content.data(), content.size(), 0);
    if (got < 0) {
        return not_writable(path_, "read");
    }
    content.resize(static_cast<std::size_t>(got));
    const std::string_view whole = text_of(content);
    for (std::string_view text = whole;;) {
        const std::size_t begin = whole.size() - text.size();
        auto one = take_password(text);
        if (!one) {
            break;
        }
        take_marks(text, *one);
        begins_.push_back(begin);
        saved_.push_back(std::move(*one));
        end_ = whole.size() - text.size();
    }
    return {};
}

Error RotationState::not_written(Error why) const {
    return std::move(why).while_doing(displayed(path_)).with("file", displayed(path_));
}

Result<void> RotationState::cut(std::size_t size) {
    auto cut = credential::cut_secret(file_.get(), size);
    if (!cut) {
        return not_written(std::move(cut).error());
    }
    end_ = size;
    return {};
}

/// After what is whole: a write that was cut short goes.
Result<void> RotationState::append(ByteView content) {
    if (auto cut_off = cut(end_); !cut_off) {
        return cut_off;
    }
    auto written = credential::append_secret(file_.get(), content);
    if (!written) {
        return not_written(std::move(written).error());
    }
    end_ += content.size();
    return {};
}

Result<void> RotationState::save(PendingRotation pending) {
    const std::string numbers = fmt::format("{} {}", pending.guess, pending.written);
    Bytes content;
    for (const std::string_view line :
         {kHead, std::string_view(pending.account), std::string_view(pending.password.c_str()),
          std::string_view(numbers), kEnd}) {
        mutauth::append(content, bytes_of(line));
        content.push_back('\n');
    }
    const std::size_t begin = end_;
    if (auto written = append(content); !written) {
        return written;
    }
    if (auto synced = credential::sync_folder_of(path_); !synced) {
        return synced;
    }
    begins_.push_back(begin);
    saved_.push_back(std::move(pending));
    mark_.reset();
    return {};
}

Result<void> RotationState::take_back() {
    if (saved_.size() < 2) {
        return remove();
    }
    auto done = cut(begins_.back());
    if (done) {
        saved_.pop_back();
        begins_.pop_back();
        mark_.reset();
    }
    return done;
}

Result<void> RotationState::mark_asked(std::int64_t time) {
    PendingRotation& pending = saved_.back();
    const Mark mark{end_, pending.asked, pending.last_asked};
    if (auto marked = append(bytes_of(fmt::format("{} {}\n", kAsked, time))); !marked) {
        return marked;
    }
    mark_ = mark;
    pending.asked = true;
    pending.last_asked = std::max(pending.last_asked, time);
    return {};
}

Result<void> RotationState::unmark_asked() {
    if (!mark_) {
        return {};
    }
    auto done = cut(mark_->begin);
    if (done) {
        saved_.back().asked = mark_->asked;
        saved_.back().last_asked = mark_->last_asked;
        mark_.reset();
    }
    return done;
}

Result<void> RotationState::remove() {
    if (::unlink(path_.c_str()) != 0) {
        return not_writable(path_, "unlink");
    }
    saved_.clear();
    begins_.clear();
    mark_.reset();
    auto synced = credential::sync_folder_of(path_);
    path_.clear();
    return synced;
}

}  // namespace mutauth::registration

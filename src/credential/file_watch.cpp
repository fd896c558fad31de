#include "credential/file_watch.h"

namespace mutauth::credential {
namespace {

constexpr std::chrono::seconds kBetweenLooks{1};

bool same_time(const timespec& a, const timespec& b) noexcept {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

}  // namespace

FileWatch::FileWatch(std::string path)
    : path_(std::move(path)), seen_(state_of(path_)), looked_(std::chrono::steady_clock::now()) {}

std::optional<FileWatch::State> FileWatch::state_of(const std::string& path) {
    struct stat found {};
    if (path.empty() || ::stat(path.c_str(), &found) != 0) {
        return std::nullopt;
    }
    return State{found.st_dev, found.st_ino, found.st_size, found.st_mtim, found.st_ctim};
}

bool FileWatch::same(const std::optional<State>& a, const std::optional<State>& b) noexcept {
    if (!a || !b) {
        return !a && !b;
    }
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           same_time(a->modified, b->modified) && same_time(a->status_changed, b->status_changed);
}

bool FileWatch::changed() {
    const auto now = std::chrono::steady_clock::now();
    if (path_.empty() || now - looked_ < kBetweenLooks) {
        return false;
    }
    looked_ = now;
    auto found = state_of(path_);
    if (same(found, seen_)) {
        return false;
    }
    seen_ = found;
    return true;
}

}  // namespace mutauth::credential

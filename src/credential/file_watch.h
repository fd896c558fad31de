// Notices that a file is no longer what it was, looking at it once a second at the most.
#pragma once

#include <sys/stat.h>

#include <chrono>
#include <optional>
#include <string>

namespace mutauth::credential {

/// One thread at a time.
class FileWatch {
  public:
    /// What the file is now is what it was. An empty path never changes.
    explicit FileWatch(std::string path);

    /// Once for each change; a file that is gone has changed.
    bool changed();
    const std::string& path() const noexcept { return path_; }

  private:
    /// What tells one state of a file from another, whoever wrote it and however.
    struct State {
        dev_t device;
        ino_t inode;
        off_t size;
        timespec modified;
        timespec status_changed;
    };
    static std::optional<State> state_of(const std::string& path);
    static bool same(const std::optional<State>& a, const std::optional<State>& b) noexcept;

    std::string path_;
    std::optional<State> seen_;
    std::chrono::steady_clock::time_point looked_;
};

}  // namespace mutauth::credential

// Tells somebody who waits at a terminal how far a long search has come.
#pragma once

#include <chrono>
#include <cstdint>

namespace mutauth::command {

/// Says nothing in the first second, nor where stderr is no terminal.
class Progress {
  public:
    Progress() noexcept;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Leaves no trace.
    ~Progress() { clear(); }

    void at(std::uint64_t entries);
    /// Before other lines are written.
    void clear() noexcept;

  private:
    using Clock = std::chrono::steady_clock;

    bool wanted_;
    bool shown_ = false;
    Clock::time_point next_;
};

}  // namespace mutauth::command

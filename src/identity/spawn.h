// A program started as a user for good: no way back, and nothing of the service's in it.
#pragma once

#include <optional>

#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "core/result.h"
#include "identity/local_user.h"
#include "identity/program.h"

namespace mutauth::identity {

/// A child that runs the program, and is waited for. Let go of, it runs on.
class Process {
  public:
    struct End {
        /// -1 if a signal ended it.
        int code;
        /// 0 if it exited by itself.
        int signal;
    };

    Process(pid_t number, FileDescriptor handle) noexcept
        : number_(number), handle_(std::move(handle)) {}
    Process(Process&&) noexcept = default;
    Process& operator=(Process&&) = delete;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    /// What has ended already does not stay as a zombie.
    ~Process();

    pid_t number() const noexcept { return number_; }
    /// pidfd_open(2)'s: readable once the process has ended.
    int fd() const noexcept { return handle_.get(); }

    /// Keeps the answer. exit_status_taken if somebody else has waited for it.
    Result<End> wait(const Deadline& deadline);
    Result<void> send_signal(int number);

  private:
    Result<void> take_end(int options);

    pid_t number_;
    FileDescriptor handle_;
    std::optional<End> end_;
};

/// All ids are the user's, its groups too, and no capability is left. Waits until the program was
/// executed, or has failed to be: program_not_executed, directory_not_entered and the failures of
/// ThreadCredentials::become. A child that neither does by the deadline is ended.
Result<Process> spawn_as(const LocalUser& user, const Program& program, const Deadline& deadline);

}  // namespace mutauth::identity

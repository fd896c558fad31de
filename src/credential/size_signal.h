// Writing where the process's limit of file size may be in the way: the write fails, as on a full
// disk, and the process is not ended by a signal.
#pragma once

#include <cerrno>
#include <csignal>
#include <ctime>

namespace mutauth::credential {

/// Holds SIGXFSZ back from this thread and takes away one that came meanwhile; the kernel sends it
/// to the thread that wrote.
class NoSizeSignal {
  public:
    NoSizeSignal() {
        ::sigemptyset(&size_);
        ::sigaddset(&size_, SIGXFSZ);
        ::pthread_sigmask(SIG_BLOCK, &size_, &before_);
    }
    ~NoSizeSignal() {
        const int kept = errno;
        if (sigismember(&before_, SIGXFSZ) == 0) {
            const timespec at_once{};
            ::sigtimedwait(&size_, nullptr, &at_once);
            ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        }
        errno = kept;
    }
    NoSizeSignal(const NoSizeSignal&) = delete;
    NoSizeSignal& operator=(const NoSizeSignal&) = delete;

  private:
    sigset_t size_{};
    sigset_t before_{};
};

}  // namespace mutauth::credential

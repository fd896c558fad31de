// SIGTERM and SIGINT as a call on a thread of its own.
#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace mutauth::command {

/// A signal that whoever started us has switched off stays off.
bool is_ignored(int number);

/// Holds them back from this thread and all that it starts from now on; returns which they are.
sigset_t hold_signals();

/// Calls `stop` when the first of the held signals comes. Those that follow change nothing.
class SignalWatch {
  public:
    SignalWatch(const sigset_t& held, std::function<void()> stop);
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;
    ~SignalWatch();

  private:
    std::thread thread_;
};

}  // namespace mutauth::command

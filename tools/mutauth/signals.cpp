#include "signals.h"

#include <pthread.h>

namespace mutauth::command {

bool is_ignored(int number) {
    struct sigaction now {};
    return ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

sigset_t hold_signals() {
    sigset_t held{};
    ::sigemptyset(&held);
    ::sigaddset(&held, SIGTERM);
    if (!is_ignored(SIGINT)) {
        ::sigaddset(&held, SIGINT);
    }
    ::pthread_sigmask(SIG_BLOCK, &held, nullptr);
    return held;
}

SignalWatch::SignalWatch(const sigset_t& held, std::function<void()> stop)
    : thread_([held, stop = std::move(stop)] {
          int received = 0;
          ::sigwait(&held, &received);
          stop();
      }) {}

SignalWatch::~SignalWatch() {
    // If none came: wakes the thread alone. If one came, it is over and this is for nobody.
    ::pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
}

}  // namespace mutauth::command

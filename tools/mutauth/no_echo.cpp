#include "no_echo.h"

#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "signals.h"

namespace mutauth::command {
namespace {

void put(std::string_view text) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

/// Those by which people and systems end or stop a process. SIGTTOU is none of them: it is what
/// keeps a process in the background from changing the terminal.
sigset_t ending_signals() {
    sigset_t all{};
    ::sigemptyset(&all);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
        if (!is_ignored(number)) {
            ::sigaddset(&all, number);
        }
    }
    return all;
}

}  // namespace

NoEcho::NoEcho(int fd) : fd_(fd), held_(ending_signals()) {
    if (::tcgetattr(fd_, &before_) == 0) {
        wait_for_line();
    }
}

NoEcho::~NoEcho() {
    if (hidden_) {
        show();
    }
}

void NoEcho::wait_for_line() {
    const int signals = ::signalfd(-1, &held_, SFD_CLOEXEC);
    if (signals < 0) {
        throw std::system_error(errno, std::generic_category(), "cannot ask for a password");
    }
    hide();
    while (!line_comes_first(signals)) {
        // Lets the signal do what it does.
        show();
        hide();
    }
    ::close(signals);
}

bool NoEcho::line_comes_first(int signals) const {
    std::array<pollfd, 2> awaited{{{signals, POLLIN, 0}, {fd_, POLLIN, 0}}};
    while (::poll(awaited.data(), awaited.size(), -1) < 0) {
    }
    return awaited[0].revents == 0;
}

void NoEcho::hide() {
    ::pthread_sigmask(SIG_BLOCK, &held_, &mask_);
    put("Password: ");
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden_ = true;
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
}

void NoEcho::show() {
    ::tcsetattr(fd_, TCSAFLUSH, &before_);
    hidden_ = false;
    // The end of the line that was typed was not shown either.
    put("\n");
    ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
}

}  // namespace mutauth::command

// A terminal that does not show what is typed, for as long as a password is.
#pragma once

#include <termios.h>

#include <csignal>

namespace mutauth::command {

/// Prompts, and waits until a line has been typed. Does nothing on what is no terminal.
///
/// Signals that end or stop the process find the terminal as it was: they are held back while
/// nothing is shown. A process that goes on after one asks again.
class NoEcho {
  public:
    explicit NoEcho(int fd);
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    ~NoEcho();

  private:
    void wait_for_line();
    bool line_comes_first(int signals) const;
    void hide();
    void show();

    int fd_;
    termios before_{};
    bool hidden_ = false;
    sigset_t held_{};
    sigset_t mask_{};
};

}  // namespace mutauth::command

#include "password.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "exit_code.h"
#include "output.h"

namespace mutauth::command {
namespace {

void show(std::string_view text) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

/// Typed characters stay unseen as long as this lives.
class NoEcho {
  public:
    explicit NoEcho(int fd) : fd_(fd), active_(::tcgetattr(fd, &before_) == 0) {
        if (active_) {
            show("Password: ");
            termios quiet = before_;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(fd_, TCSAFLUSH, &quiet);
        }
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    ~NoEcho() {
        if (active_) {
            ::tcsetattr(fd_, TCSAFLUSH, &before_);
            // The end of the line that was typed was not shown either.
            show("\n");
        }
    }

  private:
    int fd_;
    termios before_{};
    bool active_;
};

[[noreturn]] void cannot_read(const std::string& file) {
    throw Usage("cannot read the password from " + in_quotes(file) + ": " + std::strerror(errno));
}

/// One by one, so that what follows the line stays where others read it. False at its end.
bool read_character(int fd, const std::string& file, char& into) {
    ssize_t got = 0;
    do {
        got = ::read(fd, &into, 1);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        cannot_read(file);
    }
    if (got == 1 && into == '\0') {
        throw Usage("the password in " + in_quotes(file) + " has a NUL in it");
    }
    return got == 1 && into != '\n';
}

[[noreturn]] void is_no_file(const std::string& file) {
    throw Usage("the password file " + in_quotes(file) +
                " is not a regular file; \"-\" reads the password from standard input");
}

/// A FIFO would keep the command waiting for somebody to write into it.
int open_file(const std::string& file) {
    struct stat about {};
    if (::stat(file.c_str(), &about) == 0 && !S_ISREG(about.st_mode)) {
        is_no_file(file);
    }
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        cannot_read(file);
    }
    if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(fd);
        is_no_file(file);
    }
    return fd;
}

}  // namespace

Password::Password(Password&& other) noexcept : line_(other.line_) {
    ::explicit_bzero(other.line_.data(), other.line_.size());
}

Password::~Password() {
    ::explicit_bzero(line_.data(), line_.size());
}

void Password::read_line(int fd, const std::string& file) {
    std::size_t used = 0;
    while (read_character(fd, file, line_[used])) {
        if (++used == line_.size() - 1) {
            throw Usage("the password in " + in_quotes(file) + " is longer than 1023 bytes");
        }
    }
    line_[used] = '\0';
    if (used == 0) {
        throw Usage("there is no password in the first line of " + in_quotes(file));
    }
}

Password Password::read_from(const std::string& file) {
    Password password;
    if (file == "-") {
        const NoEcho unseen(STDIN_FILENO);
        password.read_line(STDIN_FILENO, file);
        return password;
    }
    const int fd = open_file(file);
    try {
        password.read_line(fd, file);
    } catch (...) {
        ::close(fd);
        throw;
    }
    ::close(fd);
    return password;
}

}  // namespace mutauth::command

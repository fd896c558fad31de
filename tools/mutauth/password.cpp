#include "password.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "exit_code.h"
#include "no_echo.h"
#include "output.h"

namespace mutauth::command {
namespace {

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
        throw Usage("the password in " + in_quotes(file) +
                    " has a NUL in it; if the file is UTF-16 text, as PowerShell writes it, save "
                    "it as UTF-8");
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

void Password::drop_windows_marks(std::size_t& used) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (used > 0 && line_[used - 1] == '\r') {
        --used;
    }
    if (std::string_view(line_.data(), used).substr(0, mark.size()) == mark) {
        used -= mark.size();
        std::memmove(line_.data(), line_.data() + mark.size(), used);
    }
}

void Password::read_line(int fd, const std::string& file) {
    std::size_t used = 0;
    while (read_character(fd, file, line_[used])) {
        if (++used == line_.size() - 1) {
            throw Usage("the password in " + in_quotes(file) + " is longer than 1023 bytes");
        }
    }
    drop_windows_marks(used);
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

// A password from a file or a terminal, wiped when it is let go.
#pragma once

#include <array>
#include <string>

namespace mutauth::command {

class Password {
  public:
    /// The first line of the file; "-" is stdin, without echo if that is a terminal.
    static Password read_from(const std::string& file);

    Password(const Password&) = delete;
    Password& operator=(const Password&) = delete;
    Password(Password&& other) noexcept;
    Password& operator=(Password&&) = delete;
    ~Password();

    const char* text() const noexcept { return line_.data(); }

  private:
    Password() = default;
    void read_line(int fd, const std::string& file);
    /// Windows ends a line by CR LF, and its editors begin a file by U+FEFF: neither is typed.
    void drop_windows_marks(std::size_t& used);

    // Of fixed size, so that no copy is left behind by growing.
    std::array<char, 1024> line_{};
};

}  // namespace mutauth::command

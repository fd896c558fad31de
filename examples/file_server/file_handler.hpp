/* What the file server does for a caller: it opens files with the caller's own rights. */
#ifndef FILE_HANDLER_HPP
#define FILE_HANDLER_HPP

#include <fcntl.h>
#include <unistd.h>
#include <mutauth/mutauth.hpp>

#include <array>
#include <cerrno>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

/// Shared by all threads that serve callers.
class FileHandler {
  public:
    FileHandler(std::string folder, mutauth::v1::UserMap users)
        : folder_(std::move(folder)), users_(std::move(users)) {}

    /// A request is the name of a file to read, "+" and the name of a file to make, or "?" for whom
    /// the kernel takes the caller. An answer is "+" and what was read, or "-" and why not.
    std::string answer(const mutauth::v1::Identity& caller, std::string_view request) const {
        try {
            // On every call, not once: a context's lifetime ends, and rules may change.
            requirements_.check(caller);
            const mutauth::v1::Impersonation as_caller(caller, users_);
            return serve(request);
        } catch (const mutauth::v1::Error& error) {
            // For the administrator: which users there are here is not the caller's to know.
            std::cerr << error.explanation() << '\n';
            return "-refused";
        }
    }

  private:
    /// Here the thread has the caller's rights and no others, so the kernel decides.
    std::string serve(std::string_view request) const {
        if (request == "?") {
            return read("/proc/thread-self/status", O_RDONLY);
        }
        const bool makes = request.substr(0, 1) == "+";
        const std::string name(request.substr(makes ? 1 : 0));
        if (name.empty() || name.find('/') != std::string::npos) {
            return "-no such file";
        }
        return read(folder_ + "/" + name, makes ? O_RDWR | O_CREAT | O_EXCL : O_RDONLY);
    }

    static std::string read(const std::string& path, int how) {
        const int file = ::open(path.c_str(), how | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) {
            return "-" + std::generic_category().message(errno);
        }
        std::string out = "+";
        std::array<char, 4096> part{};
        for (ssize_t got = 0; (got = ::read(file, part.data(), part.size())) > 0;) {
            out.append(part.data(), static_cast<std::size_t>(got));
        }
        ::close(file);
        return out;
    }

    std::string folder_;
    mutauth::v1::UserMap users_;
    mutauth::v1::Requirements requirements_;
};

#endif

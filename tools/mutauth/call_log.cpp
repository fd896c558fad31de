#include "call_log.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "output.h"

namespace mutauth::command {
namespace {

std::string now() {
    const auto point = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(point);
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(
        point - std::chrono::system_clock::from_time_t(seconds));
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> date{};
    std::array<char, 48> text{};
    std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data(), text.size(), "%s.%03dZ", date.data(),
                  static_cast<int>(since.count()));
    return text.data();
}

}  // namespace

void CallLog::write(const Fields& fields) const {
    std::string line = now();
    for (const auto& [name, value] : fields) {
        line += " " + std::string(name) + "=" + one_word(value);
    }
    line += '\n';
    // In one piece, so that the lines of several threads do not mix. A log that cannot be written
    // does not stop the service.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

UnprovenLog::~UnprovenLog() {
    tell_left_out();
}

void UnprovenLog::write(const CallLog::Fields& fields) {
    constexpr std::size_t most = 20;
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (now - second_begins_ >= std::chrono::seconds(1)) {
        tell_left_out();
        second_begins_ = now;
        written_ = 0;
    }
    if (written_ == most) {
        ++left_out_;
        return;
    }
    ++written_;
    log_.write(fields);
}

void UnprovenLog::tell_left_out() {
    if (left_out_ > 0) {
        log_.write({{"unproven", "more"}, {"lines_left_out", std::to_string(left_out_)}});
        left_out_ = 0;
    }
}

std::string peer_of(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    if (::getpeername(socket, generic, &size) != 0 ||
        ::getnameinfo(generic, size, host.data(), host.size(), port.data(), port.size(),
                      NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return "-";
    }
    const bool v6 = address.ss_family == AF_INET6;
    return (v6 ? "[" : "") + std::string(host.data()) + (v6 ? "]:" : ":") + port.data();
}

}  // namespace mutauth::command

// What a service tells of its callers: one line for each event, on stderr.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::command {

class CallLog {
  public:
    using Field = std::pair<std::string, std::string>;

    using Fields = std::vector<Field>;

    /// The time, then name=value for each field. Whoever chose a value, it can make no second line.
    void write(const Fields& fields) const;
};

/// What is told of those who have proven nothing: a few lines each second, and how many there would
/// have been besides. Any thread may call it.
class UnprovenLog {
  public:
    UnprovenLog() = default;
    UnprovenLog(const UnprovenLog&) = delete;
    UnprovenLog& operator=(const UnprovenLog&) = delete;
    ~UnprovenLog();

    void write(const CallLog::Fields& fields);

  private:
    using Clock = std::chrono::steady_clock;

    void tell_left_out();

    CallLog log_;
    std::mutex mutex_;
    Clock::time_point second_begins_{};
    std::size_t written_ = 0;
    std::size_t left_out_ = 0;
};

/// "address:port" of the socket's other end, "-" if it has none any more.
std::string peer_of(int socket);

}  // namespace mutauth::command

// Where an object tells what it does. Held by the object, never by the process.
#pragma once

#include <memory>
#include <string_view>

namespace mutauth {

enum class LogLevel : int { warning = 1, notice = 2, debug = 3 };

class LogSink {
  public:
    LogSink() = default;
    LogSink(const LogSink&) = delete;
    LogSink& operator=(const LogSink&) = delete;
    virtual ~LogSink() = default;
    /// May be called from any thread. Text never holds secrets.
    virtual void write(LogLevel level, std::string_view area, std::string_view text) = 0;
};

using Log = std::shared_ptr<LogSink>;

inline void log_to(const Log& log, LogLevel level, std::string_view area, std::string_view text) {
    if (log) {
        log->write(level, area, text);
    }
}

}  // namespace mutauth

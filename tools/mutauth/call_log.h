// What a service tells of its callers: one line for each event, on stderr.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mutauth::command {

class CallLog {
  public:
    using Field = std::pair<std::string_view, std::string>;

    /// The time, then name=value for each field. Whoever chose a value, it can make no second line.
    void write(std::initializer_list<Field> fields) const;
};

/// "address:port" of the socket's other end, "-" if it has none any more.
std::string peer_of(int socket);

}  // namespace mutauth::command

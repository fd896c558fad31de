// One client of the service, from its first byte to its last.
#pragma once

#include <mutauth/mutauth.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "call_log.h"
#include "waits.h"

namespace mutauth::command {

/// What all conversations of a service share.
struct Terms {
    auth::Credential keys;
    auth::Policy policy;
    auth::Requirements requirements;
    std::chrono::milliseconds idle;
    CallLog log;
    UnprovenLog unproven_log;
    Waits waits;
};

class Conversation {
  public:
    /// Proves both sides. Nothing if that fails, which is logged; the socket is closed then.
    static std::optional<Conversation> begin(auth::Socket socket,
                                             const auth::Deadline& deadline,
                                             Terms& terms);

    /// Answers calls until one side ends.
    void run();
    /// Tells the client that it cannot be served now.
    void turn_away(const std::string& why);

  private:
    Conversation(auth::Channel channel, std::string peer, Terms& terms);

    std::optional<auth::Bytes> next_call();
    bool answer(const auth::Bytes& call);
    void refuse(const auth::Error& why, std::size_t size);
    void end();
    void wait_for_end();
    void log_call(std::size_t size, const auth::Error* refusal) const;
    void log_end(const auth::Error& error) const;

    auth::Channel channel_;
    std::string peer_;
    Terms& terms_;
};

}  // namespace mutauth::command

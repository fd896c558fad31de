// mutauth's channel as an echo, and a server that answers it from another process.
#pragma once

#include <cstring>
#include <vector>

#include "own_peer.h"
#include "server_process.h"

namespace mutauth::bench {

/// A message that begins so is only taken, every other one comes back.
inline constexpr char kUnanswered = 'u';

inline mutauth_channel* opened(int fd, mutauth_negotiation* negotiation) {
    mutauth_channel* out = nullptr;
    require(mutauth_channel_open(fd, negotiation, nullptr, &out) == MUTAUTH_OK);
    mutauth_negotiation_free(negotiation);
    return out;
}

inline mutauth_channel* accepted_channel(int listener, const OwnSides& sides) {
    mutauth_negotiation* negotiation = nullptr;
    require(mutauth_negotiation_accept(sides.service, sides.policy, &negotiation) == MUTAUTH_OK);
    return opened(accepted(listener), negotiation);
}

inline mutauth_channel* connected_channel(const ServerProcess& server, const OwnSides& sides) {
    mutauth_negotiation* negotiation = nullptr;
    require(mutauth_negotiation_initiate(sides.client, sides.spn, nullptr, nullptr, &negotiation) ==
            MUTAUTH_OK);
    return opened(server.connected(), negotiation);
}

/// False where the client has gone.
inline bool answer_one(mutauth_channel* channel) {
    mutauth_bytes* message = nullptr;
    if (mutauth_channel_receive(channel, nullptr, &message) != MUTAUTH_OK) {
        return false;
    }
    const void* data = mutauth_bytes_data(message);
    const std::size_t size = mutauth_bytes_size(message);
    if (size == 0 || *static_cast<const char*>(data) != kUnanswered) {
        require(mutauth_channel_send(channel, data, size, nullptr) == MUTAUTH_OK);
    }
    mutauth_bytes_free(message);
    return true;
}

inline void serve_channel(int listener) {
    const OwnSides sides;
    mutauth_channel* channel = accepted_channel(listener, sides);
    while (answer_one(channel)) {
    }
}

class ChannelEcho {
  public:
    ChannelEcho() : channel_(connected_channel(server_, sides_)) {}
    ChannelEcho(const ChannelEcho&) = delete;
    ChannelEcho& operator=(const ChannelEcho&) = delete;
    ~ChannelEcho() { mutauth_channel_free(channel_); }
    const ServerProcess& server() const { return server_; }

    void send(const std::vector<char>& message) {
        require(mutauth_channel_send(channel_, message.data(), message.size(), nullptr) ==
                MUTAUTH_OK);
    }
    void echo(const std::vector<char>& message) {
        send(message);
        mutauth_bytes* answer = nullptr;
        require(mutauth_channel_receive(channel_, nullptr, &answer) == MUTAUTH_OK &&
                mutauth_bytes_size(answer) == message.size());
        mutauth_bytes_free(answer);
    }

  private:
    /// Before any context of this process: a child may not go on with one.
    ServerProcess server_{serve_channel};
    OwnSides sides_;
    mutauth_channel* channel_;
};

}  // namespace mutauth::bench

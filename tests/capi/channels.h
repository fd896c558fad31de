// Two ends of a channel in one process, each opened by a thread of its own as in real life.
#pragma once

#include <chrono>
#include <future>

#include "capi/realm.h"
#include "support/proxy.h"

namespace realm {

struct End {
    mutauth_status status = MUTAUTH_INTERNAL;
    Channel channel{nullptr, mutauth_channel_free};
    std::string why;
};

/// The socket is the channel's on success and stays the caller's on failure.
inline End open_end(support::Socket& socket,
                    const Negotiation& negotiation,
                    int64_t milliseconds = 5000) {
    End end;
    mutauth_channel* made = reinterpret_cast<mutauth_channel*>(1);
    end.status =
        mutauth_channel_open(socket.get(), negotiation.get(), within(milliseconds).get(), &made);
    end.channel.reset(made);
    if (end.status == MUTAUTH_OK) {
        socket.release();
    } else {
        end.why = why();
    }
    return end;
}

struct Ends {
    End client;
    End service;
};

inline Ends open_both(support::Socket& client, support::Socket& service) {
    static const Credential alice = account("alice");
    static const Credential host = computer();
    auto accepting = std::async(
        std::launch::async, [&] { return open_end(service, accept(host, serving(host_spn()))); });
    Ends ends;
    ends.client = open_end(client, initiate(alice, host_spn()));
    if (ends.client.status != MUTAUTH_OK) {
        client.close();
    }
    ends.service = accepting.get();
    return ends;
}

/// Over a socket pair of its own.
inline Ends open_ends() {
    auto [client, service] = support::socket_pair();
    Ends ends = open_both(client, service);
    EXPECT_EQ(ends.client.status, MUTAUTH_OK) << ends.client.why;
    EXPECT_EQ(ends.service.status, MUTAUTH_OK) << ends.service.why;
    return ends;
}

inline mutauth_status send(const Channel& channel,
                           const std::string& message,
                           int64_t milliseconds = 5000) {
    return mutauth_channel_send(channel.get(), message.data(), message.size(),
                                within(milliseconds).get());
}

inline mutauth_status receive_status(const Channel& channel, int64_t milliseconds = 5000) {
    auto* out = reinterpret_cast<mutauth_bytes*>(1);
    const mutauth_status status =
        mutauth_channel_receive(channel.get(), within(milliseconds).get(), &out);
    EXPECT_EQ(out != nullptr, status == MUTAUTH_OK);
    mutauth_bytes_free(out);
    return status;
}

}  // namespace realm

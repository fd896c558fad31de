// Two engines in one process, and the bytes between them.
#pragma once

#include <mutauth/engine.h>

#include "capi/realm.h"

namespace realm {

using Engine = Owner<mutauth_engine>;

/// The negotiation may go as soon as the engine has begun.
inline Engine begin(const Negotiation& negotiation) {
    mutauth_engine* made = nullptr;
    EXPECT_EQ(mutauth_engine_begin(negotiation.get(), &made), MUTAUTH_OK) << why();
    return {made, mutauth_engine_free};
}

inline bool has(const Engine& engine, int32_t what) {
    return (mutauth_engine_state(engine.get()) & what) != 0;
}

/// All that is to be sent, said to have gone.
inline std::string taken(const Engine& engine) {
    const void* data = nullptr;
    size_t size = 0;
    EXPECT_EQ(mutauth_engine_to_send(engine.get(), &data, &size), MUTAUTH_OK) << why();
    const std::string out(static_cast<const char*>(data), size);
    EXPECT_EQ(mutauth_engine_sent(engine.get(), size), MUTAUTH_OK) << why();
    return out;
}

inline mutauth_status feed(const Engine& engine, const std::string& bytes) {
    return mutauth_engine_feed(engine.get(), bytes.data(), bytes.size());
}

inline mutauth_status send(const Engine& engine, const std::string& message) {
    return mutauth_engine_send(engine.get(), message.data(), message.size());
}

struct Received {
    mutauth_status status;
    std::string message;
};

inline Received receive(const Engine& engine) {
    auto* out = reinterpret_cast<mutauth_bytes*>(1);
    const mutauth_status status = mutauth_engine_receive(engine.get(), &out);
    const Bytes owner(out, mutauth_bytes_free);
    EXPECT_EQ(out != nullptr, status == MUTAUTH_OK);
    return {status, out == nullptr ? "" : text_of(owner)};
}

struct Engines {
    Engine client;
    Engine service;
};

inline Engines fresh_engines(const Policy& client_demands = {nullptr, mutauth_policy_free}) {
    static const Credential alice = account("alice");
    static const Credential host = computer();
    return {begin(initiate(alice, host_spn(), client_demands)),
            begin(accept(host, serving(host_spn())))};
}

/// Carries bytes both ways until there are none.
inline void exchange(const Engines& both) {
    for (;;) {
        const std::string to_service = taken(both.client);
        EXPECT_EQ(feed(both.service, to_service), MUTAUTH_OK) << why();
        const std::string to_client = taken(both.service);
        EXPECT_EQ(feed(both.client, to_client), MUTAUTH_OK) << why();
        if (to_service.empty() && to_client.empty()) {
            return;
        }
    }
}

inline Engines proven_engines() {
    Engines both = fresh_engines();
    exchange(both);
    EXPECT_TRUE(has(both.client, MUTAUTH_ENGINE_PROVEN));
    EXPECT_TRUE(has(both.service, MUTAUTH_ENGINE_PROVEN));
    return both;
}

}  // namespace realm

// A server of many threads: one keytab, one policy, one listener and one log for all of them.
#include <mutauth/listener.h>
#include <mutauth/log.h>

#include <atomic>
#include <thread>
#include <vector>

#include "capi/channels.h"
#include "support/tcp.h"

namespace {

constexpr int kThreads = 64;
constexpr int kConnectionsOfEach = 6;
constexpr int kCallsOfEach = 8;

struct Counted {
    std::atomic<int> events{0};
    std::atomic<int> calls{0};
    std::atomic<int> served{0};
};

void count_event(void* user, int32_t, const char*, const char*) {
    ++static_cast<Counted*>(user)->events;
}

/// What a handler does: the caller is checked on every call, and its message sent back.
void serve_connection(const realm::Channel& channel,
                      const mutauth_requirements* requirements,
                      Counted& counted) {
    for (;;) {
        mutauth_bytes* out = nullptr;
        const mutauth_status status =
            mutauth_channel_receive(channel.get(), realm::within(20000).get(), &out);
        const realm::Bytes message(out, mutauth_bytes_free);
        if (status == MUTAUTH_END) {
            ++counted.served;
            return;
        }
        ASSERT_EQ(status, MUTAUTH_OK) << realm::why();
        ASSERT_EQ(mutauth_requirements_check(requirements, mutauth_channel_identity(channel.get())),
                  MUTAUTH_OK)
            << realm::why();
        ++counted.calls;
        ASSERT_EQ(realm::send(channel, realm::text_of(message)), MUTAUTH_OK) << realm::why();
    }
}

TEST(CapiBusyServer, ServesFromManyThreadsAtOnce) {
    Counted counted;
    mutauth_log* made_log = nullptr;
    ASSERT_EQ(mutauth_log_new(count_event, &counted, nullptr, MUTAUTH_LOG_DEBUG, &made_log),
              MUTAUTH_OK);
    const realm::Owner<mutauth_log> log(made_log, mutauth_log_free);
    const realm::Policy policy = realm::serving(realm::host_spn());
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
    mutauth_requirements* made = nullptr;
    ASSERT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
    const realm::Owner<mutauth_requirements> requirements(made, mutauth_requirements_free);
    for (const char* client : {"alice", "bob"}) {
        ASSERT_EQ(
            mutauth_requirements_add_client(requirements.get(), realm::principal(client).c_str()),
            MUTAUTH_OK);
    }
    const realm::Credential keys = realm::computer();
    mutauth_listener* listening = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &listening), MUTAUTH_OK);
    const realm::Listener listener(listening, mutauth_listener_free);
    const std::string address = mutauth_listener_address(listener.get());
    const std::vector<realm::Credential> clients = [] {
        std::vector<realm::Credential> out;
        out.push_back(realm::account("alice"));
        out.push_back(realm::account("bob"));
        return out;
    }();
    for (const auto& client : clients) {
        ASSERT_EQ(
            mutauth_credential_fetch(client.get(), realm::spn(realm::host_spn()).get(), nullptr),
            MUTAUTH_OK);
    }

    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < kConnectionsOfEach; ++n) {
                int fd = -1;
                ASSERT_EQ(mutauth_listener_accept(listener.get(), realm::within(60000).get(), &fd),
                          MUTAUTH_OK)
                    << realm::why();
                support::Socket socket(fd);
                const realm::End end = realm::open_end(socket, realm::accept(keys, policy), 60000);
                ASSERT_EQ(end.status, MUTAUTH_OK) << end.why;
                serve_connection(end.channel, requirements.get(), counted);
            }
        });
        threads.emplace_back([&, i] {
            for (int n = 0; n < kConnectionsOfEach; ++n) {
                support::Socket socket = support::connect_to_loopback(support::port_of(address));
                const realm::End end = realm::open_end(
                    socket, realm::initiate(clients[i % clients.size()], realm::host_spn()), 60000);
                ASSERT_EQ(end.status, MUTAUTH_OK) << end.why;
                for (int call = 0; call < kCallsOfEach; ++call) {
                    const std::string message = std::to_string(i * 1000 + call);
                    ASSERT_EQ(realm::send(end.channel, message), MUTAUTH_OK) << realm::why();
                    ASSERT_EQ(realm::text_of(realm::received(end.channel)), message);
                }
                ASSERT_EQ(mutauth_channel_close(end.channel.get(), nullptr), MUTAUTH_OK);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(counted.served, kThreads * kConnectionsOfEach);
    EXPECT_EQ(counted.calls, kThreads * kConnectionsOfEach * kCallsOfEach);
    EXPECT_GE(counted.events, counted.served);
}

}  // namespace

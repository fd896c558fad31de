// Channels and engines by the C++ classes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <future>
#include <string>

#include "capi/hpp.h"

namespace {

namespace auth = mutauth::v1;
using hpp::thrown;

class HppChannel : public hpp::Realm {};

TEST_F(HppChannel, SpeaksOverAChannel) {
    const auth::Listener listener("127.0.0.1:0");
    const std::string address(listener.address());
    auto server = std::async(std::launch::async, [&] {
        auto channel =
            auth::Channel::open(listener.accept(), auth::Negotiation::accept(*server_, served_));
        while (auto message = channel.receive()) {
            channel.send(*message);
        }
        channel.close();
        EXPECT_EQ(channel.peer_address().substr(0, 10), "127.0.0.1:");
        return std::string(channel.identity().client());
    });
    auto channel = auth::Channel::connect(address, auth::Negotiation::initiate(*client_, spn_));
    channel.send("hello");
    auto answer = channel.receive();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->view(), "hello");
    EXPECT_EQ(answer->string(), "hello");
    EXPECT_EQ(answer->vector().size(), 5U);
    channel.close();
    EXPECT_EQ(channel.receive().has_value(), false);
    EXPECT_EQ(server.get().substr(0, 6), "alice@");
}

TEST_F(HppChannel, SpeaksThroughEngines) {
    auto client = auth::Engine::begin(auth::Negotiation::initiate(*client_, spn_));
    auto server = auth::Engine::begin(auth::Negotiation::accept(*server_, served_));
    const auto carry = [](auth::Engine& from, auth::Engine& to) {
        to.feed(from.to_send());
        from.sent(from.to_send().size());
    };
    EXPECT_TRUE(client.has_bytes() && client.feeds() && !client.proven());
    carry(client, server);
    carry(server, client);
    EXPECT_TRUE(client.proven() && server.proven() && client.sends());
    EXPECT_EQ(server.identity().client().substr(0, 6), "alice@");
    client.set_bounds(0, 0).send("hello");
    EXPECT_EQ(thrown([&] { client.send("too much"); }), MUTAUTH_SEND_QUEUE_FULL);
    client.close();
    EXPECT_EQ(thrown([&] { server.receive(); }), MUTAUTH_WOULD_BLOCK);
    carry(client, server);
    EXPECT_TRUE(server.receives());
    EXPECT_EQ(server.receive()->view(), "hello");
    EXPECT_FALSE(server.receive().has_value());
    server.refuse("enough");
    carry(server, client);
    client.ended();
    EXPECT_EQ(thrown([&] { client.receive(); }), MUTAUTH_REFUSED_BY_PEER);
}

TEST_F(HppChannel, LeavesTheSocketToTheCallerOnFailure) {
    std::array<int, 2> fds{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
    ::close(fds[1]);
    EXPECT_EQ(
        thrown([&] { auth::Channel::open(fds[0], auth::Negotiation::accept(*server_, served_)); }),
        MUTAUTH_STREAM_TRUNCATED);
    EXPECT_EQ(::fcntl(fds[0], F_GETFD) >= 0, true);
    ::close(fds[0]);
}

// Finding C10: the owning form leaves nothing open, whatever fails.
TEST_F(HppChannel, ClosesASocketThatItOwnsOnFailure) {
    for (const bool windows : {false, true}) {
        std::array<int, 2> fds{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
        ::close(fds[1]);
        auth::Socket socket(fds[0]);
        auth::Socket moved(std::move(socket));
        EXPECT_FALSE(socket);
        EXPECT_EQ(moved.get(), fds[0]);
        EXPECT_EQ(thrown([&] {
                      auto open = windows ? [](auth::Socket one, auth::Negotiation negotiation) {
                          return auth::Channel::open_windows_sample(std::move(one),
                                                                    std::move(negotiation));
                      } : [](auth::Socket one, auth::Negotiation negotiation) {
                          return auth::Channel::open(std::move(one), std::move(negotiation));
                      };
                      open(std::move(moved), auth::Negotiation::accept(*server_, served_));
                  }),
                  MUTAUTH_STREAM_TRUNCATED);
        EXPECT_EQ(::fcntl(fds[0], F_GETFD), -1);
    }
}

}  // namespace

#include <mutauth/channel.h>

#include <fcntl.h>
#include <gmock/gmock.h>

#include <thread>

#include "capi/channels.h"
#include "support/stopwatch.h"

namespace {

using testing::HasSubstr;

std::string message_of(size_t size) {
    std::string out(size, '\0');
    for (size_t i = 0; i < size; ++i) {
        out[i] = static_cast<char>(i * 131 + i / 256);
    }
    return out;
}

TEST(CapiChannel, CarriesMessagesOfAllSizesBothWays) {
    const realm::Ends ends = realm::open_ends();
    for (const size_t size : {0, 1, 2, 100, 16384, 65535, 65536, MUTAUTH_CHANNEL_MESSAGE_MAX}) {
        const std::string message = message_of(size);
        for (const auto& [from, to] :
             {std::pair(&ends.client, &ends.service), std::pair(&ends.service, &ends.client)}) {
            std::thread sending(
                [&, sender = from] { EXPECT_EQ(realm::send(sender->channel, message), 0); });
            const realm::Bytes got = realm::received(to->channel);
            EXPECT_TRUE(realm::text_of(got) == message) << size;
            sending.join();
        }
    }
}

TEST(CapiChannel, RefusesAMessageBeyondItsBound) {
    const realm::Ends ends = realm::open_ends();
    const std::string longer(MUTAUTH_CHANNEL_MESSAGE_MAX + 1, 'm');
    EXPECT_EQ(realm::send(ends.client.channel, longer), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(realm::send(ends.client.channel, "next"), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), "next");
}

TEST(CapiChannel, NamesBothSides) {
    const realm::Ends ends = realm::open_ends();
    for (const auto* end : {&ends.client, &ends.service}) {
        const mutauth_identity* seen = mutauth_channel_identity(end->channel.get());
        EXPECT_EQ(mutauth_identity_client(seen), realm::principal("alice"));
        EXPECT_EQ(mutauth_identity_asked_service(seen), realm::principal(realm::host_spn()));
        EXPECT_GE(mutauth_channel_fd(end->channel.get()), 0);
        EXPECT_STREQ(mutauth_channel_peer_address(end->channel.get()), "") << "of a Unix socket";
    }
}

TEST(CapiChannel, ConnectsByTcpToAListener) {
    mutauth_listener* made = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &made), MUTAUTH_OK) << realm::why();
    const realm::Listener listener(made, mutauth_listener_free);
    auto serving = std::async(std::launch::async, [&] {
        int fd = -1;
        EXPECT_EQ(mutauth_listener_accept(listener.get(), nullptr, &fd), MUTAUTH_OK);
        support::Socket socket(fd);
        return realm::open_end(socket,
                               realm::accept(realm::computer(), realm::serving(realm::host_spn())));
    });
    const realm::Negotiation client = realm::initiate(realm::account("alice"), realm::host_spn());
    mutauth_channel* connected = nullptr;
    EXPECT_EQ(mutauth_channel_connect(mutauth_listener_address(listener.get()), client.get(),
                                      nullptr, &connected),
              MUTAUTH_OK)
        << realm::why();
    const realm::Channel channel(connected, mutauth_channel_free);
    const realm::End service = serving.get();
    ASSERT_EQ(service.status, MUTAUTH_OK) << service.why;
    // Finding C22.
    EXPECT_STREQ(mutauth_channel_peer_address(channel.get()),
                 mutauth_listener_address(listener.get()));
    EXPECT_THAT(mutauth_channel_peer_address(service.channel.get()),
                testing::MatchesRegex("127\\.0\\.0\\.1:[0-9]+"));
    EXPECT_EQ(realm::send(channel, "hello"), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(service.channel)), "hello");
}

TEST(CapiChannel, SpeaksTheFramingOfWindowsSamplesOverTcp) {
    mutauth_listener* made = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &made), MUTAUTH_OK) << realm::why();
    const realm::Listener listener(made, mutauth_listener_free);
    auto serving = std::async(std::launch::async, [&] {
        int fd = -1;
        EXPECT_EQ(mutauth_listener_accept(listener.get(), nullptr, &fd), MUTAUTH_OK);
        mutauth_channel* opened = nullptr;
        const realm::Negotiation service =
            realm::accept(realm::computer(), realm::serving(realm::host_spn()));
        EXPECT_EQ(mutauth_channel_open_windows_sample(fd, service.get(), nullptr, &opened),
                  MUTAUTH_OK)
            << realm::why();
        return opened;
    });
    const realm::Negotiation client = realm::initiate(realm::account("alice"), realm::host_spn());
    mutauth_channel* connected = nullptr;
    EXPECT_EQ(mutauth_channel_connect_windows_sample(mutauth_listener_address(listener.get()),
                                                     client.get(), nullptr, &connected),
              MUTAUTH_OK)
        << realm::why();
    const realm::Channel near(connected, mutauth_channel_free);
    const realm::Channel far(serving.get(), mutauth_channel_free);
    EXPECT_EQ(realm::send(near, "hello"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_channel_close(near.get(), nullptr), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(far)), "hello");
    realm::received(far, MUTAUTH_STREAM_END_UNPROVEN);
}

TEST(CapiChannel, ThatNeverWaitsLosesNothing) {
    const realm::Ends ends = realm::open_ends();
    EXPECT_EQ(mutauth_channel_never_wait(nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_channel_flush(nullptr), MUTAUTH_WRONG_HANDLE);
    for (const auto* end : {&ends.client, &ends.service}) {
        EXPECT_EQ(mutauth_channel_never_wait(end->channel.get()), MUTAUTH_OK);
        EXPECT_EQ(mutauth_channel_flush(end->channel.get()), MUTAUTH_OK);
    }
    EXPECT_EQ(realm::receive_status(ends.service.channel), MUTAUTH_WOULD_BLOCK);
    // Until the socket takes no more, and then one that was taken in part.
    int sent = 0;
    const auto numbered = [](int number) {
        return message_of(50000) + std::to_string(number);
    };
    while (realm::send(ends.client.channel, numbered(sent)) == MUTAUTH_OK) {
        ++sent;
        ASSERT_LT(sent, 1000);
    }
    EXPECT_EQ(realm::send(ends.client.channel, numbered(sent)), MUTAUTH_WOULD_BLOCK);
    EXPECT_EQ(mutauth_channel_flush(ends.client.channel.get()), MUTAUTH_WOULD_BLOCK);
    auto next = [&, received = 0]() mutable {
        mutauth_bytes* out = nullptr;
        const mutauth_status status =
            mutauth_channel_receive(ends.service.channel.get(), nullptr, &out);
        const realm::Bytes got(out, mutauth_bytes_free);
        if (status == MUTAUTH_OK) {
            EXPECT_TRUE(realm::text_of(got) == numbered(received)) << received;
            ++received;
        }
        return std::pair(status, received);
    };
    int received = 0;
    while (received < sent) {
        const auto [status, count] = next();
        ASSERT_TRUE(status == MUTAUTH_OK || status == MUTAUTH_WOULD_BLOCK) << realm::why();
        received = count;
        const mutauth_status flushed = mutauth_channel_flush(ends.client.channel.get());
        ASSERT_TRUE(flushed == MUTAUTH_OK || flushed == MUTAUTH_WOULD_BLOCK) << realm::why();
    }
    EXPECT_EQ(next().first, MUTAUTH_WOULD_BLOCK);
    EXPECT_EQ(realm::send(ends.client.channel, numbered(sent)), MUTAUTH_OK);
    EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_OK);
    EXPECT_EQ(next().first, MUTAUTH_OK);
    EXPECT_EQ(next().first, MUTAUTH_END);
}

// Finding C16: in that framing the shutdown is the end, whenever the last byte goes.
TEST(CapiChannel, ThatNeverWaitsEndsInTheFramingOfWindowsSamples) {
    auto [near, far] = support::socket_pair();
    auto serving = std::async(std::launch::async, [&, &socket = far] {
        mutauth_channel* opened = nullptr;
        const realm::Negotiation service =
            realm::accept(realm::computer(), realm::serving(realm::host_spn()));
        EXPECT_EQ(
            mutauth_channel_open_windows_sample(socket.get(), service.get(), nullptr, &opened),
            MUTAUTH_OK)
            << realm::why();
        socket.release();
        return opened;
    });
    const realm::Negotiation client = realm::initiate(realm::account("alice"), realm::host_spn());
    mutauth_channel* opened = nullptr;
    ASSERT_EQ(mutauth_channel_open_windows_sample(near.get(), client.get(), nullptr, &opened),
              MUTAUTH_OK)
        << realm::why();
    near.release();
    const realm::Channel sender(opened, mutauth_channel_free);
    const realm::Channel receiver(serving.get(), mutauth_channel_free);
    ASSERT_EQ(mutauth_channel_never_wait(sender.get()), MUTAUTH_OK);
    int sent = 0;
    while (realm::send(sender, message_of(11000)) == MUTAUTH_OK) {
        ++sent;
        ASSERT_LT(sent, 1000);
    }
    EXPECT_EQ(mutauth_channel_close(sender.get(), nullptr), MUTAUTH_OK);
    EXPECT_EQ(realm::send(sender, "more"), MUTAUTH_WOULD_BLOCK) << "there is still some to go";
    for (int received = 0; received < sent; ++received) {
        EXPECT_TRUE(realm::text_of(realm::received(receiver)) == message_of(11000)) << received;
        const mutauth_status flushed = mutauth_channel_flush(sender.get());
        ASSERT_TRUE(flushed == MUTAUTH_OK || flushed == MUTAUTH_WOULD_BLOCK) << realm::why();
    }
    realm::received(receiver, MUTAUTH_STREAM_END_UNPROVEN);
    EXPECT_EQ(realm::send(sender, "more"), MUTAUTH_WRONG_STATE);
    // The other direction is still open.
    EXPECT_EQ(realm::send(receiver, "answer"), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(sender)), "answer");
}

TEST(CapiChannel, SaysWhyItCannotConnect) {
    const auto connect = [](const std::string& address) {
        auto* out = reinterpret_cast<mutauth_channel*>(1);
        const mutauth_status status = mutauth_channel_connect(
            address.c_str(), realm::initiate(realm::account("alice"), realm::host_spn()).get(),
            nullptr, &out);
        EXPECT_EQ(out, nullptr);
        return status;
    };
    EXPECT_EQ(connect("127.0.0.1:" + std::to_string(support::closed_port())),
              MUTAUTH_HOST_UNREACHABLE);
    EXPECT_EQ(mutauth_error_native_count(nullptr), 1U);
    for (const char* bad : {"", ":", "host", "host:", "host:x", "host:65536", "host:-1", ":80",
                            "[::1]", "[::1]:", "::1:80:", "host: 80"}) {
        EXPECT_EQ(connect(bad), MUTAUTH_INVALID_ARGUMENT) << bad;
    }
    EXPECT_EQ(connect("nobody.invalid:80"), MUTAUTH_HOST_UNKNOWN);  // RFC 6761 6.4
}

TEST(CapiChannel, TellsASealedEndFromTruncation) {
    {
        const realm::Ends ends = realm::open_ends();
        EXPECT_EQ(realm::send(ends.client.channel, "last"), MUTAUTH_OK);
        EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_OK);
        EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_OK);
        EXPECT_EQ(realm::send(ends.client.channel, "late"), MUTAUTH_WRONG_STATE);
        EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), "last");
        realm::received(ends.service.channel, MUTAUTH_END);
        // Half closed: the other direction is still open.
        EXPECT_EQ(realm::send(ends.service.channel, "answer"), MUTAUTH_OK);
        EXPECT_EQ(realm::text_of(realm::received(ends.client.channel)), "answer");
        EXPECT_EQ(mutauth_channel_close(ends.service.channel.get(), nullptr), MUTAUTH_OK);
        realm::received(ends.client.channel, MUTAUTH_END);
    }
    realm::Ends ends = realm::open_ends();
    EXPECT_EQ(realm::send(ends.client.channel, "last"), MUTAUTH_OK);
    ends.client.channel.reset();
    EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), "last");
    realm::received(ends.service.channel, MUTAUTH_STREAM_TRUNCATED);
}

TEST(CapiChannel, SaysTheSameAgainOnceReceivingIsOver) {
    const realm::Ends closed = realm::open_ends();
    ASSERT_EQ(mutauth_channel_close(closed.client.channel.get(), nullptr), MUTAUTH_OK);
    realm::received(closed.service.channel, MUTAUTH_END);
    realm::Ends broken = realm::open_ends();
    broken.client.channel.reset();
    realm::received(broken.service.channel, MUTAUTH_STREAM_TRUNCATED);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(realm::receive_status(broken.service.channel), MUTAUTH_WRONG_STATE);
        EXPECT_EQ(realm::receive_status(closed.service.channel), MUTAUTH_END);
    }
}

TEST(CapiChannel, RefusesWithAReasonForTheProvenPeer) {
    const realm::Ends ends = realm::open_ends();
    EXPECT_EQ(mutauth_channel_refuse(ends.service.channel.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_channel_refuse(ends.service.channel.get(), "\xff", nullptr),
              MUTAUTH_NOT_UTF8);
    const std::string longest(1024, 'r');
    EXPECT_EQ(mutauth_channel_refuse(ends.service.channel.get(), (longest + 'r').c_str(), nullptr),
              MUTAUTH_TEXT_TOO_LONG);
    EXPECT_EQ(mutauth_channel_refuse(ends.service.channel.get(), "not on Sundays", nullptr),
              MUTAUTH_OK);
    EXPECT_EQ(realm::send(ends.service.channel, "late"), MUTAUTH_WRONG_STATE);
    realm::received(ends.client.channel, MUTAUTH_REFUSED_BY_PEER);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("not on Sundays"));
    EXPECT_EQ(realm::evidence("reason"), "not on Sundays");

    const realm::Ends other = realm::open_ends();
    EXPECT_EQ(mutauth_channel_refuse(other.service.channel.get(), longest.c_str(), nullptr),
              MUTAUTH_OK);
    realm::received(other.client.channel, MUTAUTH_REFUSED_BY_PEER);
    EXPECT_EQ(realm::evidence("reason"), longest);
}

TEST(CapiChannel, WaitsAgainForTheSameMessageAfterADeadline) {
    support::Proxy proxy(nullptr, true);
    const realm::Ends ends = realm::open_both(proxy.client(), proxy.service());
    ASSERT_EQ(ends.client.status, MUTAUTH_OK) << ends.client.why;
    ASSERT_EQ(ends.service.status, MUTAUTH_OK) << ends.service.why;
    const auto took = support::taken_by([&] {
        EXPECT_EQ(realm::receive_status(ends.service.channel, 50), MUTAUTH_DEADLINE_PASSED);
    });
    EXPECT_GE(took, std::chrono::milliseconds(50));
    EXPECT_LT(took, support::kPrompt);
    const std::string message = message_of(60000);
    EXPECT_EQ(realm::send(ends.client.channel, message), MUTAUTH_OK);
    mutauth_status status = MUTAUTH_DEADLINE_PASSED;
    int waits = 0;
    auto* out = static_cast<mutauth_bytes*>(nullptr);
    while (status == MUTAUTH_DEADLINE_PASSED && ++waits < 10000) {
        status = mutauth_channel_receive(ends.service.channel.get(), realm::within(1).get(), &out);
    }
    const realm::Bytes got(out, mutauth_bytes_free);
    EXPECT_EQ(status, MUTAUTH_OK) << realm::why();
    EXPECT_GT(waits, 1);
    EXPECT_TRUE(realm::text_of(got) == message);
}

TEST(CapiChannel, ADeadlineEndsSendingIntoAFullSocket) {
    const realm::Ends ends = realm::open_ends();
    const std::string message(MUTAUTH_CHANNEL_MESSAGE_MAX, 'm');
    mutauth_status status = MUTAUTH_OK;
    const auto took = support::taken_by([&] {
        for (int i = 0; i < 100 && status == MUTAUTH_OK; ++i) {
            status = realm::send(ends.client.channel, message, 100);
        }
    });
    EXPECT_EQ(status, MUTAUTH_DEADLINE_PASSED);
    EXPECT_LT(took, support::kPrompt);
    // A part of the frame may be out, so nothing can follow it.
    EXPECT_EQ(realm::send(ends.client.channel, "m"), MUTAUTH_WRONG_STATE);
    EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_WRONG_STATE);
}

TEST(CapiChannel, IsCancelledFromAnotherThread) {
    const realm::Ends ends = realm::open_ends();
    const realm::Deadline deadline = realm::within(60000);
    std::thread cancelling([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        mutauth_deadline_cancel(deadline.get());
    });
    mutauth_bytes* out = nullptr;
    const auto took = support::taken_by([&] {
        EXPECT_EQ(mutauth_channel_receive(ends.client.channel.get(), deadline.get(), &out),
                  MUTAUTH_CANCELLED);
    });
    cancelling.join();
    EXPECT_LT(took, support::kPrompt);
    EXPECT_EQ(mutauth_channel_receive(ends.client.channel.get(), deadline.get(), &out),
              MUTAUTH_CANCELLED);
    EXPECT_EQ(realm::send(ends.service.channel, "later"), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(ends.client.channel)), "later");
}

TEST(CapiChannel, OneThreadSendsWhileAnotherReceives) {
    const realm::Ends ends = realm::open_ends();
    constexpr int kMessages = 500;
    const auto send_all = [](const realm::Channel& channel) {
        for (int i = 0; i < kMessages; ++i) {
            EXPECT_EQ(realm::send(channel, std::to_string(i)), MUTAUTH_OK);
        }
    };
    const auto receive_all = [](const realm::Channel& channel) {
        for (int i = 0; i < kMessages; ++i) {
            EXPECT_EQ(realm::text_of(realm::received(channel)), std::to_string(i));
        }
    };
    std::vector<std::thread> threads;
    for (const auto* end : {&ends.client, &ends.service}) {
        threads.emplace_back([&, end] { send_all(end->channel); });
        threads.emplace_back([&, end] { receive_all(end->channel); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

// Finding C19: a peer that got the AP-REP would take this side for proven.
TEST(CapiChannel, NeedsLevelPrivacyBeforeAnythingIsSentAndLeavesTheSocketOtherwise) {
    auto [client, service] = support::socket_pair();
    const realm::Policy serves =
        realm::with_level(realm::serving(realm::host_spn()), MUTAUTH_LEVEL_INTEGRITY);
    const realm::Policy asks = realm::with_level(realm::policy(), MUTAUTH_LEVEL_INTEGRITY);
    const realm::End ends[] = {
        realm::open_end(service, realm::accept(realm::computer(), serves)),
        realm::open_end(client, realm::initiate(realm::account("alice"), realm::host_spn(), asks))};
    for (const realm::End& end : ends) {
        EXPECT_EQ(end.status, MUTAUTH_LEVEL_TOO_LOW) << end.why;
        EXPECT_EQ(end.channel, nullptr);
    }
    EXPECT_GE(::fcntl(client.get(), F_GETFD), 0) << "the caller's socket was closed";
    char byte = 0;
    for (const int fd : {client.get(), service.get()}) {
        EXPECT_EQ(::recv(fd, &byte, 1, MSG_DONTWAIT), -1) << "the peer was told something";
        EXPECT_EQ(errno, EAGAIN);
    }
}

TEST(CapiChannel, KeepsOrderWhateverThePolicyTakes) {
    const realm::Policy loose = realm::policy();
    ASSERT_EQ(mutauth_policy_set_replay_window(loose.get(), 64), MUTAUTH_OK);
    auto [client, service] = support::socket_pair();
    const realm::End end =
        realm::open_end(client, realm::initiate(realm::account("alice"), realm::host_spn(), loose));
    EXPECT_EQ(end.status, MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(end.channel, nullptr);
    char none = 0;
    EXPECT_EQ(::recv(service.get(), &none, 1, MSG_DONTWAIT), -1) << "something was sent";
}

TEST(CapiChannel, ChecksItsArguments) {
    const realm::Spn spn = realm::spn("a/b");
    const realm::Negotiation client = realm::initiate(realm::account("alice"), realm::host_spn());
    auto* wrong = reinterpret_cast<mutauth_channel*>(spn.get());
    auto* made = reinterpret_cast<mutauth_channel*>(1);
    EXPECT_EQ(mutauth_channel_open(-1, client.get(), nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    const support::Socket datagram(::socket(AF_UNIX, SOCK_DGRAM, 0));
    EXPECT_EQ(mutauth_channel_open(datagram.get(), client.get(), nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    made = reinterpret_cast<mutauth_channel*>(1);
    EXPECT_EQ(mutauth_channel_open(0, nullptr, nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_channel_open(0, client.get(), nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    made = reinterpret_cast<mutauth_channel*>(1);
    EXPECT_EQ(mutauth_channel_connect(nullptr, client.get(), nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_channel_connect("h:1", nullptr, nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_channel_connect("h:1", client.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    auto* out = reinterpret_cast<mutauth_bytes*>(1);
    for (auto* channel : {static_cast<mutauth_channel*>(nullptr), wrong}) {
        EXPECT_EQ(mutauth_channel_send(channel, "m", 1, nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_channel_receive(channel, nullptr, &out), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(out, nullptr);
        EXPECT_EQ(mutauth_channel_close(channel, nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_channel_refuse(channel, "no", nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_channel_identity(channel), nullptr);
        EXPECT_EQ(mutauth_channel_fd(channel), -1);
        EXPECT_EQ(mutauth_channel_peer_address(channel), nullptr);
        mutauth_channel_free(channel);
    }
    const realm::Ends ends = realm::open_ends();
    mutauth_channel* channel = ends.client.channel.get();
    EXPECT_EQ(mutauth_channel_send(channel, nullptr, 1, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_channel_receive(channel, nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_channel_send(channel, nullptr, 0, nullptr), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), "");
}

}  // namespace

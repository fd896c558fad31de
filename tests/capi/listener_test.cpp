#include <mutauth/listener.h>

#include <gmock/gmock.h>
#include <netinet/in.h>

#include <thread>

#include "capi/realm.h"
#include "support/stopwatch.h"
#include "support/tcp.h"

namespace {

realm::Listener listen(const std::string& address, mutauth_status expected = MUTAUTH_OK) {
    auto* made = reinterpret_cast<mutauth_listener*>(1);
    EXPECT_EQ(mutauth_listener_open(address.c_str(), &made), expected)
        << address << ' ' << realm::why();
    EXPECT_EQ(made != nullptr, expected == MUTAUTH_OK);
    return {made, mutauth_listener_free};
}

support::Socket connect_to(const std::string& address) {
    return support::connect_to_loopback(support::port_of(address));
}

TEST(CapiListener, SaysWhichPortItGot) {
    const realm::Listener listener = listen("127.0.0.1:0");
    const std::string address = mutauth_listener_address(listener.get());
    EXPECT_THAT(address, testing::StartsWith("127.0.0.1:"));
    EXPECT_NE(address, "127.0.0.1:0");
    connect_to(address);
    EXPECT_THAT(mutauth_listener_address(listen("localhost:0").get()), testing::HasSubstr(":"));
}

TEST(CapiListener, ListensOnIpv6Too) {
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    any.sin6_addr = in6addr_loopback;
    const support::Socket probe(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::bind(probe.get(), reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) {
        GTEST_SKIP() << "this machine has no IPv6";
    }
    EXPECT_THAT(mutauth_listener_address(listen("[::1]:0").get()), testing::StartsWith("[::1]:"));
}

TEST(CapiListener, GivesConnectionsThatCarryOctets) {
    const realm::Listener listener = listen("127.0.0.1:0");
    support::Socket client = connect_to(mutauth_listener_address(listener.get()));
    int fd = -1;
    ASSERT_EQ(mutauth_listener_accept(listener.get(), nullptr, &fd), MUTAUTH_OK);
    const support::Socket accepted(fd);
    std::string got;
    EXPECT_TRUE(support::write_all(client.get(), "hello"));
    EXPECT_TRUE(support::read_exactly(accepted.get(), got, 5));
    EXPECT_EQ(got, "hello");
}

TEST(CapiListener, LeavesAtTheDeadlineOrWhenCancelled) {
    const realm::Listener listener = listen("127.0.0.1:0");
    int fd = 7;
    const auto took = support::taken_by([&] {
        EXPECT_EQ(mutauth_listener_accept(listener.get(), realm::within(80).get(), &fd),
                  MUTAUTH_DEADLINE_PASSED);
    });
    EXPECT_EQ(fd, -1);
    EXPECT_GE(took, std::chrono::milliseconds(80));
    EXPECT_LT(took, support::kPrompt);
    const realm::Deadline cancelled = realm::within(60000);
    mutauth_deadline_cancel(cancelled.get());
    EXPECT_EQ(mutauth_listener_accept(listener.get(), cancelled.get(), &fd), MUTAUTH_CANCELLED);
}

TEST(CapiListener, ServesSeveralAcceptingThreads) {
    const realm::Listener listener = listen("127.0.0.1:0");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 5; ++j) {
                int fd = -1;
                EXPECT_EQ(mutauth_listener_accept(listener.get(), nullptr, &fd), MUTAUTH_OK);
                const support::Socket accepted(fd);
            }
        });
    }
    for (int i = 0; i < 20; ++i) {
        connect_to(mutauth_listener_address(listener.get()));
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

TEST(CapiListener, SaysWhyItCannotListen) {
    const realm::Listener first = listen("127.0.0.1:0");
    listen(mutauth_listener_address(first.get()), MUTAUTH_ADDRESS_UNUSABLE);
    listen("192.0.2.1:0", MUTAUTH_ADDRESS_UNUSABLE);  // RFC 5737: nobody's
    listen("nobody.invalid:0", MUTAUTH_HOST_UNKNOWN);
    for (const char* bad :
         {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", ":0"}) {
        listen(bad, MUTAUTH_INVALID_ARGUMENT);
    }
}

TEST(CapiListener, ChecksItsArguments) {
    auto* made = reinterpret_cast<mutauth_listener*>(1);
    EXPECT_EQ(mutauth_listener_open(nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_listener_open("127.0.0.1:0", nullptr), MUTAUTH_INVALID_ARGUMENT);
    const realm::Spn spn = realm::spn("a/b");
    int fd = 7;
    for (auto* wrong : {static_cast<mutauth_listener*>(nullptr),
                        reinterpret_cast<mutauth_listener*>(spn.get())}) {
        EXPECT_EQ(mutauth_listener_accept(wrong, nullptr, &fd), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(fd, -1);
        EXPECT_EQ(mutauth_listener_address(wrong), nullptr);
        mutauth_listener_free(wrong);
    }
    const realm::Listener listener = listen("127.0.0.1:0");
    EXPECT_EQ(mutauth_listener_accept(listener.get(), nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

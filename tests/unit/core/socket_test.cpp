#include "core/socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <thread>

namespace {

using namespace mutauth;
using std::chrono::milliseconds;

Deadline soon() {
    return Deadline::in(milliseconds(5000));
}

std::uint16_t port_of(int fd) {
    return HostPort::parse(local_address_of(fd))->port;
}

TEST(HostPort, ReadsNamesAndAddresses) {
    const auto at = [](const char* text) {
        return *HostPort::parse(text);
    };
    EXPECT_EQ(at("host:80").host, "host");
    EXPECT_EQ(at("host:80").port, 80);
    EXPECT_EQ(at("[::1]:389").host, "::1");
    EXPECT_EQ(at("127.0.0.1:0").port, 0);
    EXPECT_EQ(HostPort::parse("host", 88)->port, 88);
    EXPECT_EQ(HostPort::parse("::1", 88)->host, "::1");
    EXPECT_EQ(HostPort::parse("[::1]", 88)->host, "::1");
    EXPECT_EQ(at("[::1]:389").text(), "[::1]:389");
}

TEST(HostPort, RefusesTheRest) {
    for (const char* bad :
         {"", ":80", "host", "host:", "host:x", "host:65536", "host:-1", "[]:80"}) {
        const auto read = HostPort::parse(bad);
        ASSERT_FALSE(read) << bad;
        EXPECT_EQ(read.error().status(), Status::invalid_argument) << bad;
    }
}

TEST(AddressLiteral, IsToldFromAName) {
    for (const char* address : {"127.0.0.1", "::1", "[::1]", "fe80::1%lo", "::ffff:1.2.3.4"}) {
        EXPECT_TRUE(is_address_literal(address)) << address;
    }
    for (const char* name : {"", "host", "1.2.3", "1.2.3.4.", "::g", "[]", "a:b"}) {
        EXPECT_FALSE(is_address_literal(name)) << name;
    }
}

TEST(ConnectTcp, MovesBytesBothWays) {
    auto listener = listen_tcp({"127.0.0.1", 0}, soon());
    ASSERT_TRUE(listener);
    auto client = connect_tcp(HostPort{"127.0.0.1", port_of(listener->get())}, soon());
    ASSERT_TRUE(client);
    auto server = accept_tcp(listener->get(), soon());
    ASSERT_TRUE(server);
    ASSERT_TRUE(write_all(client->get(), bytes_of("hello"), soon()));
    std::array<std::uint8_t, 5> got{};
    ASSERT_TRUE(read_exactly(server->get(), got, soon()));
    EXPECT_EQ(text_of(got), "hello");
}

TEST(ConnectTcp, SaysWhichAddressRefused) {
    auto listener = listen_tcp({"127.0.0.1", 0}, soon());
    ASSERT_TRUE(listener);
    const std::uint16_t port = port_of(listener->get());
    *listener = FileDescriptor();
    const auto refused = connect_tcp(HostPort{"127.0.0.1", port}, soon());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::host_unreachable);
    EXPECT_NE(std::string(refused.error().message()).find(std::to_string(port)), std::string::npos);
}

TEST(ConnectTcp, TakesTheAddressThatAnswers) {
    auto closed = listen_tcp({"127.0.0.1", 0}, soon());
    auto open = listen_tcp({"127.0.0.1", 0}, soon());
    ASSERT_TRUE(closed && open);
    const std::uint16_t dead = port_of(closed->get());
    const std::uint16_t alive = port_of(open->get());
    *closed = FileDescriptor();
    auto both = *resolve({"127.0.0.1", dead}, soon());
    const auto second = *resolve({"127.0.0.1", alive}, soon());
    both.insert(both.end(), second.begin(), second.end());
    auto connected = connect_tcp(both, soon());
    ASSERT_TRUE(connected);
    EXPECT_EQ(HostPort::parse(peer_address_of(connected->get()))->port, alive);
}

TEST(ListenTcp, RefusesAnAddressThatIsTaken) {
    auto first = listen_tcp({"127.0.0.1", 0}, soon());
    ASSERT_TRUE(first);
    const auto second = listen_tcp({"127.0.0.1", port_of(first->get())}, soon());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().status(), Status::address_unusable);
}

TEST(ReadExactly, TellsTheEndFromALateByte) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const FileDescriptor reader(ends[0]);
    FileDescriptor writer(ends[1]);
    std::array<std::uint8_t, 2> got{};
    ASSERT_TRUE(write_all(writer.get(), bytes_of("x"), soon()));
    EXPECT_EQ(read_exactly(reader.get(), got, Deadline::in(milliseconds(20))).error().status(),
              Status::deadline_passed);
    writer = FileDescriptor();
    EXPECT_EQ(read_exactly(reader.get(), got, soon()).error().status(), Status::stream_truncated);
}

TEST(Resolve, SaysWhatItCannotResolve) {
    // RFC 6761 6.4: .invalid never exists.
    const auto found = resolve({"no-such-host.invalid", 1}, soon());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().status(), Status::host_unknown);
}

}  // namespace

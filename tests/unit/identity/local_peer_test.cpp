#include "identity/local_peer.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "identity/granted.h"
#include "identity/requirements.h"
#include "identity/user_map.h"
#include "support/files.h"
#include "support/kernel_view.h"
#include "support/tcp.h"

namespace {

using namespace mutauth;
using identity::Identity;
using identity::prove_local_peer;
using support::Socket;

Status status_of(int socket) {
    const auto proven = prove_local_peer(socket);
    return proven ? Status::ok : proven.error().status();
}

TEST(LocalPeer, IsWhoMadeTheOtherEnd) {
    const auto [one, other] = support::socket_pair();
    const auto proven = prove_local_peer(one.get());
    ASSERT_TRUE(proven);
    EXPECT_EQ(proven->client, std::to_string(::geteuid()) + "@WELLKNOWN:LOCAL");
    EXPECT_EQ(proven->local->process, ::getpid());
    EXPECT_EQ(proven->level, context::Level::privacy);
    EXPECT_EQ(proven->mechanism, context::Mechanism::local);
    EXPECT_EQ(identity::granted(*proven), identity::ImpersonationLevel::impersonate);
}

TEST(LocalPeer, IsNobodyElsewhere) {
    std::uint16_t port = 0;
    const Socket tcp = support::listen_on_loopback(port);
    EXPECT_EQ(status_of(tcp.get()), Status::no_local_peer);
    EXPECT_EQ(status_of(-1), Status::no_local_peer);
    const Socket alone(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(status_of(alone.get()), Status::no_local_peer);
}

// Finding I8: the kernel answers for a listening socket with who called listen(2).
TEST(LocalPeer, IsNobodyAtASocketThatListens) {
    const support::Folder folder;
    const Socket listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    (folder / "socket").copy(address.sun_path, sizeof address.sun_path - 1);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    ASSERT_EQ(::bind(listener.get(), where, sizeof address), 0);
    EXPECT_EQ(status_of(listener.get()), Status::no_local_peer);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    EXPECT_EQ(status_of(listener.get()), Status::no_local_peer);
    const Socket client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::connect(client.get(), where, sizeof address), 0);
    EXPECT_EQ(status_of(listener.get()), Status::no_local_peer);
    EXPECT_EQ(status_of(client.get()), Status::ok) << "who listens, as it was then";
}

using LocalPeerOf = support::AsRoot;

TEST_F(LocalPeerOf, AnotherUserIsThatUserWithItsGroups) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0777), 0);
    const Socket listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    (folder / "socket").copy(address.sun_path, sizeof address.sun_path - 1);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    ASSERT_EQ(::bind(listener.get(), where, sizeof address), 0);
    ASSERT_EQ(::chmod(address.sun_path, 0777), 0);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    // More groups than a first guess would hold.
    std::vector<gid_t> groups;
    for (gid_t group = 50000; group < 50100; ++group) {
        groups.push_back(group);
    }
    const int status = support::in_child([&] {
        ASSERT_EQ(::setgroups(groups.size(), groups.data()), 0);
        ASSERT_EQ(::setresgid(47111, 47111, 47111), 0);
        ASSERT_EQ(::setresuid(47110, 47110, 47110), 0);
        const Socket client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        EXPECT_EQ(::connect(client.get(), where, sizeof address), 0);
    });
    ASSERT_TRUE(support::ended_well(status));
    const Socket accepted(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const auto proven = prove_local_peer(accepted.get());
    ASSERT_TRUE(proven);
    EXPECT_EQ(proven->client, "47110@WELLKNOWN:LOCAL");

    identity::Requirements local_alice;
    local_alice.set_mechanism(context::Mechanism::local);
    ASSERT_TRUE(local_alice.add_client("47110@WELLKNOWN:LOCAL"));
    EXPECT_TRUE(local_alice.check(Identity(*proven)));
    identity::Requirements by_kerberos;
    by_kerberos.set_mechanism(context::Mechanism::krb5);
    EXPECT_FALSE(by_kerberos.check(Identity(*proven)));

    // No rule is needed: it is a user of this machine already.
    const auto user = identity::UserMap().find(Identity(*proven));
    ASSERT_TRUE(user);
    EXPECT_EQ(user->uid, 47110U);
    EXPECT_EQ(user->gid, 47111U);
    EXPECT_EQ(user->groups, groups);
}

TEST_F(LocalPeerOf, RootIsRefusedAsAUserUnlessAllowed) {
    const auto [one, other] = support::socket_pair();
    const auto proven = prove_local_peer(one.get());
    ASSERT_TRUE(proven);
    identity::UserMap map;
    EXPECT_EQ(map.find(Identity(*proven)).error().status(), Status::root_not_allowed);
    map.allow_root();
    EXPECT_TRUE(map.find(Identity(*proven)));
}

/// What a client is whose name no KDC knows, or who allowed no more than to be identified.
TEST(Granted, FollowsTheClientsFlags) {
    using identity::granted;
    using identity::ImpersonationLevel;
    context::Proof proof;
    proof.client = "alice@EXAMPLE.TEST";
    EXPECT_EQ(granted(proof), ImpersonationLevel::impersonate);
    // RFC 2744 appendix A: delegation; gssapi_ext.h: identify, as [MS-KILE] has it.
    proof.flags = 1;
    EXPECT_EQ(granted(proof), ImpersonationLevel::delegate);
    proof.flags = 0x2000 | 1;
    EXPECT_EQ(granted(proof), ImpersonationLevel::identify);
    proof.client = "WELLKNOWN/ANONYMOUS@WELLKNOWN:ANONYMOUS";
    EXPECT_EQ(granted(proof), ImpersonationLevel::anonymous);
    proof = {};
    proof.initiator = true;
    EXPECT_EQ(granted(proof), ImpersonationLevel::identify) << "nobody granted us ourselves";
}

}  // namespace

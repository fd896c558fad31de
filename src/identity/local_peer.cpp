#include "identity/local_peer.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>

#include "core/system_error.h"

namespace mutauth::identity {
namespace {

constexpr std::size_t kFirstGroups = 64;

/// The kernel's answer where it has no peer, or cannot name it in this user namespace.
Error no_peer(std::string_view why) {
    return Error(Status::no_local_peer, std::string(why));
}

Result<std::vector<gid_t>> groups_of_peer(int socket) {
    std::vector<gid_t> groups(kFirstGroups);
    for (;;) {
        auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
        const int answer = ::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size);
        groups.resize(size / sizeof(gid_t));
        if (answer == 0) {
            return groups;
        }
        if (errno != ERANGE) {
            return system_error("getsockopt(SO_PEERGROUPS)");
        }
    }
}

bool is_unix(int socket) {
    int domain = 0;
    socklen_t size = sizeof domain;
    return ::getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
}

bool listens(int socket) {
    int listening = 0;
    socklen_t size = sizeof listening;
    return ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 &&
           listening != 0;
}

}  // namespace

Result<context::Proof> prove_local_peer(int socket) {
    if (!is_unix(socket)) {
        return no_peer("this is no Unix socket");
    }
    // listen(2) notes the listener's own ids there, for those who connect to it.
    if (listens(socket)) {
        return no_peer("the Unix socket listens; its peers are at those that accept(2) gives");
    }
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        return system_error("getsockopt(SO_PEERCRED)");
    }
    // unix(7): what an unconnected socket says. An id from outside this user namespace reads as the
    // overflow id, which is indistinguishable from nobody's: who acts as that gets nothing.
    if (peer.uid == static_cast<uid_t>(-1) || peer.gid == static_cast<gid_t>(-1)) {
        return no_peer("the Unix socket is not connected");
    }
    auto groups = groups_of_peer(socket);
    if (!groups) {
        return std::move(groups).error();
    }
    context::Proof proof;
    proof.mechanism = context::Mechanism::local;
    proof.client = fmt::format("{}@{}", peer.uid, context::kLocalRealm);
    proof.expires = INT64_MAX;
    // The kernel says who both ends are.
    proof.mutual = true;
    proof.local = std::make_shared<context::LocalProcess>(
        context::LocalProcess{peer.pid, peer.uid, peer.gid, std::move(*groups)});
    return proof;
}

}  // namespace mutauth::identity

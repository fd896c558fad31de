#include "unproven.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace mutauth::command {

std::string origin_of(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        return "-";
    }
    std::array<char, INET6_ADDRSTRLEN> text{"-"};
    if (address.ss_family == AF_INET6) {
        auto& v6 = reinterpret_cast<sockaddr_in6&>(address).sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&v6)) {
            ::inet_ntop(AF_INET, &v6.s6_addr[12], text.data(), text.size());
            return text.data();
        }
        // RFC 4291 2.5.1: the rest is the interface's, which a host chooses for itself.
        std::fill(&v6.s6_addr[8], &v6.s6_addr[16], std::uint8_t{0});
        ::inet_ntop(AF_INET6, &v6, text.data(), text.size());
    } else if (address.ss_family == AF_INET) {
        ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in&>(address).sin_addr, text.data(),
                    text.size());
    }
    return text.data();
}

UnprovenPeers::Place UnprovenPeers::admit(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    if (ended_ || !make_room(origin)) {
        return nullptr;
    }
    auto peer = std::make_shared<Peer>(limits_.proof);
    peer->origin = origin;
    peer->since = std::chrono::steady_clock::now();
    by_origin_[origin].push_back(peer);
    ++count_;
    return peer;
}

void UnprovenPeers::leave(const Peer& peer) {
    const std::lock_guard lock(mutex_);
    const auto mine = by_origin_.find(peer.origin);
    if (mine == by_origin_.end()) {
        return;
    }
    const auto at = std::find_if(mine->second.begin(), mine->second.end(),
                                 [&](const Place& one) { return one.get() == &peer; });
    if (at != mine->second.end()) {
        remove(peer.origin, at);
    }
}

void UnprovenPeers::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    while (!by_origin_.empty()) {
        send_oldest_away(std::string(by_origin_.begin()->first));
    }
}

bool UnprovenPeers::make_room(const std::string& origin) {
    const auto mine = by_origin_.find(origin);
    const std::size_t share = mine == by_origin_.end() ? 0 : mine->second.size();
    if (share >= limits_.of_one_origin) {
        if (!had_its_turn(mine->second)) {
            return false;
        }
        send_oldest_away(origin);
    }
    if (count_ < limits_.all) {
        return true;
    }
    const auto most = std::max_element(
        by_origin_.begin(), by_origin_.end(),
        [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (most->second.size() <= share + 1 && !had_its_turn(most->second)) {
        return false;
    }
    send_oldest_away(std::string(most->first));
    return true;
}

bool UnprovenPeers::had_its_turn(const Queue& queue) const {
    return std::chrono::steady_clock::now() - queue.front()->since >= limits_.turn;
}

void UnprovenPeers::send_oldest_away(const std::string& origin) {
    Queue& queue = by_origin_.at(origin);
    queue.front()->deadline.cancel();
    remove(origin, queue.begin());
}

void UnprovenPeers::remove(const std::string& origin, Queue::iterator at) {
    const auto mine = by_origin_.find(origin);
    mine->second.erase(at);
    --count_;
    if (mine->second.empty()) {
        by_origin_.erase(mine);
    }
}

}  // namespace mutauth::command

// The connections that have proven nothing yet: how many there may be, and which of them gives way.
#pragma once

#include <mutauth/mutauth.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace mutauth::command {

namespace auth = mutauth::v1;

/// Whose a connection is when connections are counted: the IPv4 address, or the 64 bits of an IPv6
/// address that one site has for itself.
std::string origin_of(int socket);

/// Any thread may call it.
class UnprovenPeers {
  public:
    struct Limits {
        std::size_t all = 512;
        std::size_t of_one_origin = 128;
        /// Whoever has had so long may be sent away for another.
        std::chrono::milliseconds turn{5000};
        /// How long a peer has for its proof if nobody needs its place.
        std::chrono::milliseconds proof{10000};
    };

    struct Peer {
        explicit Peer(std::chrono::milliseconds proof) : deadline(proof) {}

        std::string origin;
        std::chrono::steady_clock::time_point since;
        /// Cancelled when it is sent away.
        auth::Deadline deadline;
    };
    using Place = std::shared_ptr<const Peer>;

    UnprovenPeers() = default;
    explicit UnprovenPeers(const Limits& limits) : limits_(limits) {}

    /// A place for a new connection, or nothing: it is to be closed. Where all places are taken,
    /// the oldest connection of the origin that has most gives way, so that nobody's many keep out
    /// another's few.
    Place admit(const std::string& origin);
    /// The peer has proven itself, or is gone.
    void leave(const Peer& peer);
    /// Sends all away, now and later.
    void end();

  private:
    using Queue = std::list<Place>;

    bool make_room(const std::string& origin);
    bool had_its_turn(const Queue& queue) const;
    void send_oldest_away(const std::string& origin);
    void remove(const std::string& origin, Queue::iterator at);

    Limits limits_;
    std::mutex mutex_;
    bool ended_ = false;
    std::size_t count_ = 0;
    /// The oldest first.
    std::map<std::string, Queue> by_origin_;
};

}  // namespace mutauth::command

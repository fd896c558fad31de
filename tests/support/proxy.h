// A man in the middle of a channel: sees every frame and decides what goes on.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/tcp.h"

namespace support {

enum class Direction { to_service, to_client };

/// The channel's frame kinds (docs/channel.md).
inline constexpr char kTokenFrame = 1;
inline constexpr char kFailureFrame = 2;
inline constexpr char kSealedFrame = 3;

inline std::string frame(char kind, const std::string& payload) {
    return length_head(payload.size() + 1) + kind + payload;
}

class Proxy {
  public:
    struct Seen {
        Direction direction;
        char kind;
        size_t size;
    };

    /// Returns what to send in the frame's place; "" drops it.
    using Change = std::function<std::string(Direction, const std::string& frame)>;

    /// Slow: passes one octet at a time.
    explicit Proxy(Change change = nullptr, bool slow = false)
        : change_(std::move(change)), slow_(slow) {
        std::tie(client_, near_client_) = socket_pair();
        std::tie(service_, near_service_) = socket_pair();
        threads_.emplace_back(
            [this] { forward(near_client_.get(), near_service_.get(), Direction::to_service); });
        threads_.emplace_back(
            [this] { forward(near_service_.get(), near_client_.get(), Direction::to_client); });
    }
    ~Proxy() {
        for (const Socket* socket : {&near_client_, &near_service_}) {
            ::shutdown(socket->get(), SHUT_RDWR);
        }
        for (auto& thread : threads_) {
            thread.join();
        }
    }
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    /// The sockets for the two honest sides; a channel takes its own.
    Socket& client() { return client_; }
    Socket& service() { return service_; }

    std::vector<Seen> seen() {
        const std::lock_guard held(mutex_);
        return seen_;
    }

  private:
    void forward(int from, int to, Direction direction) {
        std::string head;
        std::string rest;
        while (read_patiently(from, head, 4) && read_exactly(from, rest, length_in(head))) {
            const std::string whole = head + rest;
            {
                const std::lock_guard held(mutex_);
                seen_.push_back({direction, rest.empty() ? '\0' : rest[0], whole.size()});
            }
            const std::string instead = change_ ? change_(direction, whole) : whole;
            if (!pass(to, instead)) {
                return;
            }
        }
        ::shutdown(to, SHUT_WR);
    }

    bool pass(int to, const std::string& bytes) const {
        if (!slow_) {
            return write_all(to, bytes);
        }
        for (const char octet : bytes) {
            if (!write_all(to, std::string(1, octet))) {
                return false;
            }
        }
        return true;
    }

    /// Between frames there is no hurry: the end of the stream ends the wait.
    static bool read_patiently(int from, std::string& out, size_t size) {
        pollfd waits{from, POLLIN, 0};
        return ::poll(&waits, 1, 60000) > 0 && read_exactly(from, out, size);
    }

    Change change_;
    bool slow_;
    Socket client_;
    Socket near_client_;
    Socket service_;
    Socket near_service_;
    std::mutex mutex_;
    std::vector<Seen> seen_;
    std::vector<std::thread> threads_;
};

}  // namespace support

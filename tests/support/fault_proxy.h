// A wire that fails as wires do: between a client and a server by TCP it delays, drops, cuts or
// doubles one chosen message. It counts messages and reads none of them, since LDAP is sealed, and
// so serves any protocol whose messages tell their length: LDAP before the bind (BER) and after it
// (RFC 4422 3.7), Kerberos (RFC 4120 7.2.2), password changes, and kadmin's RPC (RFC 5531 11).
//
// tests/support/fault_proxy.cpp is the same as a program, for tests that are not C++.
#pragma once

#include <fcntl.h>
#include <netdb.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/tcp.h"

namespace support {

/// The size of the first message in the bytes, 0 if that cannot be told yet.
inline size_t message_size(const std::string& bytes) {
    const auto at = [&](size_t i) {
        return static_cast<size_t>(static_cast<unsigned char>(bytes[i]));
    };
    if (bytes.size() < 2) {
        return 0;
    }
    if (at(0) == 0x30) {  // X.690 8.1.3: a SEQUENCE and its length
        const size_t digits = at(1) < 0x80 ? 0 : at(1) - 0x80;
        if (bytes.size() < 2 + digits) {
            return 0;
        }
        size_t length = digits == 0 ? at(1) : 0;
        for (size_t i = 0; i < digits; ++i) {
            length = length << 8 | at(2 + i);
        }
        return 2 + digits + length;
    }
    if (bytes.size() < 4) {
        return 0;
    }
    // RFC 5531 11 marks the last piece of a record by the highest bit.
    return 4 + ((at(0) & 0x7f) << 24 | at(1) << 16 | at(2) << 8 | at(3));
}

class FaultProxy {
  public:
    enum class Kind {
        none,
        /// The answer comes after the delay.
        late_answer,
        /// The answer and all after it on the connection never come.
        no_answer,
        /// The answer comes twice.
        doubled_answer,
        /// The server has done it, and the connection ends instead of the answer.
        cut_after,
        /// The connection ends instead of the request.
        cut_before,
        /// The request reaches the server after the delay, even if the client has gone by then.
        late_request,
    };

    struct Fault {
        Kind kind = Kind::none;
        /// Which message from now on, the first is 1; a request for the last two kinds, an answer
        /// else.
        int at = 0;
        std::chrono::milliseconds delay{};
    };

    struct Seen {
        int requests = 0;
        int answers = 0;
        bool struck = false;
    };

    /// To a server at host and port.
    FaultProxy(const std::string& host, const std::string& port)
        : wake_(::eventfd(0, EFD_CLOEXEC)) {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        EXPECT_EQ(::getaddrinfo(host.c_str(), port.c_str(), &hints, &server_), 0) << host;
        listener_ = listen_on_loopback(port_);
        thread_ = std::thread([this] { run(); });
    }
    ~FaultProxy() {
        stopped_ = true;
        wake();
        thread_.join();
        ::freeaddrinfo(server_);
    }
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    /// Counts from zero again; one message is struck, those after it pass.
    void arm(const Fault& fault) {
        const std::lock_guard held(mutex_);
        fault_ = fault;
        seen_ = Seen();
    }
    /// Whatever was counted since it was armed; nothing is struck any more.
    Seen disarm() {
        const std::lock_guard held(mutex_);
        fault_ = Fault();
        return seen_;
    }

  private:
    using Clock = std::chrono::steady_clock;

    struct Held {
        std::string bytes;
        Clock::time_point until;
    };

    /// One of the two ways of a connection.
    struct Way {
        std::string arriving;
        std::deque<Held> waiting;
        bool silent = false;
    };

    struct Link {
        Socket client;
        Socket server;
        Way up;
        Way down;
        bool client_gone = false;
        bool over = false;
    };

    void wake() const {
        const uint64_t one = 1;
        EXPECT_EQ(::write(wake_.get(), &one, sizeof one), static_cast<ssize_t>(sizeof one));
    }

    void run() {
        while (!stopped_) {
            std::vector<pollfd> waits{{wake_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
            for (const Link& link : links_) {
                waits.push_back({link.client_gone ? -1 : link.client.get(), POLLIN, 0});
                waits.push_back({link.server.get(), POLLIN, 0});
            }
            ::poll(waits.data(), waits.size(), anything_waits() ? 5 : 1000);
            for (size_t i = 0; i < links_.size(); ++i) {
                serve(links_[i], waits[2 + 2 * i].revents != 0, waits[3 + 2 * i].revents != 0);
            }
            std::erase_if(links_, [](const Link& link) { return link.over; });
            if (waits[1].revents != 0) {
                accept_one();
            }
        }
    }

    bool anything_waits() const {
        return std::any_of(links_.begin(), links_.end(), [](const Link& link) {
            return !link.up.waiting.empty() || !link.down.waiting.empty();
        });
    }

    void accept_one() {
        Link link;
        link.client = Socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        for (const addrinfo* at = server_; at != nullptr && link.server.get() < 0;
             at = at->ai_next) {
            Socket server(::socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
            if (::connect(server.get(), at->ai_addr, at->ai_addrlen) == 0) {
                link.server = std::move(server);
            }
        }
        if (link.server.get() >= 0) {
            links_.push_back(std::move(link));
        }
    }

    void serve(Link& link, bool from_client, bool from_server) {
        if (from_client && !take(link.client.get(), link.up.arriving)) {
            link.client_gone = true;
        }
        if (from_server && !take(link.server.get(), link.down.arriving)) {
            link.over = true;
        }
        judge(link, link.up, true);
        judge(link, link.down, false);
        pass(link.up, link.server.get());
        pass(link.down, link.client.get());
        // A request that is held goes on though its client has not waited.
        link.over = link.over || (link.client_gone && link.up.waiting.empty());
    }

    /// False at the end of the stream.
    static bool take(int from, std::string& into) {
        std::array<char, 16384> bytes{};
        const ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
        into.append(bytes.data(), got > 0 ? static_cast<size_t>(got) : 0);
        return got > 0;
    }

    /// Takes whole messages out of what has arrived.
    void judge(Link& link, Way& way, bool request) {
        for (;;) {
            const size_t size = message_size(way.arriving);
            if (size == 0 || way.arriving.size() < size || link.over) {
                return;
            }
            std::string message = way.arriving.substr(0, size);
            way.arriving.erase(0, size);
            strike(link, way, request, std::move(message));
        }
    }

    void strike(Link& link, Way& way, bool request, std::string message) {
        const Fault fault = count(request);
        Clock::time_point until = Clock::now();
        switch (fault.kind) {
            case Kind::late_answer:
            case Kind::late_request:
                until += fault.delay;
                break;
            case Kind::no_answer:
                way.silent = true;
                break;
            case Kind::doubled_answer:
                message += message;
                break;
            case Kind::cut_after:
            case Kind::cut_before:
                link.over = true;
                return;
            case Kind::none:
                break;
        }
        if (!way.silent) {
            way.waiting.push_back({std::move(message), until});
        }
    }

    /// The fault that this message meets.
    Fault count(bool request) {
        const std::lock_guard held(mutex_);
        const bool of_requests =
            fault_.kind == Kind::cut_before || fault_.kind == Kind::late_request;
        const int now = ++(request ? seen_.requests : seen_.answers);
        if (fault_.kind == Kind::none || of_requests != request || now != fault_.at) {
            return {};
        }
        seen_.struck = true;
        return fault_;
    }

    static void pass(Way& way, int into) {
        while (!way.waiting.empty() && way.waiting.front().until <= Clock::now()) {
            const std::string& bytes = way.waiting.front().bytes;
            size_t done = 0;
            while (done < bytes.size()) {
                const ssize_t sent =
                    ::send(into, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
                if (sent <= 0) {
                    break;
                }
                done += static_cast<size_t>(sent);
            }
            way.waiting.pop_front();
        }
    }

    addrinfo* server_ = nullptr;
    uint16_t port_ = 0;
    Socket wake_;
    Socket listener_;
    std::vector<Link> links_;
    std::mutex mutex_;
    Fault fault_;
    Seen seen_;
    std::atomic<bool> stopped_{false};
    std::thread thread_;
};

}  // namespace support

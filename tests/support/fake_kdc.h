// A TCP server that does to its clients what a test wants of a KDC.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/tcp.h"

namespace support {

class FakeKdc {
  public:
    /// Gets the request without its length; what it returns is sent as it stands, then the
    /// connection is closed. "" closes at once.
    using Answer = std::function<std::string(const std::string& request)>;

    /// Without an answer it accepts and never says a word.
    explicit FakeKdc(Answer answer = nullptr)
        : answer_(std::move(answer)),
          listener_(listen_on_loopback(port_)),
          thread_([this] { serve(); }) {}
    ~FakeKdc() {
        stopping_ = true;
        thread_.join();
    }
    FakeKdc(const FakeKdc&) = delete;
    FakeKdc& operator=(const FakeKdc&) = delete;

    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    std::string line() const { return "  kdc = " + address() + "\n"; }
    int asked() const { return asked_; }

  private:
    void serve() {
        std::vector<Socket> silent;
        while (!stopping_) {
            pollfd waits{listener_.get(), POLLIN, 0};
            if (::poll(&waits, 1, 20) <= 0) {
                continue;
            }
            Socket client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            ++asked_;
            if (!answer_) {
                silent.push_back(std::move(client));
                continue;
            }
            std::string head;
            std::string request;
            if (read_exactly(client.get(), head, 4) &&
                read_exactly(client.get(), request, length_in(head))) {
                write_all(client.get(), answer_(request));
            }
        }
    }

    Answer answer_;
    uint16_t port_ = 0;
    Socket listener_;
    std::atomic<bool> stopping_{false};
    std::atomic<int> asked_{0};
    std::thread thread_;
};

/// A reply as RFC 4120 7.2.2 frames it.
inline std::string kdc_reply(const std::string& message) {
    return length_head(message.size()) + message;
}

/// What the KDC at the address says to a request.
inline std::string reply_of_kdc(const std::string& address, const std::string& request) {
    const Socket socket = connect_to_loopback(port_of(address));
    std::string head;
    std::string reply;
    EXPECT_TRUE(write_all(socket.get(), kdc_reply(request)) &&
                read_exactly(socket.get(), head, 4) &&
                read_exactly(socket.get(), reply, length_in(head)));
    return reply;
}

}  // namespace support

// The security layer of Cyrus SASL's GSSAPI mechanism, as an echo.
#pragma once

#include <sasl/sasl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "server_process.h"

namespace mutauth::bench {

/// One end. The layer is a stream, so that a message travels behind its length.
class SaslEnd {
  public:
    SaslEnd(int fd, sasl_conn_t* connection) : fd_(fd), connection_(connection) {
        const void* most = nullptr;
        require(::sasl_getprop(connection, SASL_MAXOUTBUF, &most) == SASL_OK);
        most_ = *static_cast<const unsigned*>(most);
    }

    void send(const std::vector<char>& message) {
        const auto size = static_cast<std::uint32_t>(message.size());
        out_.resize(sizeof size + size);
        std::memcpy(out_.data(), &size, sizeof size);
        std::memcpy(out_.data() + sizeof size, message.data(), size);
        for (std::size_t at = 0; at < out_.size();) {
            const std::size_t piece = std::min<std::size_t>(most_, out_.size() - at);
            const char* sealed = nullptr;
            unsigned length = 0;
            require(::sasl_encode(connection_, out_.data() + at, static_cast<unsigned>(piece),
                                  &sealed, &length) == SASL_OK);
            write_all(fd_, sealed, length);
            at += piece;
        }
    }

    bool receive(std::vector<char>& message) {
        std::uint32_t size = 0;
        while (in_.size() < sizeof size ||
               (std::memcpy(&size, in_.data(), sizeof size), in_.size() < sizeof size + size)) {
            const ssize_t got = ::read(fd_, read_.data(), read_.size());
            if (got <= 0) {
                return false;
            }
            const char* plain = nullptr;
            unsigned length = 0;
            require(::sasl_decode(connection_, read_.data(), static_cast<unsigned>(got), &plain,
                                  &length) == SASL_OK);
            in_.insert(in_.end(), plain, plain + length);
        }
        message.assign(in_.begin() + sizeof size, in_.end());
        in_.clear();
        return true;
    }

  private:
    int fd_;
    sasl_conn_t* connection_;
    std::size_t most_ = 0;
    std::vector<char> out_;
    std::vector<char> in_;
    std::array<char, 65536> read_{};
};

class SaslEcho {
  public:
    SaslEcho() : end_(server_.connected(), pair_.client) {}
    const ServerProcess& server() const { return server_; }

    void echo(std::vector<char>& message) {
        const std::size_t size = message.size();
        end_.send(message);
        require(end_.receive(message) && message.size() == size);
    }

  private:
    using User = int (*)(void*, int, const char**, unsigned*);

    /// As <sasl/sasl.h> has all callbacks.
    static int (*callback(User real))() {
        return reinterpret_cast<int (*)()>(reinterpret_cast<void (*)()>(real));
    }

    struct Established {
        sasl_conn_t* client = nullptr;
        sasl_conn_t* service = nullptr;

        Established() {
            static const std::array<sasl_callback_t, 3> asked{
                {{SASL_CB_USER, callback(user), nullptr},
                 {SASL_CB_AUTHNAME, callback(user), nullptr},
                 {SASL_CB_LIST_END, nullptr, nullptr}}};
            static const std::array<sasl_callback_t, 2> answered{
                {{SASL_CB_PROXY_POLICY, any_user, nullptr}, {SASL_CB_LIST_END, nullptr, nullptr}}};
            require(::sasl_client_init(nullptr) == SASL_OK &&
                    ::sasl_server_init(nullptr, "mutauth_bench") == SASL_OK);
            require(::sasl_client_new("host", kHost, nullptr, nullptr, asked.data(), 0, &client) ==
                        SASL_OK &&
                    ::sasl_server_new("host", kHost, nullptr, nullptr, nullptr, answered.data(), 0,
                                      &service) == SASL_OK);
            negotiate();
        }

        void negotiate() const {
            // Sealing, not only signing.
            const sasl_security_properties_t sealed{56,      256,    0xffffff, SASL_SEC_NOANONYMOUS,
                                                    nullptr, nullptr};
            ::sasl_setprop(client, SASL_SEC_PROPS, &sealed);
            ::sasl_setprop(service, SASL_SEC_PROPS, &sealed);
            const char* octets = nullptr;
            unsigned size = 0;
            require(::sasl_client_start(client, "GSSAPI", nullptr, &octets, &size, nullptr) ==
                    SASL_CONTINUE);
            int done = ::sasl_server_start(service, "GSSAPI", octets, size, &octets, &size);
            while (done == SASL_CONTINUE) {
                require(::sasl_client_step(client, octets, size, nullptr, &octets, &size) >=
                        SASL_OK);
                done = ::sasl_server_step(service, octets, size, &octets, &size);
            }
            require(done == SASL_OK);
        }

        static int user(void* /*context*/, int /*id*/, const char** name, unsigned* size) {
            *name = "";
            if (size != nullptr) {
                *size = 0;
            }
            return SASL_OK;
        }
        static int any_user() { return SASL_OK; }
    };

    void serve(int listener) const {
        SaslEnd end(accepted(listener), pair_.service);
        std::vector<char> message;
        while (end.receive(message)) {
            end.send(message);
        }
    }

    static constexpr const char* kHost = "host1.example.test";

    /// Made before the server's process, so that it has its side of it.
    Established pair_;
    ServerProcess server_{[this](int listener) {
        serve(listener);
    }};
    SaslEnd end_;
};

}  // namespace mutauth::bench

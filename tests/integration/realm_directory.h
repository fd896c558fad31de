// What tests against a realm's directory share: the realm's variables, sessions, and peers that
// stand between a client and the directory or in its place.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/socket.h"
#include "directory/open.h"

namespace mutauth::testing {

inline std::string realm_variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

inline std::string suffix() {
    return realm_variable("MUTAUTH_REALM_SUFFIX");
}

inline std::string realm() {
    return realm_variable("MUTAUTH_REALM");
}

/// Whether the realm is Samba's, where the accounts' entries have names of AD's kind.
inline bool on_ad() {
    return realm_variable("MUTAUTH_REALM_KIND") == "ad";
}

inline std::string websvc() {
    return (on_ad() ? "CN=websvc,OU=services," : "uid=websvc,ou=services,") + suffix();
}

inline std::string othersvc() {
    return (on_ad() ? "CN=othersvc,OU=services," : "uid=othersvc,ou=services,") + suffix();
}

inline std::string host1() {
    return (on_ad() ? "CN=host1,CN=Computers," : "cn=host1,ou=computers,") + suffix();
}

inline std::shared_ptr<credential::Credential> credential_of(const std::string& account) {
    auto made = credential::Credential::from_keytab(
        realm_variable("MUTAUTH_REALM_KEYTABS") + "/" + account + ".keytab", "");
    EXPECT_TRUE(made) << made.error().message();
    return made ? std::move(*made) : nullptr;
}

inline spn::ServicePrincipalName name(const std::string& text) {
    auto parsed = spn::parse(text);
    EXPECT_TRUE(parsed) << text;
    return std::move(*parsed);
}

inline Result<std::unique_ptr<directory::Session>> open_at(const std::string& address,
                                                           const std::string& account,
                                                           const Deadline& deadline,
                                                           const std::string& spn = "") {
    const std::string proven = spn.empty() ? realm_variable("MUTAUTH_REALM_LDAP_SPN") : spn;
    return directory::open({address, name(proven), credential_of(account), {}}, deadline);
}

/// A session with the realm's directory, in the name of an account that has a keytab.
inline std::unique_ptr<directory::Session> session_of(const std::string& account) {
    auto session = open_at(realm_variable("MUTAUTH_REALM_LDAP_URI"), account, Deadline::usual());
    EXPECT_TRUE(session) << session.error().message();
    return session ? std::move(*session) : nullptr;
}

/// Listens on a port of its own and serves each connection on a thread, one after the other.
class Peer {
  public:
    using Serve = std::function<void(int connection, const Deadline& until_stopped)>;

    explicit Peer(Serve serve) : serve_(std::move(serve)) {
        cancellation_ = *Cancellation::make();
        until_stopped_ = Deadline::in(std::chrono::minutes(5)).with(cancellation_);
        listener_ = std::move(*listen_tcp({"127.0.0.1", 0}, until_stopped_));
        address_ = local_address_of(listener_.get());
        thread_ = std::thread([this] { run(); });
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() {
        cancellation_->cancel();
        thread_.join();
    }

    const std::string& address() const { return address_; }

  private:
    void run() {
        for (;;) {
            auto connection = accept_tcp(listener_.get(), until_stopped_);
            if (!connection) {
                return;
            }
            serve_(connection->get(), until_stopped_);
        }
    }

    Serve serve_;
    std::shared_ptr<Cancellation> cancellation_;
    Deadline until_stopped_ = Deadline::usual();
    FileDescriptor listener_;
    std::string address_;
    std::thread thread_;
};

/// A connection to the realm's directory with a third one in between who reads all and may change
/// what it likes.
class Eavesdropper {
  public:
    /// Gets each piece of bytes on its way; clears it to drop it.
    using Touch = std::function<void(bool from_server, std::string& bytes)>;

    explicit Eavesdropper(Touch touch = {})
        : touch_(std::move(touch)),
          peer_([this](int client, const Deadline& deadline) { relay(client, deadline); }) {}

    const std::string& address() const { return peer_.address(); }

    /// All bytes so far, both directions.
    std::string heard() const {
        const std::lock_guard held(mutex_);
        return heard_;
    }

  private:
    void relay(int client, const Deadline& deadline) {
        const std::string uri = realm_variable("MUTAUTH_REALM_LDAP_URI");
        auto target = HostPort::parse(uri.substr(uri.find("//") + 2), 389);
        auto server = connect_tcp(*target, deadline);
        if (!server) {
            return;
        }
        std::thread back([&] {
            pass(server->get(), client, true, deadline);
            ::shutdown(client, SHUT_RDWR);
        });
        pass(client, server->get(), false, deadline);
        ::shutdown(server->get(), SHUT_RDWR);
        back.join();
    }

    void pass(int from, int into, bool from_server, const Deadline& deadline) {
        std::array<std::uint8_t, 16384> buffer{};
        for (;;) {
            auto got = read_some(from, buffer, deadline);
            if (!got || *got == 0) {
                return;
            }
            std::string bytes(text_of(ByteView(buffer).first(*got)));
            {
                const std::lock_guard held(mutex_);
                heard_ += bytes;
                if (touch_) {
                    touch_(from_server, bytes);
                }
            }
            if (!write_all(into, bytes_of(bytes), deadline)) {
                return;
            }
        }
    }

    Touch touch_;
    mutable std::mutex mutex_;
    std::string heard_;
    Peer peer_;
};

/// What an error says of a thing; "" if it says nothing.
inline std::string evidence(const Error& error, const std::string& key) {
    for (const auto& item : error.evidence()) {
        if (item.key == key) {
            return item.value;
        }
    }
    return "";
}

}  // namespace mutauth::testing

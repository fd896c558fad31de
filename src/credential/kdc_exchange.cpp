#include "credential/kdc_exchange.h"

#include <fmt/format.h>
#include <profile.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/socket.h"

namespace mutauth::credential {
namespace {

constexpr std::uint16_t kKdcPort = 88;
constexpr std::uint16_t kPasswordPort = 464;
constexpr std::size_t kLongestReply = 1 << 20;
/// How long one KDC may keep us while others have not been asked.
constexpr std::chrono::milliseconds kPatience{1000};

class Profile {
  public:
    explicit Profile(const KerberosLibrary& library) {
        if (::krb5_get_profile(library.get(), &profile_) != 0) {
            profile_ = nullptr;
        }
    }
    ~Profile() {
        if (profile_ != nullptr) {
            ::profile_release(profile_);
        }
    }
    Profile(const Profile&) = delete;
    Profile& operator=(const Profile&) = delete;

    std::vector<std::string> realm_values(const std::string& realm, const char* key) const {
        const std::array<const char*, 4> names{"realms", realm.c_str(), key, nullptr};
        char** values = nullptr;
        if (profile_ == nullptr || ::profile_get_values(profile_, names.data(), &values) != 0) {
            return {};
        }
        const std::unique_ptr<char*, decltype(&::profile_free_list)> owner(values,
                                                                           ::profile_free_list);
        std::vector<std::string> out;
        for (char** at = values; *at != nullptr; ++at) {
            out.emplace_back(*at);
        }
        return out;
    }

    bool dns_finds_kdcs() const {
        int found = 1;
        if (profile_ != nullptr) {
            ::profile_get_boolean(profile_, "libdefaults", "dns_lookup_kdc", nullptr, 1, &found);
        }
        return found != 0;
    }

  private:
    profile_t profile_ = nullptr;
};

/// krb5.conf may write "tcp/host:port"; HTTPS proxies ([MS-KKDCP]) are not asked.
void append_configured(std::string_view value, std::uint16_t port, std::vector<HostPort>& out) {
    for (const std::string_view prefix : {"tcp/", "udp/", "kdc/"}) {
        if (value.starts_with(prefix)) {
            value.remove_prefix(prefix.size());
        }
    }
    if (value.starts_with("https://")) {
        return;
    }
    if (auto parsed = HostPort::parse(value, port); parsed) {
        out.push_back(std::move(*parsed));
    }
}

std::vector<SocketAddress> addresses_of(const std::vector<HostPort>& kdcs,
                                        const Deadline& deadline) {
    std::vector<SocketAddress> out;
    for (const auto& kdc : kdcs) {
        if (auto found = resolve(kdc, deadline.at_most(kPatience)); found) {
            out.insert(out.end(), found->begin(), found->end());
        }
    }
    return out;
}

/// Asks one KDC after the other as they take the connection, and remembers the worst that happened.
class Asking {
  public:
    Asking(std::vector<SocketAddress> addresses, ByteView request)
        : addresses_(std::move(addresses)), request_(request) {}

    Result<Bytes> run(const Deadline& deadline, std::string& answered) {
        std::stable_partition(addresses_.begin(), addresses_.end(),
                              [&](const auto& address) { return address.text() == answered; });
        while (!addresses_.empty() && !deadline.passed()) {
            auto socket = connect_tcp(addresses_, deadline);
            if (!socket) {
                return outcome(std::move(socket).error());
            }
            const std::string asked = peer_address_of(socket->get());
            forget(asked);
            const Deadline turn = addresses_.empty() ? deadline : deadline.at_most(kPatience);
            auto reply = exchange_framed(socket->get(), request_, turn);
            if (reply) {
                answered = asked;
                return reply;
            }
            const Status why = reply.error().status();
            if (why == Status::cancelled) {
                return reply;
            }
            failed_ = why == Status::deadline_passed    ? Status::kdc_silent
                      : why == Status::stream_truncated ? Status::kdc_protocol
                                                        : why;
        }
        return outcome(Error(Status::kdc_unreachable));
    }

  private:
    Result<Bytes> outcome(Error error) const {
        if (error.status() == Status::cancelled) {
            return error;
        }
        return failed_ != Status::ok ? Error(failed_) : Error(Status::kdc_unreachable);
    }

    void forget(const std::string& address) {
        std::erase_if(addresses_, [&](const auto& a) { return a.text() == address; });
    }

    std::vector<SocketAddress> addresses_;
    ByteView request_;
    Status failed_ = Status::ok;
};

}  // namespace

std::string listed(const std::vector<HostPort>& servers) {
    std::string out;
    for (const auto& server : servers) {
        out += (out.empty() ? "" : ", ") + server.text();
    }
    return out;
}

Result<Bytes> exchange_framed(int fd, ByteView request, const Deadline& deadline) {
    // RFC 4120 7.2.2: four octets of length, highest bit 0, then the message.
    const auto size = write_u32(static_cast<std::uint32_t>(request.size()));
    Bytes framed(size.begin(), size.end());
    framed.insert(framed.end(), request.begin(), request.end());
    if (auto sent = write_all(fd, framed, deadline); !sent) {
        return std::move(sent).error();
    }
    std::array<std::uint8_t, 4> head{};
    if (auto got = read_exactly(fd, head, deadline); !got) {
        return std::move(got).error();
    }
    const std::size_t length = read_u32(head);
    if (length == 0 || length > kLongestReply) {
        return Error(Status::kdc_protocol,
                     fmt::format("the server announces a reply of {} bytes", length));
    }
    Bytes reply(length);
    if (auto got = read_exactly(fd, reply, deadline); !got) {
        return std::move(got).error();
    }
    return reply;
}

Result<std::vector<HostPort>> find_password_servers(const KerberosLibrary& library,
                                                    const std::string& realm,
                                                    const Deadline& deadline) {
    const Profile profile(library);
    std::vector<HostPort> out;
    for (const auto& value : profile.realm_values(realm, "kpasswd_server")) {
        append_configured(value, kPasswordPort, out);
    }
    if (!out.empty()) {
        return out;
    }
    // Its port is the administration protocol's; libkrb5 too looks for the password service beside.
    for (const auto& value : profile.realm_values(realm, "admin_server")) {
        append_configured(value, kPasswordPort, out);
    }
    for (auto& server : out) {
        server.port = kPasswordPort;
    }
    if (out.empty() && profile.dns_finds_kdcs() && !realm.empty()) {
        auto records = resolve_service("_kpasswd._tcp." + realm + ".", deadline);
        if (!records) {
            return std::move(records).error();
        }
        out = std::move(*records);
    }
    if (out.empty()) {
        return Error(Status::password_server_unknown,
                     fmt::format("no password server is known for realm {}", realm))
            .with("realm", realm);
    }
    return out;
}

Result<std::vector<HostPort>> find_kdcs(const KerberosLibrary& library,
                                        const std::string& realm,
                                        const Deadline& deadline) {
    const Profile profile(library);
    std::vector<HostPort> out;
    for (const char* key : {"kdc", "primary_kdc", "master_kdc"}) {
        for (const auto& value : profile.realm_values(realm, key)) {
            append_configured(value, kKdcPort, out);
        }
        if (!out.empty()) {
            return out;
        }
    }
    if (profile.dns_finds_kdcs() && !realm.empty()) {
        auto records = resolve_service("_kerberos._tcp." + realm + ".", deadline);
        if (!records) {
            return std::move(records).error();
        }
        out = std::move(*records);
    }
    if (out.empty()) {
        return Error(Status::realm_unknown, fmt::format("no KDC is known for realm {}", realm))
            .with("realm", realm);
    }
    return out;
}

Result<Bytes> ask_kdc(const KerberosLibrary& library,
                      const std::string& realm,
                      ByteView request,
                      const Deadline& deadline,
                      std::string& answered) {
    auto kdcs = find_kdcs(library, realm, deadline);
    if (!kdcs) {
        return std::move(kdcs).error();
    }
    auto reply = Asking(addresses_of(*kdcs, deadline), request).run(deadline, answered);
    if (reply || reply.error().status() == Status::cancelled) {
        return reply;
    }
    const Status why = reply.error().status();
    return Error(why, fmt::format("realm {}, KDC {}: {}", realm, listed(*kdcs), status_says(why)))
        .with("realm", realm)
        .with("kdc", listed(*kdcs));
}

}  // namespace mutauth::credential

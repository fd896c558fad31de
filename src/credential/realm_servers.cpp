#include "credential/realm_servers.h"

#include <fmt/format.h>
#include <profile.h>

#include <array>
#include <memory>

#include "core/text.h"

namespace mutauth::credential {
namespace {

constexpr std::uint16_t kKdcPort = 88;
constexpr std::uint16_t kPasswordPort = 464;

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

/// DNS did not say: krb5.conf names none, and that is all that is known.
Error unknown(Error error, Status status, std::string_view what) {
    return error.status() == Status::host_unknown ? std::move(error).while_doing(what).as(status)
                                                  : std::move(error);
}

}  // namespace

std::string listed(const std::vector<HostPort>& servers) {
    std::string out;
    for (const auto& server : servers) {
        out += (out.empty() ? "" : ", ") + server.text();
    }
    return out;
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
            return unknown(std::move(records).error(), Status::password_server_unknown,
                           "no password server is known for realm " + displayed(realm));
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
            return unknown(std::move(records).error(), Status::realm_unknown,
                           "no KDC is known for realm " + displayed(realm));
        }
        out = std::move(*records);
    }
    if (out.empty()) {
        Error error = Error(Status::realm_unknown,
                            fmt::format("no KDC is known for realm {}", displayed(realm)))
                          .with("realm", realm);
        const std::string upper = to_upper_ascii(realm);
        // RFC 4120 6.1: realms differ by case, and those that are domains' names are in upper case.
        return realm == upper
                   ? std::move(error)
                   : std::move(error).with_remedy(fmt::format(
                         "write the realm as the KDC does, usually in upper case: {}", upper));
    }
    return out;
}

}  // namespace mutauth::credential

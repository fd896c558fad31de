#include "directory/locate.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace mutauth::directory {
namespace {

bool is_domain(std::string_view text) {
    return !text.empty() && text.front() != '.' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
           });
}

/// The domain itself or below it.
bool is_inside(std::string_view host, std::string_view domain) {
    if (host.size() < domain.size()) {
        return false;
    }
    const std::size_t head = host.size() - domain.size();
    return equal_ignoring_ascii_case(host.substr(head), domain) &&
           (head == 0 || host[head - 1] == '.');
}

Error unknown(std::string_view domain, std::string_view why) {
    return Error(Status::directory_unknown,
                 fmt::format("no directory server is known for {}: {}", domain, why))
        .with("domain", domain);
}

}  // namespace

Result<std::vector<HostPort>> locate(std::string_view domain, const Deadline& deadline) {
    if (domain.ends_with('.')) {
        domain.remove_suffix(1);
    }
    if (!is_domain(domain)) {
        return Error(Status::invalid_argument,
                     fmt::format("'{}' is no domain's name", displayed(domain)));
    }
    const std::string asked = fmt::format("_ldap._tcp.{}", domain);
    auto records = resolve_service(asked + '.', deadline);
    if (!records) {
        const bool silent = records.error().status() == Status::host_unknown;
        return silent ? unknown(domain, records.error().message())
                            .with_remedy(
                                "check the name servers in /etc/resolv.conf, or give the "
                                "directory's address")
                      : std::move(records).error();
    }
    const bool any = !records->empty();
    const auto outside =
        std::remove_if(records->begin(), records->end(),
                       [&](const HostPort& server) { return !is_inside(server.host, domain); });
    records->erase(outside, records->end());
    if (records->empty()) {
        return unknown(domain, any ? "the SRV records of " + asked + " name hosts of other domains"
                                   : "there are no SRV records of " + asked);
    }
    return records;
}

}  // namespace mutauth::directory

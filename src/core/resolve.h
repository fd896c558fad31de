// Host names to socket addresses, within a deadline.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/deadline.h"

namespace mutauth {

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    std::string text() const;
};

struct HostPort {
    std::string host;
    std::uint16_t port = 0;

    /// "host:port", "[v6]:port", or a bare host if a usual port is given.
    static Result<HostPort> parse(std::string_view text, std::uint16_t usual_port = 0);
    std::string text() const;
};

/// IPv4 or IPv6, also in brackets or with a zone.
bool is_address_literal(std::string_view host) noexcept;

/// The system's resolver takes no deadline, so it runs on a thread of its own that is left behind
/// when the deadline passes. Address literals are answered at once.
Result<std::vector<SocketAddress>> resolve(const HostPort& target, const Deadline& deadline);

/// RFC 2782: the targets of _service._protocol.domain in the order to try them, empty if DNS says
/// that there are none; host_unknown if it does not say.
Result<std::vector<HostPort>> resolve_service(const std::string& name, const Deadline& deadline);

}  // namespace mutauth

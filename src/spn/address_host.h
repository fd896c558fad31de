// Hosts that are IP addresses, in any form that a resolver reads as one.
#pragma once

#include <string_view>

namespace mutauth::spn {

/// An IPv4 or IPv6 literal, in brackets or with a zone too, or a host whose last label is a number
/// ("127.1", "2130706433", "0x7f.0.0.1", "192.0.2.1."): inet_aton(3) reads those as IPv4 addresses,
/// and no DNS name ends so (RFC 1123 2.1).
bool is_address_host(std::string_view host) noexcept;

}  // namespace mutauth::spn

// Composing: strict, so that what is made is one name to every directory and KDC.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/resolve.h"
#include "core/system_error.h"
#include "core/text.h"
#include "spn/service_principal_name.h"

namespace mutauth::spn {
namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// "/" separates the parts and cannot be escaped: [MS-ADTS] 2.2.21.
Result<void> check_part(const char* what, std::string_view part, std::string_view forbidden) {
    const auto bad = [&](Status status, const char* why) {
        return Error(status, fmt::format("the {} '{}' {}", what, displayed(part), why))
            .with("part", what);
    };
    if (part.empty()) {
        return Error(Status::invalid_name, fmt::format("the {} is empty", what)).with("part", what);
    }
    if (part.size() > kLongest) {
        return bad(Status::name_too_long, "is too long");
    }
    if (!is_utf8(part)) {
        return bad(Status::not_utf8, "is not valid UTF-8");
    }
    if (std::any_of(part.begin(), part.end(), is_control)) {
        return bad(Status::invalid_name, "holds a control character");
    }
    const auto at = part.find_first_of(forbidden);
    if (at != std::string_view::npos) {
        return bad(Status::invalid_name, fmt::format("holds '{}'", part[at]).c_str());
    }
    return {};
}

/// A DN or GUID as host part keeps its blanks and equal signs, but never a second meaning for ':'.
constexpr std::string_view kForbiddenInNames = "/:@";
constexpr std::string_view kForbiddenInService = "/";

Result<ServicePrincipalName> join(Parts parts) {
    std::string text = parts.service_class + '/' + parts.host;
    if (parts.port != 0) {
        text += ':' + std::to_string(parts.port);
    }
    if (!parts.service.empty()) {
        text += '/' + parts.service;
    }
    if (text.size() > kLongest) {
        return Error(
            Status::name_too_long,
            fmt::format("the SPN would have {} bytes, {} are the most", text.size(), kLongest));
    }
    return ServicePrincipalName(std::move(text), std::move(parts));
}

Error address_as_host(std::string_view host) {
    return Error(Status::name_is_address,
                 fmt::format("the host '{}' is an IP address, and no account is registered for one",
                             displayed(host)))
        .with("host", host);
}

}  // namespace

Result<std::string> local_host() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) {
        return system_error("gethostname");
    }
    return to_lower_ascii(name.data());
}

Result<ServicePrincipalName> compose(const Composition& parts) {
    if (auto good = check_part("service class", parts.service_class, kForbiddenInNames); !good) {
        return std::move(good).error();
    }
    // Before the characters, since an IPv6 address would fail for its colons with a lesser reason.
    if (is_address_literal(parts.host)) {
        return address_as_host(parts.host);
    }
    if (auto good = check_part("host", parts.host, kForbiddenInNames); !good) {
        return std::move(good).error();
    }
    if (!parts.service.empty()) {
        if (auto good = check_part("service name", parts.service, kForbiddenInService); !good) {
            return std::move(good).error();
        }
    }
    return join({std::string(parts.service_class), std::string(parts.host), parts.port, "",
                 std::string(parts.service), ""});
}

Result<ServicePrincipalName> compose_for_target(const Target& target) {
    const bool by_address = target.instance_name.empty() && is_address_literal(target.service_name);
    if (by_address && target.referrer.empty()) {
        return address_as_host(target.service_name)
            .with_remedy("use the service's DNS name, or name the referrer that gave the address");
    }
    if (!by_address) {
        const bool instanced = !target.instance_name.empty();
        return compose({target.service_class,
                        instanced ? target.instance_name : target.service_name, target.port,
                        instanced ? target.service_name : std::string_view()});
    }
    for (const auto& [what, part] : {std::pair("service class", target.service_class),
                                     std::pair("referrer", target.referrer)}) {
        if (auto good = check_part(what, part, kForbiddenInNames); !good) {
            return std::move(good).error();
        }
    }
    return join({std::string(target.service_class), std::string(target.service_name), target.port,
                 "", std::string(target.referrer), ""});
}

}  // namespace mutauth::spn

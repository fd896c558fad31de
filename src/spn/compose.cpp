// Composing: strict, so that what is made is one name to every directory and KDC.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.h"
#include "spn/address_host.h"
#include "spn/character_classes.h"
#include "spn/lint.h"
#include "spn/service_principal_name.h"

namespace mutauth::spn {
namespace {

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
    if ((classes_in(part) & kControl) != 0) {
        return bad(Status::invalid_name, "holds a control character");
    }
    const auto at = part.find_first_of(forbidden);
    if (at != std::string_view::npos) {
        Error error = bad(Status::invalid_name, fmt::format("holds '{}'", part[at]).c_str());
        return part.find("://") != std::string_view::npos
                   ? std::move(error).with_remedy(
                         "give the host of the URL alone, without the scheme and the path")
                   : std::move(error);
    }
    return {};
}

/// ':' and '@' would give a name a second meaning; a DN as third part is free to hold them.
constexpr std::string_view kForbiddenInNames = "/:@";
constexpr std::string_view kForbiddenInService = "/";
constexpr std::uint8_t kUnfitForNames = kControl | kSlash | kColon | kAt | kNotAscii;
constexpr std::uint8_t kUnfitForService = kControl | kSlash | kNotAscii;

/// Most names are plain; the check that can say what is wrong is for the others.
bool is_plain(std::string_view part, std::uint8_t unfit) {
    return !part.empty() && part.size() <= kLongest && (classes_in(part) & unfit) == 0;
}

Result<void> check_name(const char* what, std::string_view name) {
    return is_plain(name, kUnfitForNames) ? Result<void>()
                                          : check_part(what, name, kForbiddenInNames);
}

Result<void> check_service(std::string_view service) {
    return is_plain(service, kUnfitForService)
               ? Result<void>()
               : check_part("service name", service, kForbiddenInService);
}

/// Joins parts that are already known to be good.
Result<ServicePrincipalName> join(const PartViews& parts) {
    std::array<char, kLongest + 8> text;  // NOLINT: written before it is read
    const std::size_t size = parts.service_class.size() + 1 + parts.host.size() +
                             (parts.service.empty() ? 0 : 1 + parts.service.size());
    std::array<char, 6> port{':'};
    char* port_end = port.data();
    if (parts.port != 0) {
        port_end = std::to_chars(port_end + 1, port.data() + port.size(), parts.port).ptr;
    }
    const auto whole = size + static_cast<std::size_t>(port_end - port.data());
    if (whole > kLongest) {
        return Error(Status::name_too_long,
                     fmt::format("the SPN would have {} bytes, {} are the most", whole, kLongest));
    }
    const auto append = [](std::string_view part, char* to) {
        return std::copy(part.begin(), part.end(), to);
    };
    char* end = append(parts.service_class, text.data());
    *end++ = '/';
    end = std::copy(port.data(), port_end, append(parts.host, end));
    if (!parts.service.empty()) {
        *end++ = '/';
        append(parts.service, end);
    }
    return ServicePrincipalName({text.data(), whole}, parts);
}

Error address_as_host(std::string_view host) {
    return Error(Status::name_is_address,
                 fmt::format("the host '{}' is an IP address, and no account is registered for one",
                             displayed(host)))
        .with("host", host);
}

}  // namespace

Result<ServicePrincipalName> compose(const Composition& parts) {
    if (auto good = check_name("service class", parts.service_class); !good) {
        return std::move(good).error();
    }
    // Before the characters, since an IPv6 address would fail for its colons with a lesser reason.
    if (is_address_host(parts.host)) {
        return address_as_host(parts.host);
    }
    if (auto good = check_name("host", parts.host); !good) {
        return std::move(good).error();
    }
    if (!parts.service.empty()) {
        if (auto good = check_service(parts.service); !good) {
            return std::move(good).error();
        }
    }
    auto name = join({parts.service_class, parts.host, parts.port, "", parts.service, ""});
    if (name) {
        if (auto usable = check_usable(*name); !usable) {
            return std::move(usable).error();
        }
    }
    return name;
}

Result<ServicePrincipalName> compose_for_target(const Target& target) {
    const bool by_address = target.instance_name.empty() && is_address_host(target.service_name);
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
    // The zone of an IPv6 address is free text.
    if (auto good = check_service(target.service_name); !good) {
        return std::move(good).error();
    }
    for (const auto& [what, part] : {std::pair("service class", target.service_class),
                                     std::pair("referrer", target.referrer)}) {
        if (auto good = check_name(what, part); !good) {
            return std::move(good).error();
        }
    }
    return join({target.service_class, target.service_name, target.port, "", target.referrer, ""});
}

}  // namespace mutauth::spn

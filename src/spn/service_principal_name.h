// A service principal name as a value: class/host[:port or :instance][/service][@REALM].
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace mutauth::spn {

inline constexpr std::size_t kLongest = 1024;

struct Parts {
    std::string service_class;
    std::string host;
    std::uint16_t port = 0;
    std::string instance;
    std::string service;
    std::string realm;
};

class ServicePrincipalName {
  public:
    /// The text is what a directory holds; the parts must be what it says.
    ServicePrincipalName(std::string text, Parts parts);

    const Parts& parts() const noexcept { return parts_; }
    /// Without the realm.
    const std::string& text() const noexcept { return text_; }
    /// Quoted for krb5_parse_name, ending in "@REALM" or in "@": imported with an empty realm the
    /// credential's realm and the KDC's referrals decide, not krb5.conf's default.
    const std::string& principal() const noexcept { return principal_; }

  private:
    std::string text_;
    Parts parts_;
    std::string principal_;
};

/// What a service or a client may make up.
struct Composition {
    std::string_view service_class;
    std::string_view host;
    std::uint16_t port = 0;
    std::string_view service;
};

/// Strict: refuses what would not be one unambiguous name everywhere.
Result<ServicePrincipalName> compose(const Composition& parts);

/// [MS-DTYP]-style inputs of DsMakeSpn; an empty text stands for a parameter that is not given.
struct Target {
    std::string_view service_class;
    std::string_view service_name;
    std::string_view instance_name;
    std::uint16_t port = 0;
    std::string_view referrer;
};

Result<ServicePrincipalName> compose_for_target(const Target& target);

/// Lenient: reads what stands in directories.
Result<ServicePrincipalName> parse(std::string_view text);

/// gethostname(2) in lower case; nothing is looked up.
Result<std::string> local_host();

/// As a KDC compares: byte by byte; a realm that one side lacks is no difference.
bool equal_to_kdc(const ServicePrincipalName& a, const ServicePrincipalName& b) noexcept;

}  // namespace mutauth::spn

// A service principal name as a value: class/host[:port or :instance][/service][@REALM].
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/ended_text.h"
#include "core/result.h"

namespace mutauth::spn {

inline constexpr std::size_t kLongest = 1024;

/// To make a name from.
struct Parts {
    std::string service_class;
    std::string host;
    std::uint16_t port = 0;
    std::string instance;
    std::string service;
    std::string realm;
};

/// Of a name, and living as long as it does.
struct PartTexts {
    EndedText service_class;
    EndedText host;
    std::uint16_t port = 0;
    EndedText instance;
    EndedText service;
    EndedText realm;

    operator Parts() const {  // NOLINT(google-explicit-constructor)
        return {service_class, host, port, instance, service, realm};
    }
};

/// Views of a text that is being made a name of.
struct PartViews {
    std::string_view service_class;
    std::string_view host;
    std::uint16_t port = 0;
    std::string_view instance;
    std::string_view service;
    std::string_view realm;
};

/// Immutable; copies share one piece of memory, which holds the text, each part and the principal.
class ServicePrincipalName {
  public:
    /// The text is what a directory holds; the parts must be what it says.
    ServicePrincipalName(std::string_view text, const PartViews& parts);
    ServicePrincipalName(std::string_view text, const Parts& parts)
        : ServicePrincipalName(text,
                               PartViews{parts.service_class, parts.host, parts.port,
                                         parts.instance, parts.service, parts.realm}) {}

    PartTexts parts() const noexcept {
        return {piece(kServiceClass), piece(kHost),    port_,
                piece(kInstance),     piece(kService), piece(kRealm)};
    }
    /// Without the realm.
    EndedText text() const noexcept { return piece(kText); }
    EndedText realm() const noexcept { return piece(kRealm); }
    /// Quoted for krb5_parse_name, ending in "@REALM" or in "@": imported with an empty realm the
    /// credential's realm and the KDC's referrals decide, not krb5.conf's default.
    EndedText principal() const noexcept { return piece(kPrincipal); }

    /// The same name of another realm, or with "" of none.
    ServicePrincipalName with_realm(std::string_view realm) const;

  private:
    enum Piece { kText, kServiceClass, kHost, kInstance, kService, kRealm, kPrincipal, kPieces };

    struct Span {
        std::uint32_t at;
        std::uint32_t size;
    };

    EndedText piece(Piece which) const noexcept {
        return {memory_.get() + spans_[which].at, spans_[which].size};
    }

    std::shared_ptr<const char[]> memory_;
    std::array<Span, kPieces> spans_;
    std::uint16_t port_;
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

/// The inputs of DsMakeSpn; an empty text stands for a parameter that is not given.
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

/// As a KDC compares: byte by byte; a realm that one side lacks is no difference.
bool equal_to_kdc(const ServicePrincipalName& a, const ServicePrincipalName& b) noexcept;

}  // namespace mutauth::spn

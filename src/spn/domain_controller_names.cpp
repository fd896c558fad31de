#include "spn/domain_controller_names.h"

#include <algorithm>
#include <array>

#include "spn/fold.h"

namespace mutauth::spn {
namespace {

// [MS-DRSR] 2.2.2 and 2.2.3.2: the class of the replication interface.
constexpr std::string_view kReplication = "E3514235-4B06-11D1-AB04-00C04FC2DCD2";
constexpr std::string_view kNtFrs = "NtFrs-88f5d2bd-b646-11d2-a6d3-00c04fc9b232";
constexpr std::string_view kDfsr = "Dfsr-12F9A27C-BF97-4787-9364-D31B6C55EB04";
constexpr std::string_view kReplicationZone = "._msdcs.";
constexpr std::size_t kGuidLength = 36;

bool is_guid(std::string_view text) {
    if (text.size() != kGuidLength) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool digit =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !digit) {
            return false;
        }
    }
    return true;
}

/// <GUID>._msdcs.<forest>
bool is_replication_host(std::string_view host) {
    return host.size() > kGuidLength + kReplicationZone.size() &&
           is_guid(host.substr(0, kGuidLength)) &&
           equal_when_folded(host.substr(kGuidLength, kReplicationZone.size()), kReplicationZone);
}

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return equal_when_folded(text, name); });
}

class Names {
  public:
    /// Nothing if one of the parts is not known.
    void add(std::string_view service_class, std::string_view host) {
        if (!host.empty()) {
            compose_one({service_class, host, 0, ""});
        }
    }
    void add(std::string_view service_class, std::string_view host, std::string_view service) {
        if (!host.empty() && !service.empty()) {
            compose_one({service_class, host, 0, service});
        }
    }

    Result<std::vector<ServicePrincipalName>> done() && {
        if (failed_.status() != Status::ok) {
            return std::move(failed_);
        }
        return std::move(names_);
    }

  private:
    void compose_one(const Composition& parts) {
        auto made = compose(parts);
        if (!made) {
            failed_ = std::move(made).error();
            return;
        }
        const bool known = std::any_of(names_.begin(), names_.end(), [&](const auto& other) {
            return equal_to_directory(other, *made);
        });
        if (!known) {
            names_.push_back(std::move(*made));
        }
    }

    std::vector<ServicePrincipalName> names_;
    Error failed_;
};

void add_by_guid(Names& into, const DomainController& dc) {
    if (dc.dsa_guid.empty()) {
        return;
    }
    into.add(kReplication, dc.dsa_guid, dc.dns_domain);
    if (!dc.forest.empty()) {
        const std::string alias =
            std::string(dc.dsa_guid).append(kReplicationZone) + std::string(dc.forest);
        into.add("ldap", alias);
        into.add("RPC", alias);
    }
}

void add_directory(Names& into, const DomainController& dc) {
    into.add("ldap", dc.dns_host);
    into.add("ldap", dc.netbios_host);
    into.add("ldap", dc.dns_host, dc.dns_domain);
    into.add("ldap", dc.dns_host, dc.netbios_domain);
    into.add("ldap", dc.netbios_host, dc.netbios_domain);
    for (const auto& domain : dc.application_domains) {
        into.add("ldap", dc.dns_host, domain);
    }
    if (dc.global_catalog) {
        into.add("GC", dc.dns_host, dc.forest);
    }
}

}  // namespace

Result<std::vector<ServicePrincipalName>> names_of(const DomainController& controller) {
    if (!controller.dsa_guid.empty() && !is_guid(controller.dsa_guid)) {
        return Error(Status::invalid_name, "the DSA's GUID is not of the form 8-4-4-4-12")
            .with("part", "GUID");
    }
    Names out;
    for (const std::string_view host : {controller.dns_host, controller.netbios_host}) {
        out.add("HOST", host);
        out.add("RestrictedKrbHost", host);
    }
    out.add("HOST", controller.dns_host, controller.dns_domain);
    out.add("HOST", controller.dns_host, controller.netbios_domain);
    add_directory(out, controller);
    add_by_guid(out, controller);
    if (controller.file_replication) {
        out.add(kNtFrs, controller.dns_host);
        out.add(kDfsr, controller.dns_host);
    }
    return std::move(out).done();
}

ControllerName controller_name(const ServicePrincipalName& name) {
    const PartTexts parts = name.parts();
    const std::string_view service_class = parts.service_class;
    // Kerberos' own names are compared byte by byte: RFC 4120 7.3.
    if (service_class == "krbtgt" && parts.service.empty()) {
        return ControllerName::ticket_granting;
    }
    if (service_class == "kadmin" && parts.service.empty()) {
        return ControllerName::administration;
    }
    if (equal_when_folded(service_class, kReplication) || is_replication_host(parts.host)) {
        return ControllerName::replication;
    }
    if (is_any_of(service_class, {kNtFrs, kDfsr})) {
        return ControllerName::file_replication;
    }
    // A DN as third part is a service's own entry, not a domain.
    if (parts.service.empty() || parts.service.find('=') != std::string_view::npos) {
        return ControllerName::none;
    }
    if (equal_when_folded(service_class, "GC")) {
        return ControllerName::global_catalog;
    }
    return is_any_of(service_class, {"ldap", "HOST", "DNS", "RestrictedKrbHost"})
               ? ControllerName::domain_controller
               : ControllerName::none;
}

}  // namespace mutauth::spn

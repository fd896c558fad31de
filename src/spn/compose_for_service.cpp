#include "spn/compose_for_service.h"

#include "spn/fold.h"

namespace mutauth::spn {
namespace {

/// DsGetSpn's own number for a bad service name.
constexpr std::int64_t kBadNameSyntax = 8335;

bool takes_service(ServiceType type) {
    return type == ServiceType::domain || type == ServiceType::netbios_domain ||
           type == ServiceType::service;
}

bool is_netbios(ServiceType type) {
    return type == ServiceType::netbios_host || type == ServiceType::netbios_domain;
}

Result<void> check(const ServiceDescription& service) {
    if (takes_service(service.type) && service.service.empty()) {
        return Error(Status::invalid_argument, "this type of name needs a service name");
    }
    if (!takes_service(service.type) && !service.service.empty()) {
        return Error(Status::invalid_argument, "this type of name takes no service name")
            .with_remedy("leave the service name out, or choose the type service");
    }
    if (service.service.find('/') != std::string_view::npos) {
        return Error(Status::invalid_name, "the service name holds '/'")
            .with("part", "service name")
            .with_native(NativeSystem::win32, kBadNameSyntax);
    }
    return {};
}

}  // namespace

Result<std::vector<ServicePrincipalName>> compose_for_service(const ServiceDescription& service,
                                                              const LocalNames& local) {
    if (auto good = check(service); !good) {
        return std::move(good).error();
    }
    const ServiceHost own{is_netbios(service.type) ? local.netbios_name : local.dns_name,
                          service.port};
    const std::vector<ServiceHost> none{own};
    std::vector<ServicePrincipalName> out;
    for (const auto& host : service.hosts.empty() ? none : service.hosts) {
        auto made = compose({service.service_class, host.name, host.port, service.service});
        if (!made) {
            return std::move(made).error();
        }
        out.push_back(std::move(*made));
    }
    return out;
}

Result<std::vector<ServicePrincipalName>> compose_host_pair(std::string_view service_class,
                                                            std::uint16_t port,
                                                            const LocalNames& local) {
    std::vector<ServicePrincipalName> out;
    for (const auto& host : {local.dns_name, local.netbios_name}) {
        auto made = compose({service_class, host, port, ""});
        if (!made) {
            return std::move(made).error();
        }
        if (out.empty() || !equal_to_directory(out.front(), *made)) {
            out.push_back(std::move(*made));
        }
    }
    return out;
}

}  // namespace mutauth::spn

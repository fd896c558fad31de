// A service's own names, as DsGetSpn and DsServerRegisterSpn make them.
#pragma once

#include <optional>
#include <vector>

#include "spn/local_names.h"
#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// DS_SPN_NAME_TYPE; the numbers are Windows'.
enum class ServiceType : std::int32_t {
    dns_host = 0,
    dn_host = 1,
    netbios_host = 2,
    domain = 3,
    netbios_domain = 4,
    service = 5,
};

struct ServiceHost {
    std::string name;
    std::uint16_t port = 0;
};

struct ServiceDescription {
    ServiceType type = ServiceType::dns_host;
    std::string_view service_class;
    /// Required by the types domain, netbios_domain and service; refused by the others.
    std::string_view service;
    /// Of the one local host that stands for no hosts at all; each of the hosts has its own.
    std::uint16_t port = 0;
    /// Empty stands for this machine, under the name that the type asks for.
    std::vector<ServiceHost> hosts;
};

/// One name a host, in their order.
Result<std::vector<ServicePrincipalName>> compose_for_service(const ServiceDescription& service,
                                                              const LocalNames& local);

/// The pair that a host-based service registers: class/<DNS name> and class/<NetBIOS name>; one
/// name if a directory takes both for one.
Result<std::vector<ServicePrincipalName>> compose_host_pair(std::string_view service_class,
                                                            std::uint16_t port,
                                                            const LocalNames& local);

}  // namespace mutauth::spn

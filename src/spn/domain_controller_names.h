// The names that domain controllers and KDCs have by convention.
#pragma once

#include <vector>

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// What tells a domain controller's names; an empty text leaves out the names that need it.
struct DomainController {
    std::string_view dns_host;
    std::string_view netbios_host;
    std::string_view dns_domain;
    std::string_view netbios_domain;
    /// The forest's root domain.
    std::string_view forest;
    /// The objectGUID of the NTDS settings object: 8-4-4-4-12 digits.
    std::string_view dsa_guid;
    std::vector<std::string> application_domains;
    bool global_catalog = true;
    bool file_replication = true;
};

/// [MS-DRSR] 2.2.2 to 2.2.4, and the names that Windows and Samba add.
Result<std::vector<ServicePrincipalName>> names_of(const DomainController& controller);

/// What a name is by its form alone.
enum class ControllerName : std::int32_t {
    /// Nothing that only a controller or a KDC has.
    none = 0,
    /// krbtgt/REALM: the KDC's own ticket-granting service.
    ticket_granting = 1,
    /// kadmin/changepw, kadmin/admin or kadmin/<host>: a KDC's administration.
    administration = 2,
    /// ldap/<host>/<domain> and the like: a controller of that domain.
    domain_controller = 3,
    /// GC/<host>/<forest>.
    global_catalog = 4,
    /// E3514235-4B06-11D1-AB04-00C04FC2DCD2/<GUID>/<domain>, or <class>/<GUID>._msdcs.<forest>.
    replication = 5,
    /// NtFrs-... and Dfsr-...: replication of the controllers' shared files.
    file_replication = 6,
};

ControllerName controller_name(const ServicePrincipalName& name);

}  // namespace mutauth::spn

// Where a realm's KDCs and password servers are, by configuration or DNS.
#pragma once

#include <string>
#include <vector>

#include "core/deadline.h"
#include "core/resolve.h"
#include "credential/kerberos.h"

namespace mutauth::credential {

/// krb5.conf's [realms] kdc, else the realm's SRV records; realm_unknown if there is neither.
Result<std::vector<HostPort>> find_kdcs(const KerberosLibrary& library,
                                        const std::string& realm,
                                        const Deadline& deadline);

/// krb5.conf's [realms] kpasswd_server, else admin_server's host, else the realm's SRV records;
/// password_server_unknown if there is none of these.
Result<std::vector<HostPort>> find_password_servers(const KerberosLibrary& library,
                                                    const std::string& realm,
                                                    const Deadline& deadline);

/// "kdc1:88, kdc2:88"
std::string listed(const std::vector<HostPort>& servers);

}  // namespace mutauth::credential

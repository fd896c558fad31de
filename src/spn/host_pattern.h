// Names with "_HOST" for the host, as configuration files share them between machines.
#pragma once

#include "spn/service_principal_name.h"

namespace mutauth::spn {

inline constexpr std::string_view kHostPattern = "_HOST";

/// class/_HOST[:port][/service][@REALM] with the host in lower case; a name without "_HOST" as its
/// host stays as it is. The host is strictly checked, as for compose.
Result<ServicePrincipalName> expand_host(std::string_view pattern, std::string_view host);

}  // namespace mutauth::spn

// A service class under both names of a host, in one change: DsServerRegisterSpn.
#pragma once

#include "registration/edit.h"
#include "registration/write_spns.h"

namespace mutauth::registration {

struct HostPair {
    /// CLASS/host.example.test and CLASS/HOST.
    spn::ServicePrincipalName full;
    spn::ServicePrincipalName brief;
};

/// Of this machine if no host is given. The short name is the first label in capitals, as a
/// computer's NetBIOS name is; 15 bytes at most.
Result<HostPair> host_pair(std::string_view service_class, std::string_view host);

/// Where the directory refuses the short name by itself (a validated write may), the full one is
/// registered alone and a warning says so.
Outcome<Edited> register_host(const Target& target,
                              Operation operation,
                              const HostPair& pair,
                              const Manner& manner);

}  // namespace mutauth::registration

// The names under which the service that a client wants may be registered, best first.
#pragma once

#include <vector>

#include "spn/alias_map.h"
#include "spn/service_principal_name.h"

namespace mutauth::spn {

enum class Reason : std::int32_t {
    as_given = 1,
    /// Without a dot at the end of the host.
    without_dot = 2,
    lower_case = 3,
    /// The class as it is usually written: KDCs tell HTTP from http.
    class_spelling = 4,
    full_name = 5,
    without_port = 6,
    /// The class that stands for the wanted one, by the alias map.
    alias = 7,
    /// Proves the machine, not the service on it.
    restricted_host = 8,
};

struct Candidate {
    ServicePrincipalName name;
    Reason reason;
};

/// No name twice; DNS is never asked. The domain completes a short host; "" leaves it short.
Result<std::vector<Candidate>> candidates(const ServicePrincipalName& wanted,
                                          std::string_view domain,
                                          const AliasMap& aliases);

/// One sentence.
const char* explanation(Reason reason) noexcept;

/// How the class is usually written; empty if nothing is known of it.
std::string_view usual_spelling(std::string_view service_class) noexcept;

}  // namespace mutauth::spn

// The ways to look for an account by what a caller calls it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "directory/profile.h"

namespace mutauth::registration {

/// Either a DN to read or a filter to search by.
struct Lookup {
    std::string dn;
    std::string filter;

    bool operator==(const Lookup&) const = default;
};

/// In the order to try them: the first that finds something decides. The session's own principal
/// tells the realm in which account names and principals are the same thing.
Result<std::vector<Lookup>> lookups_for(directory::Kind kind,
                                        std::string_view name,
                                        std::string_view own_principal);

/// What stands in front of the backslash of DOMAIN\name; "" of any other kind of name.
std::string_view domain_in(std::string_view name);

}  // namespace mutauth::registration

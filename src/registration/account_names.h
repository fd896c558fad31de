// The names that stand on an account's entry: its SPNs and, where MIT's KDC reads the entry, its
// Kerberos principals.
#pragma once

#include <string>
#include <vector>

#include "directory/session.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

inline constexpr const char* kSpnAttribute = "servicePrincipalName";
inline constexpr const char* kPrincipalAttribute = "krbPrincipalName";
inline constexpr const char* kCanonicalAttribute = "krbCanonicalName";

struct AccountNames {
    std::vector<std::string> spns;
    std::vector<std::string> principals;
    /// "" if the entry has none.
    std::string canonical;
};

/// account_not_found if there is no such entry or the caller may not see it.
Result<AccountNames> read_names(directory::Session& session,
                                const std::string& dn,
                                const Deadline& deadline);

/// The principal that the account's keys belong to and that kadmin shows; "" if that cannot be
/// told.
std::string own_principal(const AccountNames& names);
/// The SPN that the own principal is, which must stay on the account; "" if it is none.
std::string own_spn(const AccountNames& names);
/// What stands in a directory as an SPN, even if our reader would not take it for one.
spn::ServicePrincipalName spn_of(const std::string& text);
/// The realm of the account's principals, "" if it has none.
std::string realm_of(const AccountNames& names);

/// Every name that a KDC would serve for the account, each once.
std::vector<std::string> all_spns(const AccountNames& names);

}  // namespace mutauth::registration

// Names on other accounts that a domain takes for other names of an SPN: clients that ask for one
// may be served by the account of the other.
#pragma once

#include <string>
#include <vector>

#include "directory/session.h"
#include "registration/found_spns.h"

namespace mutauth::registration {

/// Those that the account would conflict with if it held the SPN: host/x elsewhere for cifs/x, and
/// cifs/x, http/x ... elsewhere for host/x. Nothing where the directory has no aliases. Two classes
/// that stand for one, cifs/x and http/x, do not conflict. One search.
Result<std::vector<Found>> find_alias_conflicts(directory::Session& session,
                                                const spn::ServicePrincipalName& spn,
                                                const std::string& dn,
                                                const Deadline& deadline);

/// For people, in one line.
std::string conflict_text(const spn::ServicePrincipalName& spn, const Found& conflict);

/// The same for those who do not want it: spn_alias_taken, with each conflict in its evidence.
Result<void> refuse_alias_conflicts(directory::Session& session,
                                    const spn::ServicePrincipalName& spn,
                                    const std::string& dn,
                                    const Deadline& deadline);

}  // namespace mutauth::registration

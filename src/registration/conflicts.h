// Names that other accounts hold too, before a change and after it.
#pragma once

#include <string>
#include <vector>

#include "registration/plan.h"
#include "registration/writer.h"

namespace mutauth::registration {

struct Conflict {
    spn::ServicePrincipalName spn;
    /// Their DNs.
    std::vector<std::string> holders;
};

using Conflicts = std::vector<Conflict>;

/// Those of the names that others than these accounts hold; the account to change is the first.
Result<Conflicts> find_conflicts(directory::Session& session,
                                 const Spns& spns,
                                 const std::vector<std::string>& accounts,
                                 const Deadline& deadline);

/// spn_taken, with all of them in the evidence.
Error taken(const Conflicts& conflicts);

bool among(const std::string& dn, const std::vector<std::string>& accounts);

/// Whether the account with the first DN gives way to that with the second; every writer must
/// decide alike.
bool gives_way(const std::string& dn, const std::string& other);

/// After names were written: waits for others that must give way. Those for which we must, because
/// the other's DN is the lesser or it stays.
Result<Conflicts> outlast(directory::Session& session,
                          const Spns& spns,
                          const std::vector<std::string>& accounts,
                          const Deadline& deadline);

}  // namespace mutauth::registration

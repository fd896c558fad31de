// Puts SPNs on accounts and takes them off. One way is LDAP; a directory may have others.
#pragma once

#include <string>

#include "core/deadline.h"
#include "directory/change.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

class Writer {
  public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;

    /// What was missing and is now there; empty if the account had it all.
    virtual Result<directory::Changes> add(const std::string& dn,
                                           const spn::ServicePrincipalName& spn,
                                           const Deadline& deadline) = 0;
    /// Succeeds also if there is nothing to take off.
    virtual Result<void> remove(const std::string& dn,
                                const spn::ServicePrincipalName& spn,
                                const Deadline& deadline) = 0;
    /// Takes back what add reported, and nothing else.
    virtual Result<void> undo(const std::string& dn,
                              const directory::Changes& made,
                              const Deadline& deadline) = 0;
};

}  // namespace mutauth::registration

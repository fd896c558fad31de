// Writes SPNs by LDAP modify, value by value.
#pragma once

#include "directory/session.h"
#include "registration/writer.h"

namespace mutauth::registration {

class LdapWriter final : public Writer {
  public:
    /// The session must outlive it.
    explicit LdapWriter(directory::Session& session) : session_(session) {}

    Result<directory::Changes> add(const std::string& dn,
                                   const spn::ServicePrincipalName& spn,
                                   const Deadline& deadline) override;
    Result<void> remove(const std::string& dn,
                        const spn::ServicePrincipalName& spn,
                        const Deadline& deadline) override;
    Result<void> undo(const std::string& dn,
                      const directory::Changes& made,
                      const Deadline& deadline) override;

  private:
    /// Makes the changes, less those that the directory by its own rules finds made already.
    Result<directory::Changes> apply(const std::string& dn,
                                     directory::Changes changes,
                                     const Deadline& deadline);
    Result<bool> holds(const std::string& dn,
                       const directory::Change& value,
                       const Deadline& deadline);
    Result<directory::Changes> still_to_make(const std::string& dn,
                                             const directory::Changes& changes,
                                             const Deadline& deadline);

    directory::Session& session_;
};

}  // namespace mutauth::registration

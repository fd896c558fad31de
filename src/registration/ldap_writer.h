// Writes by LDAP modify, value by value.
#pragma once

#include "directory/session.h"
#include "registration/writer.h"

namespace mutauth::registration {

class LdapWriter final : public Writer {
  public:
    /// The session must outlive it.
    explicit LdapWriter(directory::Session& session) : session_(session) {}

    Result<directory::Changes> apply(const std::string& dn,
                                     directory::Changes changes,
                                     const Deadline& deadline) override;
    Result<void> undo(const std::string& dn,
                      const directory::Changes& made,
                      const Deadline& deadline) override;

  private:
    directory::Session& session_;
};

/// Those of the changes that the directory by its own rules does not find made already.
Result<directory::Changes> still_to_make(directory::Session& session,
                                         const std::string& dn,
                                         const directory::Changes& changes,
                                         const Deadline& deadline);

}  // namespace mutauth::registration

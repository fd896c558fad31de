// Writes by LDAP modify, value by value.
#pragma once

#include "directory/session.h"
#include "registration/writer.h"

namespace mutauth::registration {

class LdapWriter final : public Writer {
  public:
    /// The session must outlive it.
    explicit LdapWriter(directory::Session& session) : session_(session) {}

    Outcome<Applied> apply(const std::string& dn,
                           directory::Changes changes,
                           const Deadline& deadline) override;

  private:
    /// The changes that are still to be made after a refusal that says that some are so already.
    Result<directory::Changes> rest_after(Error refusal,
                                          const std::string& dn,
                                          const directory::Changes& changes,
                                          const Deadline& deadline);

    directory::Session& session_;
};

/// Those of the changes that the directory by its own rules does not find made already.
Result<directory::Changes> still_to_make(directory::Session& session,
                                         const std::string& dn,
                                         const directory::Changes& changes,
                                         const Deadline& deadline);

/// "change DN: add attribute value; delete attribute value".
std::string step_text(const std::string& dn, const directory::Changes& changes);

}  // namespace mutauth::registration

// Accounts in a directory and the SPNs on them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/session.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

/// One thread at a time, and none that uses the session meanwhile.
class Account {
  public:
    /// By DN, account name, DOMAIN\name or principal; without a name the account that the session
    /// is bound as. The session must outlive the account.
    static Result<Account> find(directory::Session& session,
                                std::optional<std::string_view> name,
                                const Deadline& deadline);

    const std::string& dn() const noexcept { return dn_; }
    /// Read now.
    Result<std::vector<std::string>> spns(const Deadline& deadline) const;
    /// Both succeed also if there is nothing to do.
    Result<void> add_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline);
    Result<void> delete_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline);

  private:
    Account(directory::Session& session, std::string dn) : session_(&session), dn_(std::move(dn)) {}

    directory::Session* session_;
    std::string dn_;
};

}  // namespace mutauth::registration

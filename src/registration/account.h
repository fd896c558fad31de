// Accounts in a directory and the SPNs on them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/session.h"
#include "registration/plan.h"
#include "registration/register_host.h"
#include "registration/steps.h"

namespace mutauth::registration {

/// One thread at a time, and none that uses the session meanwhile. What changes the account changes
/// all or nothing, succeeds also if there is nothing to do, and may be run again after a kill.
/// change_unsettled from any of them: the directory's answer was lost and could not be found out.
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
    /// What the last change could not do, for people.
    const std::vector<std::string>& warnings() const noexcept { return warnings_; }

    Result<void> add_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline);
    Result<void> delete_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline);

    Result<void> add_spns(const Spns& spns, const Manner& manner);
    Result<void> delete_spns(const Spns& spns, const Manner& manner);
    /// An empty list clears.
    Result<void> replace_spns(const Spns& spns, const Manner& manner);
    Result<void> register_host(Operation operation, const HostPair& pair, const Manner& manner);
    /// All of them if no list is given.
    Result<void> move_spns(const Account& to,
                           const std::optional<Spns>& spns,
                           const Manner& manner);
    /// Those of one class, or all.
    Result<void> remove_all(std::optional<std::string_view> service_class, const Manner& manner);

  private:
    Account(directory::Session& session, std::string dn) : session_(&session), dn_(std::move(dn)) {}

    Result<void> done(Outcome<Edited> outcome);
    Result<void> done(Result<Edited> edited);
    Result<void> done(Result<std::vector<std::string>> warnings);

    directory::Session* session_;
    std::string dn_;
    std::vector<std::string> warnings_;
};

}  // namespace mutauth::registration

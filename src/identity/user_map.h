// Which user of this machine a proven caller is, by rules that this machine's administrator made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/wildcard.h"
#include "identity/identity.h"
#include "identity/local_user.h"

namespace mutauth::identity {

/// Whoever is not mapped by what was added is nobody here, but for processes on this machine.
class UserMap {
  public:
    /// The principal is "name@REALM", and in its name * stands for any text.
    Result<void> add_rule(std::string_view principal, std::string_view user);
    Result<void> add_rule(std::string_view principal, const LocalUser& user);
    /// The account of that SID, as a KDC of that realm says: other realms' KDCs may not.
    void add_sid(std::string_view realm, const Sid& sid, std::string_view user);
    void add_realm(std::string_view realm) { realms_.emplace_back(realm); }
    void use_auth_to_local() noexcept { auth_to_local_ = true; }
    /// Rules for names are for UPNs too.
    void allow_upn() noexcept { names_ = AccountNames::own_or_upn; }
    void allow_root() noexcept { root_allowed_ = true; }
    /// Whoever comes without a PAC that names an account is nobody here.
    void require_pac() noexcept { pac_required_ = true; }

    /// May ask the name service.
    Result<LocalUser> find(const Identity& identity) const;

  private:
    struct Target {
        std::string name;
        /// With it no name service is asked.
        std::optional<LocalUser> known;
    };
    struct Exact {
        std::string principal;
        Target user;
    };
    struct SidRule {
        std::string realm;
        Sid sid;
        std::string user;
    };
    struct Pattern {
        Wildcard name;
        std::string realm;
        Target user;
    };

    Result<void> add(std::string_view principal, Target user);
    Result<LocalUser> by_ticket(const Identity& caller) const;
    const SidRule* sid_rule_for(const std::string& principal, const TicketAccount& account) const;
    const Target* rule_for(const std::string& principal) const;
    /// A name that the account itself has: of the ticket's PAC, if it names one.
    Result<LocalUser> by_own_name(const std::string& principal,
                                  const std::optional<TicketAccount>& account) const;

    std::vector<SidRule> sids_;
    std::vector<Exact> exact_;
    std::vector<Pattern> patterns_;
    std::vector<std::string> realms_;
    AccountNames names_ = AccountNames::own;
    bool auth_to_local_ = false;
    bool root_allowed_ = false;
    bool pac_required_ = false;
};

}  // namespace mutauth::identity

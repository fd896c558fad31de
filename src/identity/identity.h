// Who is at the other end of a proven context, and what its ticket says of it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "context/proof.h"
#include "core/forkable_mutex.h"
#include "core/result.h"
#include "identity/ticket_account.h"
#include "spn/kerberos_principal.h"

namespace mutauth::identity {

/// A domain whose SIDs are believed from the clients of a realm.
struct TrustedDomain {
    std::string realm;
    Sid domain;
};

/// Which names of an account its clients may come by.
enum class AccountNames {
    /// sAMAccountName, which is one account's alone in its domain.
    own,
    /// userPrincipalName too, which whoever may write to the account chooses.
    own_or_upn,
};

/// What the PAC says is read when somebody first asks, and kept. May be used by many threads. It
/// keeps the proof, so it may outlive the context.
class Identity {
  public:
    explicit Identity(std::shared_ptr<const context::Proof> proof);
    explicit Identity(const context::Proof& proof);
    Identity(const Identity&) = delete;
    Identity& operator=(const Identity&) = delete;

    const context::Proof& proof() const noexcept { return proof_; }

    /// Unquoted, but for NUL, which stays "\0" as libkrb5 writes it.
    const spn::PrincipalParts& client() const noexcept { return client_; }
    /// A service principal's name without its realm and unquoted, and the realm.
    struct ServiceName {
        std::string name;
        std::string realm;
    };

    /// All names of the key that opened the ticket: the proof's service_keys.
    const std::vector<ServiceName>& service_keys() const noexcept { return service_keys_; }
    /// What the client asked for: a claim, if this is an acceptor's.
    const ServiceName& asked_service() const noexcept { return asked_service_; }
    /// The client's realm is the one of the key that opened its ticket: no other KDC had a say.
    bool of_own_realm() const noexcept { return client_.realm == service_realm_; }

    /// pac_missing if the ticket has none; it lives as long as the identity.
    Result<const CallerPac*> pac() const;

    /// account_mismatch if the PAC names an account that the client's name is not a name of.
    /// Active Directory's KDC also gives tickets to "web" for the account "web$", so that whoever
    /// may make "postgres$" could come as "postgres"; and whoever may write a userPrincipalName
    /// could name an account after another. Without a PAC, or an account in it, nothing is wrong; a
    /// PAC that does not prove itself is.
    Result<void> check_name(AccountNames names) const;

    /// Whether the client is that account or belongs to that group. SIDs of the account's domain
    /// count if its realm is the service's own; all others, and those of other realms' clients,
    /// only where the realm and the domain are among those trusted. The error is pac()'s, or
    /// pac_missing if the PAC names no account.
    Result<bool> has(const Sid& sid, const std::vector<TrustedDomain>& trusted = {}) const;

  private:
    /// Keeps what is learned of the PAC, for good; the error is of a failure that may pass.
    Result<void> read_pac() const;
    bool counts(const TicketAccount& account,
                const Sid& sid,
                const std::vector<TrustedDomain>& trusted) const;

    std::shared_ptr<const context::Proof> kept_;
    const context::Proof& proof_;
    spn::PrincipalParts client_;
    std::string service_realm_;
    std::vector<ServiceName> service_keys_;
    ServiceName asked_service_;
    mutable ForkableMutex reading_;
    mutable std::atomic<bool> pac_read_{false};
    /// Apart, since most callers' are never read.
    mutable std::unique_ptr<const CallerPac> pac_;
    mutable bool is_own_name_ = true;
    mutable bool is_upn_ = true;
    mutable Error pac_error_;
};

}  // namespace mutauth::identity

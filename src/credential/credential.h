// What a program proves itself with: tickets, keys or a password, and the tickets got from them.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/deadline.h"
#include "credential/keys.h"
#include "credential/secret_text.h"
#include "credential/ticket_cache.h"
#include "credential/ticket_exchange.h"
#include "spn/served_names.h"
#include "spn/service_principal_name.h"

namespace mutauth::credential {

/// May serve many threads at once.
class Credential {
  public:
    static Result<std::shared_ptr<Credential>> from_ccache(const std::string& name);
    static Result<std::shared_ptr<Credential>> from_environment();
    /// An empty principal: act as the first entry's, and accept by the served names' own keys.
    static Result<std::shared_ptr<Credential>> from_keytab(const std::string& file,
                                                           const std::string& principal);
    /// The same of keys at hand.
    static Result<std::shared_ptr<Credential>> from_keys(std::shared_ptr<Keys> keys,
                                                         const std::string& principal);
    static Result<std::shared_ptr<Credential>> from_password(const std::string& principal,
                                                             std::string_view password);

    const std::string& principal() const noexcept { return principal_; }
    std::int64_t expires();

    /// Makes sure of a ticket-granting ticket and, if a service is named, a ticket for it; gives
    /// the cache that holds them, which stays as it is when the credential later renews.
    Result<std::shared_ptr<const TicketCache>> fetch(const spn::ServicePrincipalName* service,
                                                     const Deadline& deadline);

    /// A ticket for the service that the KDC makes now, in a cache of its own: what was fetched
    /// before may be sealed with an older key.
    Result<std::shared_ptr<const TicketCache>> fetch_anew(const spn::ServicePrincipalName& service,
                                                          const Deadline& deadline);
    /// A ticket for a service that wants the client's key itself to have been used, as the password
    /// service does; by the ticket-granting ticket if that is all there is.
    Result<std::shared_ptr<const TicketCache>> fetch_initial(
        const spn::ServicePrincipalName& service, const Deadline& deadline);

    bool has_keys() const noexcept { return keys_ != nullptr; }
    /// The keys that may open a ticket for one of the SPNs.
    Result<std::shared_ptr<const Keys>> keys_for(
        const std::shared_ptr<const spn::ServedNames>& served);
    /// The account whose keys stand for every served SPN, "" if none was named.
    const std::string& account() const noexcept { return account_; }

  private:
    Credential(KerberosLibrary library, std::string principal);
    Result<std::unique_lock<std::timed_mutex>> lock(const Deadline& deadline);
    Result<void> ensure_initial(const Deadline& deadline);
    InitialSecret secret() const;
    Error named(Error error) const;

    std::timed_mutex mutex_;
    std::mutex keys_mutex_;
    KerberosLibrary library_;
    std::string principal_;
    std::string account_;
    std::shared_ptr<Keys> keys_;
    std::optional<SecretText> password_;
    std::shared_ptr<TicketCache> tickets_;
    /// The last answer of keys_for: a service asks with the same names for every client.
    std::shared_ptr<const spn::ServedNames> served_before_;
    std::shared_ptr<const Keys> served_keys_;
};

}  // namespace mutauth::credential

// What a program proves itself with: tickets, keys or a password, and the tickets got from them.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/deadline.h"
#include "core/forkable_mutex.h"
#include "core/log.h"
#include "credential/background_renewal.h"
#include "credential/s4u_exchange.h"
#include "credential/secret_text.h"
#include "credential/ticket_cache.h"
#include "credential/ticket_exchange.h"
#include "credential/watched_keys.h"
#include "spn/served_names.h"
#include "spn/service_principal_name.h"

namespace mutauth::credential {

/// Asks a program for its principal's password; nothing if it has none to give. Nothing is locked
/// meanwhile.
using AskPassword = std::function<std::optional<SecretText>(const std::string& principal)>;

/// May serve many threads at once.
class Credential : public std::enable_shared_from_this<Credential> {
  public:
    static Result<std::shared_ptr<Credential>> from_ccache(const std::string& name);
    /// libkrb5's default ccache, else its default client keytab. As MIT's gss_acquire_cred does,
    /// the client keytab also gets new tickets for the ccache's principal when those have ended.
    static Result<std::shared_ptr<Credential>> from_environment();
    /// An empty principal: act as the first entry's, and accept by the served names' own keys.
    static Result<std::shared_ptr<Credential>> from_keytab(const std::string& file,
                                                           const std::string& principal);
    /// Whichever key of the keytab the KDC takes as the enterprise name's; for initiators.
    static Result<std::shared_ptr<Credential>> from_enterprise_keytab(const std::string& file,
                                                                      const std::string& name);
    /// libkrb5's default client keytab, for initiators.
    static Result<std::shared_ptr<Credential>> from_client_keytab(const std::string& principal);
    /// The same of keys at hand.
    static Result<std::shared_ptr<Credential>> from_keys(std::shared_ptr<Keys> keys,
                                                         const std::string& principal);
    static Result<std::shared_ptr<Credential>> from_password(const std::string& principal,
                                                             std::string_view password,
                                                             NameType type = NameType::principal);
    /// Asks whenever a ticket-granting ticket is needed, on the thread that needs it.
    static Result<std::shared_ptr<Credential>> from_asking(const std::string& principal,
                                                           AskPassword ask);

    /// A client's, by what a service may do in its name: with the client's ticket to the service,
    /// in DER, as evidence, or without one by the service's word alone ([MS-SFU]).
    static Result<std::shared_ptr<Credential>> on_behalf(std::shared_ptr<Credential> service,
                                                         const std::string& client,
                                                         Bytes evidence,
                                                         NameType type = NameType::principal);

    /// Whichever the choice gives for each fetch, on the thread that fetches; it is given the
    /// service's own, which the rest is about.
    using Choose =
        std::function<Result<std::shared_ptr<Credential>>(std::shared_ptr<Credential> service)>;
    static Result<std::shared_ptr<Credential>> chosen_by(std::shared_ptr<Credential> service,
                                                         Choose choose);

    /// A client's, by the ticket-granting ticket that it handed to a service, copied.
    static Result<std::shared_ptr<Credential>> handed_over(const TicketCache& tickets);

    /// Lives as long as the credential. Of an enterprise name what was given, and the account's own
    /// name once a KDC has told it.
    const std::string& principal() const;
    /// By this machine's clock, whatever the KDC's shows. Waits for no exchange of another thread.
    std::int64_t expires() const;
    /// Take whatever principal the ccache has when it is read again, instead of refusing another.
    void follow_source();

    /// Makes sure of a ticket-granting ticket and, if a service is named, a ticket for it; gives
    /// the cache that holds them, which stays as it is when the credential later renews.
    Result<std::shared_ptr<const TicketCache>> fetch(const spn::ServicePrincipalName* service,
                                                     const Deadline& deadline);
    /// Makes sure of a ticket-granting ticket that lives so many seconds more.
    Result<void> ensure_fresh(std::int64_t seconds, const Deadline& deadline);
    /// Does so again and again on a thread of its own, until stopped or let go.
    Result<void> renew_in_background(std::int64_t seconds, Log log);
    void stop_renewal();

    /// A ticket for the service that the KDC makes now, in a cache of its own: what was fetched
    /// before may be sealed with an older key.
    Result<std::shared_ptr<const TicketCache>> fetch_anew(const spn::ServicePrincipalName& service,
                                                          const Deadline& deadline);
    /// A ticket for a service that wants the client's key itself to have been used, as the password
    /// service does; by the ticket-granting ticket if that is all there is.
    Result<std::shared_ptr<const TicketCache>> fetch_initial(
        const spn::ServicePrincipalName& service, const Deadline& deadline);

    /// A ticket-granting ticket for the service to act with, of the tickets that fetch gave.
    Result<Bytes> forward(const TicketCache& tickets,
                          const spn::ServicePrincipalName& service,
                          const Deadline& deadline);

    bool has_keys() const noexcept { return keys_ != nullptr && !source_; }
    /// The keys that may open a ticket for one of the SPNs. Log tells of a keytab that changed.
    Result<std::shared_ptr<const Keys>> keys_for(
        const std::shared_ptr<const spn::ServedNames>& served, const Log& log);
    /// The account whose keys stand for every served SPN, "" if none was named.
    const std::string& account() const noexcept { return account_; }

  private:
    /// Where tickets were copied from.
    struct Source {
        std::string name;
        FileWatch file;
        /// Whose it has become, if it is another principal's now and that is not followed.
        std::string turned_into;
    };

    /// Whose tickets are got in another's name.
    struct OnBehalf {
        std::shared_ptr<Credential> service;
        Evidence evidence;
        /// The service's own word serves instead, and is got again when it ends.
        bool by_word;
        /// Set where whose tickets these are is not settled.
        Choose choose;
    };

    Credential(KerberosLibrary library, std::string principal);
    static Result<std::shared_ptr<Credential>> from_watched_keys(std::shared_ptr<Keys> keys,
                                                                 const std::string& principal,
                                                                 FileWatch file);
    /// The thread that asks the program for the password, which holds no mutex meanwhile.
    struct Asking {
        std::thread::id thread;
        std::uint64_t generation;
    };
    using Held = std::unique_lock<ForkableMutex>;

    Result<Held> lock(const Deadline& deadline);
    bool is_being_asked() const noexcept;
    std::optional<SecretText> ask_for_password(Held& held);
    std::shared_ptr<TicketCache> current_tickets() const;
    bool has_secret() const noexcept;
    Result<void> ensure_initial(Held& held, std::int64_t seconds, const Deadline& deadline);
    Result<void> read_source(std::int64_t seconds);
    void take_client_keytab();
    Result<std::shared_ptr<TicketCache>> new_cache() const;
    Result<void> settle_name(std::shared_ptr<TicketCache>& tickets);
    Result<void> take_name(const std::string& name);
    Result<void> make_own_evidence(const TicketCache& own, const Deadline& deadline);
    std::int64_t seconds_left() const;
    void take_source();
    void publish(std::shared_ptr<TicketCache> tickets);
    /// Who has the ticket it needs does not wait for another thread that waits for a KDC.
    std::shared_ptr<const TicketCache> tickets_while_others_fetch(
        const spn::ServicePrincipalName* service);
    Result<std::shared_ptr<const TicketCache>> fetch_on_behalf(
        const spn::ServicePrincipalName* service, const Deadline& deadline);
    Result<void> get_initial(Held& held,
                             const TicketCache& into,
                             const Deadline& deadline,
                             const char* service = nullptr);
    Result<void> get_initial_by_keys(const TicketCache& into,
                                     const Deadline& deadline,
                                     const char* service);
    Error named(Error error) const;
    std::optional<std::chrono::milliseconds> renew_once(std::int64_t seconds,
                                                        const Log& log,
                                                        std::int64_t& pause,
                                                        const Deadline& deadline);

    ForkableMutex mutex_;
    KerberosLibrary library_;
    mutable ForkableMutex names_mutex_;
    /// The last one counts; those before it may still be read.
    std::deque<std::string> names_;
    std::string account_;
    std::unique_ptr<WatchedKeys> keys_;
    std::optional<SecretText> password_;
    AskPassword ask_;
    std::optional<Asking> asking_;
    std::optional<Source> source_;
    std::optional<OnBehalf> on_behalf_;
    /// What the KDC is asked for, if an enterprise name was given.
    std::optional<std::string> enterprise_name_;
    bool name_settled_ = false;
    std::atomic<bool> follows_{false};
    /// Changed under both mutexes, so that either is enough to read it.
    std::shared_ptr<TicketCache> tickets_;
    mutable ForkableMutex tickets_mutex_;
    ForkableMutex renewal_mutex_;
    // Goes first, since its thread uses all the rest.
    std::unique_ptr<BackgroundRenewal> renewal_;
};

}  // namespace mutauth::credential

// One principal's tickets in memory, under a name that GSS-API can be given.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "credential/kerberos.h"
#include "credential/shelf.h"
#include "spn/service_principal_name.h"

namespace mutauth::credential {

/// A ticket for a service, with all that its client needs to present it. Never changed.
struct ServiceCreds {
    explicit ServiceCreds(krb5_context context) noexcept : library(context) {}
    ~ServiceCreds() { ::krb5_free_cred_contents(library, &creds); }
    ServiceCreds(const ServiceCreds&) = delete;
    ServiceCreds& operator=(const ServiceCreds&) = delete;

    /// Seconds since 1970 by the KDC's clock.
    std::int64_t ends() const noexcept;
    std::int64_t authenticated() const noexcept;

    krb5_creds creds{};
    krb5_context library;
};

/// The file in a name of libkrb5's, "" if it is none: "FILE:/path", "DIR::/path" or a bare path.
std::string ccache_file(std::string_view name);

/// Filled by one thread, then read by many: libkrb5 locks a MEMORY cache by itself, and the
/// krb5_context in here is used by one thread at a time.
class TicketCache {
  public:
    /// Empty, for the principal's tickets of a KDC with this clock.
    static Result<std::shared_ptr<TicketCache>> make(const std::string& principal,
                                                     ClockOffset clock = {});
    /// A copy of all that another cache holds now; an empty name stands for libkrb5's default. What
    /// is no regular file where one is expected is refused, and nobody waits for it.
    static Result<std::shared_ptr<TicketCache>> copy(const std::string& name);

    /// For the same principal, with its realm's ticket-granting ticket and nothing else.
    static Result<std::shared_ptr<TicketCache>> with_ticket_granting_ticket(
        const KerberosLibrary& library, const TicketCache& from);

    /// The same tickets in the name of whom the KDC gave them to, where it was asked by an
    /// enterprise name.
    static Result<std::shared_ptr<TicketCache>> of_owner(const KerberosLibrary& library,
                                                         const TicketCache& from);

    /// For GSS-API, which reads a ticket's end by this machine's clock before it learns the KDC's
    /// from a cache in memory: where this clock is ahead, a copy whose entries (not the tickets,
    /// which are sealed) say when they end by it.
    static Result<std::shared_ptr<const TicketCache>> for_gss(
        std::shared_ptr<const TicketCache> tickets);

    const std::string& name() const noexcept { return name_; }
    const std::string& principal() const noexcept { return principal_; }
    krb5_ccache get() const noexcept { return cache_.get(); }
    /// The KDC's, which travels with its tickets: their times are by it, and so must be what is
    /// said to whom they are shown.
    ClockOffset clock() const noexcept { return clock_; }
    /// When it has just been learned, before anybody else uses the cache.
    void learn_clock(ClockOffset clock) const;
    /// Seconds since 1970 by the KDC's clock.
    std::int64_t now() const noexcept;
    /// What this machine's clock shows when the KDC's shows the time.
    std::int64_t here(std::int64_t kdc_time) const noexcept { return kdc_time - clock_.seconds; }
    /// Null if there is none for the service that has not ended. Valid as long as the cache. May be
    /// called by many threads; costs a look-up once a ticket was found that lives a minute more.
    std::shared_ptr<const ServiceCreds> creds_for(const spn::ServicePrincipalName& service) const;
    /// Those whose ticket is this one, as a library may have taken another than creds_for; null if
    /// there are none.
    std::shared_ptr<const ServiceCreds> creds_with(const spn::ServicePrincipalName& service,
                                                   ByteView ticket) const;
    /// Whether such a ticket lives a minute more, so that it need not be got anew.
    bool has_fresh_creds_for(const spn::ServicePrincipalName& service) const;
    /// When the realm's ticket-granting ticket ends, by the KDC's clock; 0 without one.
    std::int64_t end_of_ticket_granting_ticket() const;
    /// Its TKT_FLG_... (RFC 4120 5.3); 0 without one.
    std::int32_t flags_of_ticket_granting_ticket() const;
    /// For what names this cache. May be used by many threads.
    Shelf& shelf() const noexcept { return shelf_; }

  private:
    TicketCache(KerberosLibrary library,
                PrivateCache cache,
                std::string principal,
                ClockOffset clock);

    KerberosLibrary library_;
    PrivateCache cache_;
    std::string name_;
    std::string principal_;
    mutable ClockOffset clock_;
    /// Of what follows, and of library_ once the cache is made.
    mutable ForkableMutex mutex_;
    mutable std::unordered_map<std::string, std::shared_ptr<const ServiceCreds>> found_;
    mutable std::int64_t end_ = 0;
    // Goes first, since what is on it names the cache.
    mutable Shelf shelf_;
};

/// A ticket as a service gets it: whose, by which key, and the sealed part.
struct ServiceTicket {
    /// As krb5_unparse_name writes it.
    std::string server;
    std::uint32_t kvno = 0;
    std::int32_t enctype = 0;
    Bytes sealed;
};

Result<ServiceTicket> service_ticket_in(const KerberosLibrary& library,
                                        const TicketCache& cache,
                                        const spn::ServicePrincipalName& service);

/// Whether the key is the one that the KDC sealed the ticket with.
bool key_opens(const KerberosLibrary& library,
               const ServiceTicket& ticket,
               std::int32_t enctype,
               ByteView key);

}  // namespace mutauth::credential

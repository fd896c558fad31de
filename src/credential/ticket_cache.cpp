#include "credential/ticket_cache.h"

#include <fmt/format.h>

#include <ctime>

#include "core/regular_file.h"
#include "core/system_error.h"
#include "core/text.h"
#include "core/times.h"

namespace mutauth::credential {
namespace {

/// A ticket that ends within this time is as good as none: it could end during the exchange.
constexpr std::int64_t kFreshSeconds = 60;

/// krb5_timestamp is 32 bits, unsigned since MIT 1.16, so that it lasts until 2106.
std::int64_t seconds_of(krb5_timestamp at) {
    return static_cast<std::int64_t>(static_cast<std::uint32_t>(at));
}

Error unreadable(const KerberosLibrary& library, const std::string& name, krb5_error_code code) {
    const bool absent = code == KRB5_FCC_NOFILE || code == KRB5_CC_NOTFOUND;
    return library
        .error(absent ? Status::no_credential : Status::ccache_unreadable,
               fmt::format("credential cache {}", displayed(name)), code)
        .with("ccache", name);
}

/// Each entry in turn, as long as the visitor says 0.
template <typename Visit>
krb5_error_code for_each_entry(const KerberosLibrary& library, krb5_ccache cache, Visit visit) {
    krb5_cc_cursor cursor = nullptr;
    krb5_error_code code = ::krb5_cc_start_seq_get(library.get(), cache, &cursor);
    if (code != 0) {
        return code;
    }
    while (code == 0) {
        ServiceCreds entry(library.get());
        code = ::krb5_cc_next_cred(library.get(), cache, &cursor, &entry.creds);
        if (code == 0) {
            code = visit(entry.creds);
        }
    }
    ::krb5_cc_end_seq_get(library.get(), cache, &cursor);
    return code == KRB5_CC_END ? 0 : code;
}

/// Beside what libkrb5 keeps for itself.
bool has_tickets(const KerberosLibrary& library, krb5_ccache cache) {
    bool found = false;
    for_each_entry(library, cache, [&](const krb5_creds& entry) {
        found = found || ::krb5_is_config_principal(library.get(), entry.server) == 0;
        return krb5_error_code{0};
    });
    return found;
}

/// Another's cache, and the file behind it held open so that libkrb5 reads this one and no other.
struct OpenedCache {
    static Result<OpenedCache> open(const KerberosLibrary& library, const std::string& name);

    Cache cache;
    FileDescriptor file;
};

Error unreadable_file(Error cause, const std::string& name) {
    if (is_missing(cause)) {
        // libkrb5's own code, which is in logs and manuals.
        return Error(Status::no_credential,
                     fmt::format("there is no credential cache {}", displayed(name)))
            .with_native(NativeSystem::krb5, KRB5_FCC_NOFILE)
            .with("ccache", name);
    }
    return std::move(cause)
        .as(Status::ccache_unreadable)
        .while_doing("credential cache " + displayed(name))
        .with("ccache", name);
}

Result<Cache> resolved(const KerberosLibrary& library,
                       const std::string& full,
                       const std::string& name) {
    Cache cache(library.get());
    if (const auto code = ::krb5_cc_resolve(library.get(), full.c_str(), cache.out()); code != 0) {
        return library
            .error(Status::ccache_unreadable, fmt::format("credential cache {}", displayed(name)),
                   code)
            .with("ccache", name);
    }
    return cache;
}

Result<OpenedCache> OpenedCache::open(const KerberosLibrary& library, const std::string& name) {
    std::string file = ccache_file(name);
    if (file.empty()) {
        if (name.starts_with("DIR:")) {
            // The file that says which of the folder's caches is meant. None stands for "tkt".
            auto primary = open_regular(name.substr(4) + "/primary");
            if (!primary && !is_missing(primary.error())) {
                return unreadable_file(std::move(primary).error(), name);
            }
        }
        auto cache = resolved(library, name, name);
        if (!cache) {
            return std::move(cache).error();
        }
        file = ccache_file(full_name_of(library.get(), cache->get()));
        if (file.empty()) {
            return OpenedCache{std::move(*cache), FileDescriptor()};
        }
    }
    auto opened = open_regular(file);
    if (!opened) {
        return unreadable_file(std::move(opened).error(), name);
    }
    auto cache = resolved(library, "FILE:" + name_of_open(*opened, file), name);
    return cache ? Result<OpenedCache>(OpenedCache{std::move(*cache), std::move(*opened)})
                 : Result<OpenedCache>(std::move(cache).error());
}

Result<std::string> source_name(const KerberosLibrary& library, const std::string& name) {
    if (!name.empty()) {
        return name;
    }
    const char* usual = ::krb5_cc_default_name(library.get());
    return usual == nullptr ? Result<std::string>(Error(Status::no_credential))
                            : std::string(usual);
}

krb5_error_code find_ticket_granting_ticket(const KerberosLibrary& library,
                                            const TicketCache& cache,
                                            ServiceCreds& found) {
    Principal owner(library.get());
    Principal granter(library.get());
    auto code = ::krb5_cc_get_principal(library.get(), cache.get(), owner.out());
    if (code != 0) {
        return code;
    }
    const krb5_data& realm = *krb5_princ_realm(library.get(), owner.get());
    code =
        ::krb5_build_principal_ext(library.get(), granter.out(), realm.length, realm.data,
                                   KRB5_TGS_NAME_SIZE, KRB5_TGS_NAME, realm.length, realm.data, 0);
    if (code != 0) {
        return code;
    }
    ServiceCreds wanted(library.get());
    wanted.creds.client = owner.release();
    wanted.creds.server = granter.release();
    return ::krb5_cc_retrieve_cred(library.get(), cache.get(), 0, &wanted.creds, &found.creds);
}

krb5_error_code find_ticket(const KerberosLibrary& library,
                            const TicketCache& cache,
                            const spn::ServicePrincipalName& service,
                            ServiceCreds& found) {
    auto server = parse_principal(library, service.principal());
    auto client = parse_principal(library, cache.principal());
    if (!server || !client) {
        return KRB5_CC_NOTFOUND;
    }
    ServiceCreds wanted(library.get());
    wanted.creds.client = client->release();
    wanted.creds.server = server->release();
    // The cache keeps tickets that have expired, or soon will, beside those that took their place;
    // and a service may be given none that live long.
    krb5_error_code code = KRB5_CC_NOTFOUND;
    for (const std::int64_t left :
         {kFreshSeconds, kFreshSeconds / 4, kFreshSeconds / 12, std::int64_t{2}, std::int64_t{0}}) {
        wanted.creds.times.endtime = static_cast<krb5_timestamp>(later(cache.now(), left));
        code = ::krb5_cc_retrieve_cred(library.get(), cache.get(), KRB5_TC_MATCH_TIMES,
                                       &wanted.creds, &found.creds);
        if (code == 0) {
            break;
        }
    }
    return code;
}

}  // namespace

std::string ccache_file(std::string_view name) {
    for (const std::string_view type : {"FILE:", "DIR::"}) {
        if (name.starts_with(type)) {
            return std::string(name.substr(type.size()));
        }
    }
    const auto colon = name.find(':');
    const bool typed = colon != std::string_view::npos && name.find('/') > colon;
    return typed ? std::string() : std::string(name);
}

TicketCache::TicketCache(KerberosLibrary library,
                         PrivateCache cache,
                         std::string principal,
                         ClockOffset clock)
    : library_(std::move(library)),
      cache_(std::move(cache)),
      name_(full_name_of(library_.get(), cache_.get())),
      principal_(std::move(principal)),
      clock_(clock) {}

Result<std::shared_ptr<TicketCache>> TicketCache::make(const std::string& principal,
                                                       ClockOffset clock) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    // Before the cache is made: it keeps the offset for whoever opens it by name, as GSS-API does.
    library->set_clock(clock);
    auto parsed = parse_principal(*library, principal);
    auto cache = make_private_cache(*library);
    if (!parsed || !cache) {
        return parsed ? std::move(cache).error() : std::move(parsed).error();
    }
    const auto code = ::krb5_cc_initialize(library->get(), cache->get(), parsed->get());
    if (code != 0) {
        return library->error(Status::system_error, "cannot make a credential cache", code);
    }
    std::string full = principal_text(library->get(), parsed->get());
    if (full.empty()) {
        return Error(Status::out_of_memory);
    }
    return std::shared_ptr<TicketCache>(
        new TicketCache(std::move(*library), std::move(*cache), std::move(full), clock));
}

Result<std::shared_ptr<TicketCache>> TicketCache::copy(const std::string& name) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto from = source_name(*library, name);
    if (!from) {
        return std::move(from).error();
    }
    auto opened = OpenedCache::open(*library, *from);
    if (!opened) {
        return std::move(opened).error();
    }
    const Cache& source = opened->cache;
    Principal owner(library->get());
    if (const auto code = ::krb5_cc_get_principal(library->get(), source.get(), owner.out());
        code != 0) {
        return unreadable(*library, *from, code);
    }
    // libkrb5 has read what the cache says of its KDC's clock, unless krb5.conf's kdc_timesync is
    // 0.
    auto made = make(principal_text(library->get(), owner.get()), library->clock());
    if (!made) {
        return made;
    }
    if (const auto code = ::krb5_cc_copy_creds(library->get(), source.get(), (*made)->cache_.get());
        code != 0) {
        return unreadable(*library, *from, code);
    }
    if (!has_tickets(*library, (*made)->cache_.get())) {
        return Error(Status::no_credential,
                     fmt::format("credential cache {} has no ticket", displayed(*from)))
            .with("ccache", *from);
    }
    return made;
}

Result<std::shared_ptr<TicketCache>> TicketCache::with_ticket_granting_ticket(
    const KerberosLibrary& library, const TicketCache& from) {
    auto made = make(from.principal(), from.clock());
    if (!made) {
        return made;
    }
    ServiceCreds found(library.get());
    auto code = find_ticket_granting_ticket(library, from, found);
    if (code == 0) {
        code = ::krb5_cc_store_cred(library.get(), (*made)->get(), &found.creds);
    }
    if (code != 0) {
        return library.error(Status::no_credential,
                             from.principal() + " has no ticket-granting ticket", code);
    }
    return made;
}

Result<std::shared_ptr<TicketCache>> TicketCache::of_owner(const KerberosLibrary& library,
                                                           const TicketCache& from) {
    Principal owner(library.get());
    auto code = ::krb5_cc_get_principal(library.get(), from.get(), owner.out());
    if (code != 0) {
        return library.error(Status::kdc_protocol, "the tickets of " + from.principal(), code);
    }
    auto made = make(principal_text(library.get(), owner.get()), from.clock());
    if (made) {
        code = ::krb5_cc_copy_creds(library.get(), from.get(), (*made)->get());
    }
    return code == 0 ? std::move(made)
                     : Result<std::shared_ptr<TicketCache>>(
                           library.error(Status::system_error, "copying tickets", code));
}

Result<std::shared_ptr<const TicketCache>> TicketCache::for_gss(
    std::shared_ptr<const TicketCache> tickets) {
    if (tickets->clock_.seconds >= 0) {
        return tickets;
    }
    auto made = make(tickets->principal_, tickets->clock_);
    if (!made) {
        return std::move(made).error();
    }
    const std::lock_guard held(tickets->mutex_);
    const auto& library = tickets->library_;
    const auto code = for_each_entry(library, tickets->get(), [&](krb5_creds& entry) {
        entry.times.endtime =
            static_cast<krb5_timestamp>(tickets->here(seconds_of(entry.times.endtime)));
        return ::krb5_cc_store_cred(library.get(), (*made)->get(), &entry);
    });
    if (code != 0) {
        return library.error(Status::system_error, "copying tickets", code);
    }
    return std::shared_ptr<const TicketCache>(std::move(*made));
}

std::int64_t ServiceCreds::ends() const noexcept {
    return seconds_of(creds.times.endtime);
}

std::int64_t ServiceCreds::authenticated() const noexcept {
    return seconds_of(creds.times.authtime);
}

std::int64_t TicketCache::now() const noexcept {
    return std::int64_t{::time(nullptr)} + clock_.seconds;
}

void TicketCache::learn_clock(ClockOffset clock) const {
    const std::lock_guard held(mutex_);
    clock_ = clock;
    library_.set_clock(clock);
}

std::int64_t TicketCache::end_of_ticket_granting_ticket() const {
    const std::lock_guard held(mutex_);
    if (end_ == 0) {
        ServiceCreds found(library_.get());
        if (find_ticket_granting_ticket(library_, *this, found) == 0) {
            end_ = found.ends();
        }
    }
    return end_;
}

std::int32_t TicketCache::flags_of_ticket_granting_ticket() const {
    const std::lock_guard held(mutex_);
    ServiceCreds found(library_.get());
    return find_ticket_granting_ticket(library_, *this, found) == 0 ? found.creds.ticket_flags : 0;
}

std::shared_ptr<const ServiceCreds> TicketCache::creds_for(
    const spn::ServicePrincipalName& service) const {
    const std::int64_t least = later(now(), kFreshSeconds);
    const std::lock_guard held(mutex_);
    auto& place = found_[std::string(service.principal())];
    if (place == nullptr || place->ends() <= least) {
        auto found = std::make_shared<ServiceCreds>(library_.get());
        place = find_ticket(library_, *this, service, *found) == 0 ? std::move(found) : nullptr;
    }
    return place;
}

std::shared_ptr<const ServiceCreds> TicketCache::creds_with(
    const spn::ServicePrincipalName& service, ByteView ticket) const {
    const auto has = [&](const ServiceCreds& creds) {
        return text_of(ticket) ==
               std::string_view(creds.creds.ticket.data, creds.creds.ticket.length);
    };
    if (auto usual = creds_for(service); usual != nullptr && has(*usual)) {
        return usual;
    }
    const std::lock_guard held(mutex_);
    krb5_cc_cursor cursor = nullptr;
    if (::krb5_cc_start_seq_get(library_.get(), cache_.get(), &cursor) != 0) {
        return nullptr;
    }
    std::shared_ptr<ServiceCreds> found;
    for (bool more = true; more && found == nullptr;) {
        auto entry = std::make_shared<ServiceCreds>(library_.get());
        more = ::krb5_cc_next_cred(library_.get(), cache_.get(), &cursor, &entry->creds) == 0;
        if (more && has(*entry)) {
            found = std::move(entry);
        }
    }
    ::krb5_cc_end_seq_get(library_.get(), cache_.get(), &cursor);
    return found;
}

bool TicketCache::has_fresh_creds_for(const spn::ServicePrincipalName& service) const {
    const auto creds = creds_for(service);
    return creds != nullptr && creds->ends() > later(now(), kFreshSeconds);
}

Result<ServiceTicket> service_ticket_in(const KerberosLibrary& library,
                                        const TicketCache& cache,
                                        const spn::ServicePrincipalName& service) {
    ServiceCreds found(library.get());
    Owned<krb5_ticket*, krb5_free_ticket> ticket(library.get());
    auto code = find_ticket(library, cache, service, found);
    if (code == 0) {
        code = ::krb5_decode_ticket(&found.creds.ticket, ticket.out());
    }
    if (code != 0) {
        return library.error(Status::kdc_protocol, "the ticket for " + service.text(), code);
    }
    const krb5_enc_data& sealed = ticket.get()->enc_part;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(sealed.ciphertext.data);
    return ServiceTicket{principal_text(library.get(), ticket.get()->server), sealed.kvno,
                         sealed.enctype, Bytes(bytes, bytes + sealed.ciphertext.length)};
}

bool key_opens(const KerberosLibrary& library,
               const ServiceTicket& ticket,
               std::int32_t enctype,
               ByteView key) {
    if (enctype != ticket.enctype) {
        return false;
    }
    krb5_keyblock block{};
    block.enctype = enctype;
    block.length = static_cast<unsigned>(key.size());
    block.contents = const_cast<krb5_octet*>(key.data());
    Bytes sealed(ticket.sealed);
    Bytes opened(sealed.size());
    krb5_enc_data in{};
    in.enctype = ticket.enctype;
    in.ciphertext.data = reinterpret_cast<char*>(sealed.data());
    in.ciphertext.length = static_cast<unsigned>(sealed.size());
    krb5_data out{};
    out.data = reinterpret_cast<char*>(opened.data());
    out.length = static_cast<unsigned>(opened.size());
    // RFC 4120 7.5.1: key usage 2 is a ticket's.
    return ::krb5_c_decrypt(library.get(), &block, KRB5_KEYUSAGE_KDC_REP_TICKET, nullptr, &in,
                            &out) == 0;
}

}  // namespace mutauth::credential

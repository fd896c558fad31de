#include "credential/credential.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"

namespace mutauth::credential {
namespace {

/// A ticket-granting ticket this near its end is renewed before it is used.
constexpr std::int64_t kRenewBefore = 60;
constexpr std::chrono::milliseconds kLockSlice{50};
/// Between tries of a background renewal, if they fail.
constexpr std::int64_t kShortestPause = 1;
constexpr std::int64_t kLongestPause = 60;

/// The file behind a name of libkrb5's, "" if there is none.
std::string file_of_ccache(std::string_view name) {
    if (name.starts_with("FILE:")) {
        name.remove_prefix(5);
    }
    const auto colon = name.find(':');
    const bool typed = colon != std::string_view::npos && name.find('/') > colon;
    return typed ? std::string() : std::string(name);
}

FileWatch watch_of_keytab(const std::string& name) {
    auto path = keytab_path(name);
    return FileWatch(path ? std::move(*path) : std::string());
}

/// libkrb5's own words for its defaults.
template <typename Ask>
Result<std::string> default_name(Ask ask) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    return ask(*library);
}

Result<std::string> default_ccache() {
    return default_name([](const KerberosLibrary& library) -> Result<std::string> {
        const char* name = ::krb5_cc_default_name(library.get());
        return name == nullptr ? Result<std::string>(Error(Status::no_credential))
                               : std::string(name);
    });
}

Result<std::string> default_client_keytab() {
    return default_name([](const KerberosLibrary& library) -> Result<std::string> {
        Keytab keytab(library.get());
        std::string name(1024, '\0');
        auto code = ::krb5_kt_client_default(library.get(), keytab.out());
        if (code == 0) {
            code = ::krb5_kt_get_name(library.get(), keytab.get(), name.data(),
                                      static_cast<unsigned>(name.size()));
        }
        if (code != 0) {
            return library.error(Status::keytab_unreadable, "the default client keytab", code);
        }
        name.resize(name.find('\0'));
        return name;
    });
}

}  // namespace

Credential::Credential(KerberosLibrary library, std::string principal)
    : library_(std::move(library)), names_{std::move(principal)} {}

Result<std::shared_ptr<Credential>> Credential::from_ccache(const std::string& name) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    // Older than the copy, so that no change between the two is missed.
    Source source{name, FileWatch(file_of_ccache(name)), ""};
    auto tickets = TicketCache::copy(name);
    if (!tickets) {
        return std::move(tickets).error();
    }
    std::shared_ptr<Credential> made(new Credential(std::move(*library), (*tickets)->principal()));
    made->tickets_ = std::move(*tickets);
    made->source_.emplace(std::move(source));
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_environment() {
    auto name = default_ccache();
    if (!name) {
        return std::move(name).error();
    }
    auto from_tickets = from_ccache(*name);
    if (from_tickets || from_tickets.error().status() != Status::no_credential) {
        return from_tickets;
    }
    auto from_keys = from_client_keytab("");
    if (from_keys) {
        return from_keys;
    }
    // What is missing, if all is, are the tickets.
    return from_tickets;
}

Result<std::shared_ptr<Credential>> Credential::from_client_keytab(const std::string& principal) {
    auto name = default_client_keytab();
    return name ? from_keytab(*name, principal)
                : Result<std::shared_ptr<Credential>>(std::move(name).error());
}

Result<std::shared_ptr<Credential>> Credential::from_keytab(const std::string& file,
                                                            const std::string& principal) {
    if (!principal.empty()) {
        auto library = KerberosLibrary::open();
        if (!library) {
            return std::move(library).error();
        }
        // What the caller wrote wrong comes before what the file has wrong.
        if (auto parsed = parse_principal(*library, principal); !parsed) {
            return std::move(parsed).error();
        }
    }
    FileWatch watch = watch_of_keytab(file);
    auto keys = Keys::read(file);
    if (!keys) {
        return std::move(keys).error();
    }
    return from_watched_keys(std::move(*keys), principal, std::move(watch));
}

Result<std::shared_ptr<Credential>> Credential::from_keys(std::shared_ptr<Keys> keys,
                                                          const std::string& principal) {
    return from_watched_keys(std::move(keys), principal, FileWatch(""));
}

Result<std::shared_ptr<Credential>> Credential::from_watched_keys(std::shared_ptr<Keys> keys,
                                                                  const std::string& principal,
                                                                  FileWatch file) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    std::string account;
    if (!principal.empty()) {
        auto parsed = parse_principal(*library, principal);
        if (!parsed) {
            return std::move(parsed).error();
        }
        account = principal_text(library->get(), parsed->get());
        // Fails now rather than at the first ticket if the account has no key here.
        if (auto own = keys->only_for(spn::ServedNames(), account); !own) {
            return std::move(own).error();
        }
    }
    std::string acts_as = account.empty() ? keys->entries().front().principal : account;
    std::shared_ptr<Credential> made(new Credential(std::move(*library), std::move(acts_as)));
    made->keys_ = std::make_unique<WatchedKeys>(std::move(keys), account, std::move(file));
    made->account_ = std::move(account);
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_password(const std::string& principal,
                                                              std::string_view password) {
    auto made = from_asking(principal, nullptr);
    if (made) {
        (*made)->password_.emplace(password);
    }
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_asking(const std::string& principal,
                                                            AskPassword ask) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = parse_principal(*library, principal);
    if (!parsed) {
        return std::move(parsed).error();
    }
    std::string full = principal_text(library->get(), parsed->get());
    std::shared_ptr<Credential> made(new Credential(std::move(*library), std::move(full)));
    made->ask_ = std::move(ask);
    return made;
}

const std::string& Credential::principal() const {
    const std::lock_guard held(names_mutex_);
    return names_.back();
}

void Credential::follow_source() {
    const std::lock_guard held(mutex_);
    follows_ = true;
}

Result<std::unique_lock<ForkableMutex>> Credential::lock(const Deadline& deadline) {
    std::unique_lock held(mutex_, std::defer_lock);
    // In slices, since waiting for a mutex cannot be cancelled; by the clock whose wait
    // ThreadSanitizer knows, and a slice is short whatever happens to that clock.
    while (!held.try_lock_until(std::chrono::system_clock::now() + kLockSlice)) {
        if (auto going = deadline.check(); !going) {
            return std::move(going).error();
        }
    }
    return held;
}

std::int64_t Credential::expires() {
    const std::lock_guard held(mutex_);
    return tickets_ ? tickets_->end_of_ticket_granting_ticket() : 0;
}

bool Credential::has_secret() const noexcept {
    return keys_ != nullptr || password_.has_value() || ask_ != nullptr;
}

Error Credential::named(Error error) const {
    return std::move(error).with("client", principal());
}

Result<void> Credential::get_initial(const TicketCache& into,
                                     const Deadline& deadline,
                                     const char* service) {
    InitialSecret secret;
    std::optional<SecretText> asked;
    if (keys_ != nullptr) {
        secret.keys = keys_->all(nullptr);
    } else if (password_) {
        secret.password = &*password_;
    } else {
        asked = ask_(principal());
        if (!asked) {
            return named(Error(Status::no_credential, "the program gave no password"));
        }
        secret.password = &*asked;
    }
    auto got = get_initial_ticket(library_, into, secret, deadline, service);
    if (got) {
        return {};
    }
    Error error = named(std::move(got).error());
    return secret.keys != nullptr ? std::move(error).with("keytab", secret.keys->source())
                                  : std::move(error);
}

/// Takes what the ccache holds now, if it has changed or what was taken ends too early.
Result<void> Credential::read_source(std::int64_t least) {
    if (!source_) {
        return {};
    }
    const bool ends = tickets_->end_of_ticket_granting_ticket() < least;
    const bool changed = source_->file.changed();
    // A file that is as it was holds what was taken; of other kinds nobody can tell.
    if (changed || (ends && source_->file.path().empty())) {
        take_source();
    }
    if (ends && !source_->turned_into.empty()) {
        return Error(Status::credential_changed,
                     fmt::format("credential cache {} was {}'s and is now {}'s",
                                 displayed(source_->name), principal(), source_->turned_into))
            .with("ccache", source_->name)
            .with("client", principal())
            .with("now", source_->turned_into);
    }
    return {};
}

void Credential::take_source() {
    auto fresh = TicketCache::copy(source_->name);
    if (!fresh) {
        // kdestroy, or kinit at work: what was taken lasts until its end.
        return;
    }
    source_->turned_into.clear();
    if ((*fresh)->principal() == principal()) {
        if ((*fresh)->end_of_ticket_granting_ticket() >=
            tickets_->end_of_ticket_granting_ticket()) {
            publish(std::move(*fresh));
        }
        return;
    }
    if (!follows_) {
        source_->turned_into = (*fresh)->principal();
        return;
    }
    {
        const std::lock_guard held(names_mutex_);
        names_.push_back((*fresh)->principal());
    }
    publish(std::move(*fresh));
}

Result<void> Credential::ensure_initial(std::int64_t seconds, const Deadline& deadline) {
    const std::int64_t least = ::time(nullptr) + seconds;
    if (!has_secret()) {
        return read_source(least);
    }
    if (tickets_ && tickets_->end_of_ticket_granting_ticket() > least) {
        return {};
    }
    // Into a new cache, then swapped: others may be reading the old one.
    auto fresh = TicketCache::make(principal());
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (auto got = get_initial(**fresh, deadline); !got) {
        return got;
    }
    publish(std::move(*fresh));
    return {};
}

Result<void> Credential::ensure_fresh(std::int64_t seconds, const Deadline& deadline) {
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (auto initial = ensure_initial(seconds, deadline); !initial) {
        return initial;
    }
    const std::int64_t end = tickets_->end_of_ticket_granting_ticket();
    if (end > ::time(nullptr) + (has_secret() ? 0 : seconds)) {
        return {};
    }
    return Error(Status::credential_expired,
                 fmt::format("{}'s ticket-granting ticket ends too early and there is no newer one",
                             principal()))
        .with("client", principal())
        .with("ends", end);
}

Result<void> Credential::renew_in_background(std::int64_t seconds, Log log) {
    const std::lock_guard held(renewal_mutex_);
    if (renewal_ != nullptr) {
        return Error(Status::wrong_state, "this credential is renewed already");
    }
    auto started =
        BackgroundRenewal::start([this, seconds, log = std::move(log),
                                  pause = kShortestPause](const Deadline& deadline) mutable {
            auto fresh = ensure_fresh(seconds, deadline);
            if (fresh) {
                log_to(log, LogLevel::debug, "credential", principal() + " has fresh tickets");
                pause = kShortestPause;
                const std::int64_t left = expires() - ::time(nullptr);
                // A KDC may give tickets that live shorter than what is asked for.
                const std::int64_t wait = left > seconds ? left - seconds : left / 2;
                return std::chrono::milliseconds(1000 * std::max(wait, kShortestPause));
            }
            if (fresh.error().status() != Status::cancelled) {
                log_to(log, LogLevel::warning, "credential",
                       fmt::format("renewing {}'s tickets failed, next try in {} s: {}",
                                   principal(), pause, fresh.error().message()));
            }
            const std::chrono::milliseconds wait(1000 * pause);
            pause = std::min(2 * pause, kLongestPause);
            return wait;
        });
    if (!started) {
        return std::move(started).error();
    }
    renewal_ = std::move(*started);
    return {};
}

void Credential::stop_renewal() {
    const std::lock_guard held(renewal_mutex_);
    renewal_ = nullptr;
}

void Credential::publish(std::shared_ptr<TicketCache> tickets) {
    const std::lock_guard held(tickets_mutex_);
    tickets_ = std::move(tickets);
}

std::shared_ptr<const TicketCache> Credential::tickets_while_others_fetch(
    const spn::ServicePrincipalName* service) {
    const std::unique_lock nobody_else(mutex_, std::try_to_lock);
    if (nobody_else || service == nullptr) {
        return nullptr;
    }
    std::shared_ptr<const TicketCache> out;
    {
        const std::lock_guard held(tickets_mutex_);
        out = tickets_;
    }
    return out && out->has_fresh_creds_for(*service) ? out : nullptr;
}

Result<std::shared_ptr<const TicketCache>> Credential::fetch(
    const spn::ServicePrincipalName* service, const Deadline& deadline) {
    if (auto there = tickets_while_others_fetch(service)) {
        return there;
    }
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (auto initial = ensure_initial(kRenewBefore, deadline); !initial) {
        return std::move(initial).error();
    }
    if (service == nullptr) {
        if (tickets_->end_of_ticket_granting_ticket() <= ::time(nullptr)) {
            return named(Error(Status::credential_expired,
                               principal() + " has no valid ticket-granting ticket"));
        }
    } else if (!tickets_->has_fresh_creds_for(*service)) {
        if (auto got = get_service_ticket(library_, *tickets_, *service, deadline); !got) {
            return std::move(got).error();
        }
    }
    return std::shared_ptr<const TicketCache>(tickets_);
}

Result<std::shared_ptr<const TicketCache>> Credential::fetch_anew(
    const spn::ServicePrincipalName& service, const Deadline& deadline) {
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (auto initial = ensure_initial(kRenewBefore, deadline); !initial) {
        return std::move(initial).error();
    }
    auto fresh = TicketCache::with_ticket_granting_ticket(library_, *tickets_);
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (auto got = get_service_ticket(library_, **fresh, service, deadline); !got) {
        return std::move(got).error();
    }
    return std::shared_ptr<const TicketCache>(std::move(*fresh));
}

Result<std::shared_ptr<const TicketCache>> Credential::fetch_initial(
    const spn::ServicePrincipalName& service, const Deadline& deadline) {
    if (!has_secret()) {
        return fetch_anew(service, deadline);
    }
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    auto fresh = TicketCache::make(principal());
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (auto got = get_initial(**fresh, deadline, service.principal().c_str()); !got) {
        return std::move(got).error();
    }
    return std::shared_ptr<const TicketCache>(std::move(*fresh));
}

Result<std::shared_ptr<const Keys>> Credential::keys_for(
    const std::shared_ptr<const spn::ServedNames>& served, const Log& log) {
    return keys_->for_served(served, log);
}

}  // namespace mutauth::credential

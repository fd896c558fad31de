#include "credential/credential.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
#include "core/times.h"
#include "credential/client_keys.h"
#include "credential/forwarding.h"
#include "credential/s4u_exchange.h"

namespace mutauth::credential {
namespace {

/// A ticket-granting ticket this near its end is renewed before it is used.
constexpr std::int64_t kRenewBefore = 60;
constexpr std::chrono::milliseconds kLockSlice{50};
/// Between tries of a background renewal, if they fail.
constexpr std::int64_t kShortestPause = 1;
constexpr std::int64_t kLongestPause = 60;

/// Nobody named the principal, and the first one of the keytab is a service's.
Error no_client(Error error, const Keys& all, const std::string& principal) {
    std::string others;
    for (const auto& entry : all.entries()) {
        const std::string name = displayed(entry.principal);
        if (entry.principal != principal && others.find(name) == std::string::npos) {
            others += (others.empty() ? "" : ", ") + name;
        }
    }
    return others.empty()
               ? std::move(error)
               : std::move(error)
                     .with("other names in the keytab", others)
                     .with_remedy(
                         "name the principal that is the account's own: " + principal +
                         ", the keytab's first name, is none that the KDC knows as a client");
}

}  // namespace

Credential::Credential(KerberosLibrary library, std::string principal)
    : library_(std::move(library)), names_{std::move(principal)} {}

const std::string& Credential::principal() const {
    const std::lock_guard held(names_mutex_);
    return names_.back();
}

void Credential::follow_source() {
    follows_ = true;
}

Result<Credential::Held> Credential::lock(const Deadline& deadline) {
    for (;;) {
        Held held(mutex_, std::defer_lock);
        // In slices, since waiting for a mutex cannot be cancelled; by the clock whose wait
        // ThreadSanitizer knows, and a slice is short whatever happens to that clock.
        if (held.try_lock_until(std::chrono::system_clock::now() + kLockSlice)) {
            if (!is_being_asked()) {
                return held;
            }
            if (asking_->thread == std::this_thread::get_id()) {
                return named(Error(Status::wrong_state,
                                   "the callback that is asked for the password needs a ticket "
                                   "which this password is to get"));
            }
            held.unlock();
            std::this_thread::sleep_for(std::min(kLockSlice, deadline.left()));
        }
        if (auto going = deadline.check(); !going) {
            return std::move(going).error();
        }
    }
}

/// Of a thread that asked when the process forked nothing is left in the child.
bool Credential::is_being_asked() const noexcept {
    return asking_ && asking_->generation == process_generation();
}

std::optional<SecretText> Credential::ask_for_password(Held& held) {
    struct Unlocked {
        Held& held;
        std::optional<Asking>& asking;
        ~Unlocked() {
            held.lock();
            asking.reset();
        }
    };
    asking_ = Asking{std::this_thread::get_id(), process_generation()};
    held.unlock();
    const Unlocked meanwhile{held, asking_};
    return ask_(principal());
}

std::shared_ptr<TicketCache> Credential::current_tickets() const {
    const std::lock_guard held(tickets_mutex_);
    return tickets_;
}

std::int64_t Credential::expires() const {
    if (on_behalf_) {
        return on_behalf_->service->expires();
    }
    const auto tickets = current_tickets();
    const std::int64_t end = tickets ? tickets->end_of_ticket_granting_ticket() : 0;
    return end != 0 ? tickets->here(end) : 0;
}

std::int64_t Credential::seconds_left() const {
    return seconds_between(::time(nullptr), expires());
}

bool Credential::has_secret() const noexcept {
    return keys_ != nullptr || password_.has_value() || ask_ != nullptr;
}

Error Credential::named(Error error) const {
    return std::move(error).with("client", principal());
}

Result<void> Credential::get_initial(Held& held,
                                     const TicketCache& into,
                                     const Deadline& deadline,
                                     const char* service) {
    InitialSecret secret;
    secret.name = enterprise_name_ ? NameType::enterprise : NameType::principal;
    std::optional<SecretText> asked;
    if (keys_ != nullptr) {
        return get_initial_by_keys(into, deadline, service);
    }
    if (password_) {
        secret.password = &*password_;
    } else {
        asked = ask_for_password(held);
        if (!asked) {
            return named(Error(Status::no_credential, "the program gave no password"));
        }
        secret.password = &*asked;
    }
    auto got = get_initial_ticket(library_, into, secret, deadline, service);
    return got ? Result<void>() : Result<void>(named(std::move(got).error()));
}

/// The KDC decides which of the principal's keys is the right one.
Result<void> Credential::get_initial_by_keys(const TicketCache& into,
                                             const Deadline& deadline,
                                             const char* service) {
    auto all = keys_->all(nullptr);
    if (enterprise_name_) {
        auto renamed = all_as(*all, *enterprise_name_);
        if (!renamed) {
            return std::move(renamed).error();
        }
        all = std::move(*renamed);
    }
    auto sets = client_keys(*all, enterprise_name_.value_or(principal()));
    if (!sets) {
        return std::move(sets).error();
    }
    const auto type = enterprise_name_ ? NameType::enterprise : NameType::principal;
    if (sets->empty()) {
        // libkrb5 says what is missing.
        sets->push_back(all);
    }
    std::optional<Error> first;
    for (const auto& set : *sets) {
        auto got = get_initial_ticket(library_, into, {nullptr, set, type}, deadline, service);
        if (got) {
            return got;
        }
        if (got.error().status() == Status::client_unknown && account_.empty()) {
            return named(no_client(std::move(got).error(), *all, principal()))
                .with("keytab", all->source());
        }
        if (!refuses_the_key(got.error())) {
            return named(std::move(got).error()).with("keytab", all->source());
        }
        if (!first) {
            first = std::move(got).error();
        }
    }
    return named(std::move(*first)).with("keytab", all->source());
}

/// Takes what the ccache holds now, if it has changed or what was taken ends within the seconds.
Result<void> Credential::read_source(std::int64_t seconds) {
    if (!source_) {
        return {};
    }
    const bool ends = tickets_->end_of_ticket_granting_ticket() < later(tickets_->now(), seconds);
    const bool changed = source_->file.changed();
    // A file that is as it was holds what was taken; of other kinds nobody can tell.
    if (changed || (ends && source_->file.path().empty())) {
        take_source();
    }
    if (ends && !source_->turned_into.empty() && !has_secret()) {
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

Result<void> Credential::ensure_initial(Held& held,
                                        std::int64_t seconds,
                                        const Deadline& deadline) {
    if (source_) {
        if (auto read = read_source(seconds); !read || !has_secret()) {
            return read;
        }
    }
    if (tickets_ && tickets_->end_of_ticket_granting_ticket() > later(tickets_->now(), seconds)) {
        return {};
    }
    // Into a new cache, then swapped: others may be reading the old one.
    auto fresh = new_cache();
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (auto got = get_initial(held, **fresh, deadline); !got) {
        // What the ccache holds is good until its very end, with or without a KDC.
        const bool lasts = source_ && tickets_->end_of_ticket_granting_ticket() > tickets_->now();
        return lasts ? Result<void>() : std::move(got).error();
    }
    if (auto settled = settle_name(*fresh); !settled) {
        return settled;
    }
    publish(std::move(*fresh));
    return {};
}

/// For what the KDC is asked.
Result<std::shared_ptr<TicketCache>> Credential::new_cache() const {
    return TicketCache::make(enterprise_name_.value_or(principal()));
}

/// The KDC has answered an enterprise name with the account's own.
Result<void> Credential::settle_name(std::shared_ptr<TicketCache>& tickets) {
    if (!enterprise_name_) {
        return {};
    }
    auto settled = TicketCache::of_owner(library_, *tickets);
    if (!settled) {
        return std::move(settled).error();
    }
    tickets = std::move(*settled);
    return take_name(tickets->principal());
}

/// A UPN may be given to another account; then this is not the credential that was begun.
Result<void> Credential::take_name(const std::string& name) {
    if (name_settled_ && name != principal()) {
        return Error(Status::credential_changed,
                     fmt::format("the enterprise name {} was {}'s and is now {}'s",
                                 displayed(*enterprise_name_), principal(), displayed(name)))
            .with("client", principal())
            .with("now", name);
    }
    if (!std::exchange(name_settled_, true)) {
        const std::lock_guard held(names_mutex_);
        names_.push_back(name);
    }
    return {};
}

Result<void> Credential::ensure_fresh(std::int64_t seconds, const Deadline& deadline) {
    if (on_behalf_) {
        return on_behalf_->service->ensure_fresh(seconds, deadline);
    }
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (auto initial = ensure_initial(*held, seconds, deadline); !initial) {
        return initial;
    }
    const std::int64_t end = tickets_->end_of_ticket_granting_ticket();
    if (end > later(tickets_->now(), has_secret() ? 0 : seconds)) {
        return {};
    }
    return Error(Status::credential_expired,
                 fmt::format("{}'s ticket-granting ticket ends too early and there is no newer one",
                             principal()))
        .with("client", principal())
        .with("ends", tickets_->here(end));
}

std::optional<std::chrono::milliseconds> Credential::renew_once(std::int64_t seconds,
                                                                const Log& log,
                                                                std::int64_t& pause,
                                                                const Deadline& deadline) {
    auto fresh = ensure_fresh(seconds, deadline);
    if (fresh) {
        log_to(log, LogLevel::debug, "credential", principal() + " has fresh tickets");
        pause = kShortestPause;
        const std::int64_t left = seconds_left();
        // A KDC may give tickets that live shorter than what is asked for.
        const std::int64_t wait = left > seconds ? left - seconds : left / 2;
        return milliseconds_of(std::max(wait, kShortestPause));
    }
    if (fresh.error().status() != Status::cancelled) {
        log_to(log, LogLevel::warning, "credential",
               fmt::format("renewing {}'s tickets failed, next try in {} s: {}", principal(), pause,
                           fresh.error().message()));
    }
    const std::chrono::milliseconds wait(1000 * pause);
    pause = std::min(2 * pause, kLongestPause);
    return wait;
}

Result<void> Credential::renew_in_background(std::int64_t seconds, Log log) {
    const std::lock_guard held(renewal_mutex_);
    if (renewal_ != nullptr) {
        return Error(Status::wrong_state, "this credential is renewed already");
    }
    // Whoever lets the credential go while it is being renewed, be it a callback of the renewal's,
    // does not take it from under the renewal.
    auto started = BackgroundRenewal::start(
        [weak = weak_from_this(), seconds, log = std::move(log), pause = kShortestPause](
            const Deadline& deadline) mutable -> std::optional<std::chrono::milliseconds> {
            const auto self = weak.lock();
            return self ? self->renew_once(seconds, log, pause, deadline) : std::nullopt;
        });
    if (!started) {
        return std::move(started).error();
    }
    renewal_ = std::move(*started);
    return {};
}

void Credential::stop_renewal() {
    std::unique_ptr<BackgroundRenewal> ended;
    {
        const std::lock_guard held(renewal_mutex_);
        ended = std::move(renewal_);
    }
    // Waits for the thread with nothing locked: a callback on it may come here too.
    ended = nullptr;
}

void Credential::publish(std::shared_ptr<TicketCache> tickets) {
    const std::lock_guard held(tickets_mutex_);
    tickets_ = std::move(tickets);
}

std::shared_ptr<const TicketCache> Credential::tickets_while_others_fetch(
    const spn::ServicePrincipalName* service) {
    const std::unique_lock nobody_else(mutex_, std::try_to_lock);
    if ((nobody_else && !is_being_asked()) || service == nullptr) {
        return nullptr;
    }
    auto out = current_tickets();
    return out && out->has_fresh_creds_for(*service) ? out : nullptr;
}

Result<std::shared_ptr<const TicketCache>> Credential::fetch(
    const spn::ServicePrincipalName* service, const Deadline& deadline) {
    if (on_behalf_ && on_behalf_->choose) {
        // Not under the lock: what is chosen has one of its own.
        auto chosen = on_behalf_->choose(on_behalf_->service);
        return chosen ? (*chosen)->fetch(service, deadline)
                      : Result<std::shared_ptr<const TicketCache>>(std::move(chosen).error());
    }
    if (auto there = tickets_while_others_fetch(service)) {
        return there;
    }
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (on_behalf_) {
        return fetch_on_behalf(service, deadline);
    }
    if (auto initial = ensure_initial(*held, kRenewBefore, deadline); !initial) {
        return std::move(initial).error();
    }
    if (service == nullptr) {
        if (tickets_->end_of_ticket_granting_ticket() <= tickets_->now()) {
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

Result<std::shared_ptr<const TicketCache>> Credential::fetch_on_behalf(
    const spn::ServicePrincipalName* service, const Deadline& deadline) {
    if (service != nullptr && tickets_->has_fresh_creds_for(*service)) {
        return std::shared_ptr<const TicketCache>(tickets_);
    }
    auto own = on_behalf_->service->fetch(nullptr, deadline);
    if (!own) {
        return std::move(own).error();
    }
    if (tickets_->clock() != (*own)->clock()) {
        auto fresh = TicketCache::make(principal(), (*own)->clock());
        if (!fresh) {
            return std::move(fresh).error();
        }
        publish(std::move(*fresh));
    }
    if (on_behalf_->by_word) {
        if (auto made = make_own_evidence(**own, deadline); !made) {
            return std::move(made).error();
        }
    }
    if (service != nullptr) {
        auto got = get_ticket_on_behalf(library_, **own, on_behalf_->evidence, *service, *tickets_,
                                        deadline);
        if (!got) {
            return std::move(got).error();
        }
    }
    return std::shared_ptr<const TicketCache>(tickets_);
}

/// Anew each time: its end is sealed, and it is needed but once for each service.
Result<void> Credential::make_own_evidence(const TicketCache& own, const Deadline& deadline) {
    const auto type = enterprise_name_ ? NameType::enterprise : NameType::principal;
    auto made =
        ticket_to_self(library_, own, enterprise_name_.value_or(principal()), type, deadline);
    if (!made) {
        return std::move(made).error();
    }
    on_behalf_->evidence = std::move(made->evidence);
    if (!enterprise_name_) {
        return {};
    }
    if (auto taken = take_name(made->client); !taken || tickets_->principal() == made->client) {
        return taken;
    }
    auto renamed = TicketCache::make(made->client, own.clock());
    if (!renamed) {
        return std::move(renamed).error();
    }
    publish(std::move(*renamed));
    return {};
}

Result<std::shared_ptr<const TicketCache>> Credential::fetch_anew(
    const spn::ServicePrincipalName& service, const Deadline& deadline) {
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (auto initial = ensure_initial(*held, kRenewBefore, deadline); !initial) {
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
    auto fresh = new_cache();
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (auto got = get_initial(*held, **fresh, deadline, service.principal().c_str()); !got) {
        return std::move(got).error();
    }
    if (auto settled = settle_name(*fresh); !settled) {
        return std::move(settled).error();
    }
    return std::shared_ptr<const TicketCache>(std::move(*fresh));
}

Result<Bytes> Credential::forward(const TicketCache& tickets,
                                  const spn::ServicePrincipalName& service,
                                  const Deadline& deadline) {
    auto held = lock(deadline);
    return held ? forwarded_ticket(library_, tickets, service, deadline)
                : Result<Bytes>(std::move(held).error());
}

Result<std::shared_ptr<const Keys>> Credential::keys_for(
    const std::shared_ptr<const spn::ServedNames>& served, const Log& log) {
    return keys_->for_served(served, log);
}

}  // namespace mutauth::credential

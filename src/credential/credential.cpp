#include "credential/credential.h"

#include <fmt/format.h>

#include <ctime>

#include "core/text.h"

namespace mutauth::credential {
namespace {

/// A ticket-granting ticket this near its end is renewed before it is used.
constexpr std::int64_t kRenewBefore = 60;
constexpr std::chrono::milliseconds kLockSlice{50};

}  // namespace

Credential::Credential(KerberosLibrary library, std::string principal)
    : library_(std::move(library)), principal_(std::move(principal)) {}

Result<std::shared_ptr<Credential>> Credential::from_ccache(const std::string& name) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto tickets = TicketCache::copy(name);
    if (!tickets) {
        return std::move(tickets).error();
    }
    std::shared_ptr<Credential> made(new Credential(std::move(*library), (*tickets)->principal()));
    made->tickets_ = std::move(*tickets);
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_environment() {
    return from_ccache("");
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
    auto keys = Keys::read(file);
    if (!keys) {
        return std::move(keys).error();
    }
    return from_keys(std::move(*keys), principal);
}

Result<std::shared_ptr<Credential>> Credential::from_keys(std::shared_ptr<Keys> keys,
                                                          const std::string& principal) {
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
    made->keys_ = std::move(keys);
    made->account_ = std::move(account);
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_password(const std::string& principal,
                                                              std::string_view password) {
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
    made->password_.emplace(password);
    return made;
}

Result<std::unique_lock<std::timed_mutex>> Credential::lock(const Deadline& deadline) {
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

InitialSecret Credential::secret() const {
    return {password_ ? &*password_ : nullptr, keys_.get()};
}

Error Credential::named(Error error) const {
    error = std::move(error).with("client", principal_);
    return keys_ ? std::move(error).with("keytab", keys_->source()) : std::move(error);
}

Result<void> Credential::ensure_initial(const Deadline& deadline) {
    const bool renewable = keys_ != nullptr || password_.has_value();
    const std::int64_t end = tickets_ ? tickets_->end_of_ticket_granting_ticket() : 0;
    if (!renewable || end > ::time(nullptr) + kRenewBefore) {
        return {};
    }
    // Into a new cache, then swapped: others may be reading the old one.
    auto fresh = TicketCache::make(principal_);
    if (!fresh) {
        return std::move(fresh).error();
    }
    auto got = get_initial_ticket(library_, **fresh, secret(), deadline);
    if (!got) {
        return named(std::move(got).error());
    }
    tickets_ = std::move(*fresh);
    return {};
}

Result<std::shared_ptr<const TicketCache>> Credential::fetch(
    const spn::ServicePrincipalName* service, const Deadline& deadline) {
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    if (auto initial = ensure_initial(deadline); !initial) {
        return std::move(initial).error();
    }
    if (service == nullptr) {
        if (tickets_->end_of_ticket_granting_ticket() <= ::time(nullptr)) {
            return Error(Status::credential_expired,
                         fmt::format("{} has no valid ticket-granting ticket", principal_))
                .with("client", principal_);
        }
    } else if (tickets_->creds_for(*service) == nullptr) {
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
    if (auto initial = ensure_initial(deadline); !initial) {
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
    if (keys_ == nullptr && !password_) {
        return fetch_anew(service, deadline);
    }
    auto held = lock(deadline);
    if (!held) {
        return std::move(held).error();
    }
    auto fresh = TicketCache::make(principal_);
    if (!fresh) {
        return std::move(fresh).error();
    }
    auto got =
        get_initial_ticket(library_, **fresh, secret(), deadline, service.principal().c_str());
    if (!got) {
        return named(std::move(got).error());
    }
    return std::shared_ptr<const TicketCache>(std::move(*fresh));
}

Result<std::shared_ptr<const Keys>> Credential::keys_for(
    const std::shared_ptr<const spn::ServedNames>& served) {
    const std::lock_guard held(keys_mutex_);
    // Names are never changed once they are shared, so the same object stands for the same names.
    if (served_keys_ == nullptr || served != served_before_) {
        auto found = keys_->only_for(*served, account_);
        if (!found) {
            return std::move(found).error();
        }
        served_keys_ = std::move(*found);
        served_before_ = served;
    }
    return served_keys_;
}

}  // namespace mutauth::credential

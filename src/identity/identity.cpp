#include "identity/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/text.h"

namespace mutauth::identity {
namespace {

/// [MS-DTYP] 2.4.2.4: how the client came to be known, said by whoever made the PAC.
bool tells_how_known(const Sid& sid) {
    static const std::optional<Sid> authentication = Sid::from_text("S-1-18");
    return authentication && sid.domain() == *authentication;
}

/// A C program would read only what stands before a NUL, and take "root\0x" for root.
void write_nuls(std::string& part) {
    for (std::size_t at = 0; (at = part.find('\0', at)) != std::string::npos;) {
        part.replace(at, 1, "\\0");
    }
}

/// All others are failures of this machine, which may be over the next time: nothing was learned of
/// the PAC.
bool is_of_the_pac(Status failure) noexcept {
    return failure == Status::pac_unproven || failure == Status::pac_malformed;
}

spn::PrincipalParts parts_of(const std::string& client) {
    auto out = spn::split_principal(client);
    std::for_each(out.components.begin(), out.components.end(), write_nuls);
    write_nuls(out.realm);
    return out;
}

Identity::ServiceName service_name(const std::string& principal) {
    auto parts = spn::split_principal(principal);
    return {parts.name(), std::move(parts.realm)};
}

/// Names in Active Directory are the same in either case.
bool is_own_name(const TicketAccount& account, const spn::PrincipalParts& client) {
    return equal_ignoring_ascii_case(client.name(), account.name);
}

bool is_upn(const TicketAccount& account, const spn::PrincipalParts& client) {
    const std::string name = client.name();
    return !account.upn.empty() &&
           (equal_ignoring_ascii_case(name, account.upn) ||
            equal_ignoring_ascii_case(name + "@" + client.realm, account.upn));
}

}  // namespace

Identity::Identity(const context::Proof& proof)
    : Identity(std::make_shared<const context::Proof>(proof)) {}

Identity::Identity(std::shared_ptr<const context::Proof> proof)
    : kept_(std::move(proof)),
      proof_(*kept_),
      client_(parts_of(proof_.client)),
      service_realm_(spn::split_principal(proof_.service_key).realm),
      asked_service_(service_name(proof_.asked_service)) {
    std::transform(proof_.service_keys.begin(), proof_.service_keys.end(),
                   std::back_inserter(service_keys_), service_name);
}

Result<const CallerPac*> Identity::pac() const {
    if (!pac_read_.load(std::memory_order_acquire)) {
        if (auto read = read_pac(); !read) {
            return std::move(read).error().with("client", proof_.client);
        }
    }
    return pac_ ? Result<const CallerPac*>(pac_.get()) : pac_error_.copy();
}

Result<void> Identity::read_pac() const {
    const std::lock_guard lock(reading_);
    if (pac_read_.load(std::memory_order_relaxed)) {
        return {};
    }
    auto read = pac_in(proof_.authorization);
    if (read && *read) {
        pac_ = std::make_unique<const CallerPac>(std::move(**read));
        is_own_name_ = !pac_->account || is_own_name(*pac_->account, client());
        is_upn_ = pac_->account && is_upn(*pac_->account, client());
    } else if (read) {
        pac_error_ = Error(Status::pac_missing).with("client", proof_.client);
    } else if (!is_of_the_pac(read.error().status())) {
        return std::move(read).error();
    } else {
        pac_error_ = std::move(read).error().with("client", proof_.client);
    }
    pac_read_.store(true, std::memory_order_release);
    return {};
}

Result<void> Identity::check_name(AccountNames names) const {
    if (proof_.authorization.pac == nullptr) {
        return {};
    }
    auto read = pac();
    if (!read) {
        return std::move(read).error();
    }
    if (is_own_name_ || (is_upn_ && names == AccountNames::own_or_upn)) {
        return {};
    }
    const std::string& name = (*read)->account->name;
    auto wrong = Error(Status::account_mismatch,
                       fmt::format("the client calls itself {}, but its account is {}",
                                   displayed(proof_.client), displayed(name)))
                     .with("client", proof_.client)
                     .with("account", name);
    return is_upn_ ? std::move(wrong).with_remedy(
                         "name the account by its own name (sAMAccountName), or allow UPNs by name")
                   : std::move(wrong);
}

bool Identity::counts(const TicketAccount& account,
                      const Sid& sid,
                      const std::vector<TrustedDomain>& trusted) const {
    if (of_own_realm() && (account.domain_sid == sid.domain() || tells_how_known(sid))) {
        return true;
    }
    const std::string& realm = client().realm;
    return std::any_of(trusted.begin(), trusted.end(), [&](const TrustedDomain& one) {
        return one.realm == realm && (one.domain == sid.domain() || tells_how_known(sid));
    });
}

Result<bool> Identity::has(const Sid& sid, const std::vector<TrustedDomain>& trusted) const {
    auto read = pac();
    if (!read) {
        return std::move(read).error();
    }
    const auto& account = (*read)->account;
    if (!account) {
        return Error(Status::pac_missing, "the ticket's PAC names no account")
            .with("client", proof_.client);
    }
    return account->has(sid) && counts(*account, sid, trusted);
}

}  // namespace mutauth::identity

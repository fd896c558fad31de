// What a service demands of its caller, checked on every call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/wildcard.h"
#include "identity/identity.h"

namespace mutauth::identity {

/// Everything that is not restricted is allowed. Only proven facts are compared; the service name
/// that the ticket claims is not one of them, unless it is accepted by name.
class Requirements {
  public:
    void set_level(context::Level level) noexcept { level_ = level; }
    void set_mechanism(context::Mechanism mechanism) noexcept { mechanism_ = mechanism; }
    /// "class/host" or "name", with or without "@REALM". The host may be "_HOST" for this
    /// machine's name, and may have asterisks.
    Result<void> add_service_key(std::string_view name);
    /// A key whose names are not all allowed will do if the service that the client asked for, a
    /// claim, is.
    void accept_asked_service() noexcept { accepts_asked_ = true; }
    /// "name@REALM".
    Result<void> add_client(std::string_view principal);
    void add_realm(std::string_view realm) { realms_.emplace_back(realm); }
    /// An account, or a group that it belongs to.
    void add_sid(const Sid& sid) { sids_.push_back(sid); }
    void trust_domain(std::string_view realm, const Sid& domain) {
        trusted_.push_back({std::string(realm), domain});
    }
    void add_indicator(std::string_view indicator) { indicators_.emplace_back(indicator); }
    /// Seconds since the client proved itself to its KDC.
    void set_max_age(std::int64_t seconds) noexcept { max_age_ = seconds; }
    void set_local_only() noexcept { local_only_ = true; }
    /// Clients are allowed by their UPNs too.
    void allow_upn() noexcept { names_ = AccountNames::own_or_upn; }

    /// The first reason against the caller. Reads no network and no file.
    Result<void> check(const Identity& caller) const;

  private:
    struct ServiceKey {
        std::string realm;
        Wildcard name;
        /// For what is only asked for, since a directory ignores case in it.
        Wildcard lower_name;
    };

    bool allows(const Identity::ServiceName& key) const;
    bool allows_asked(const Identity::ServiceName& service) const;
    Result<void> check_service(const Identity& caller) const;
    Result<void> check_connection(const context::Proof& caller) const;
    Result<void> check_client(const Identity& caller) const;
    Result<void> check_sids(const Identity& caller) const;
    Result<void> check_authentication(const context::Proof& caller, std::int64_t now) const;

    context::Level level_ = context::Level::privacy;
    std::optional<context::Mechanism> mechanism_;
    std::vector<ServiceKey> service_keys_;
    std::vector<std::string> clients_;
    std::vector<std::string> realms_;
    std::vector<Sid> sids_;
    std::vector<TrustedDomain> trusted_;
    std::vector<std::string> indicators_;
    std::optional<std::int64_t> max_age_;
    bool local_only_ = false;
    bool accepts_asked_ = false;
    AccountNames names_ = AccountNames::own;
};

}  // namespace mutauth::identity

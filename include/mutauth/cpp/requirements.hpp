/* Whether a caller may call. */
#ifndef MUTAUTH_CPP_REQUIREMENTS_HPP
#define MUTAUTH_CPP_REQUIREMENTS_HPP

#include <mutauth/requirements.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>

#include <cstdint>

namespace mutauth::v1 {

/// What a service demands of its callers, to be checked on every call. What is not restricted is
/// allowed, so an empty one asks for level privacy alone. Shareable once it is set up.
class Requirements {
  public:
    Requirements() : handle_(detail::make<Owned>(mutauth_requirements_new)) {}

    /// The least level, one of MUTAUTH_LEVEL_...
    Requirements& set_level(std::int32_t level) {
        detail::check(mutauth_requirements_set_level(handle_.get(), level));
        return *this;
    }

    /// The only mechanism, one of MUTAUTH_MECHANISM_...
    Requirements& set_mechanism(std::int32_t mechanism) {
        detail::check(mutauth_requirements_set_mechanism(handle_.get(), mechanism));
        return *this;
    }

    /// Allows only this service key and those added before: "class/host" with "_HOST" or asterisks.
    Requirements& add_service_key(const Text& name) {
        detail::check(mutauth_requirements_add_service_key(handle_.get(), name.c_str()));
        return *this;
    }

    /// Takes what the client asked for, a claim, for enough where the key has other names too.
    Requirements& accept_asked_service() {
        detail::check(mutauth_requirements_accept_asked_service(handle_.get()));
        return *this;
    }

    /// Allows only this client and those added before.
    Requirements& add_client(const Text& principal) {
        detail::check(mutauth_requirements_add_client(handle_.get(), principal.c_str()));
        return *this;
    }

    /// Allows only clients of this realm and of those added before.
    Requirements& add_realm(const Text& realm) {
        detail::check(mutauth_requirements_add_realm(handle_.get(), realm.c_str()));
        return *this;
    }

    /// Allows only this account or the members of this group, and those added before.
    Requirements& add_sid(const Text& sid) {
        detail::check(mutauth_requirements_add_sid(handle_.get(), sid.c_str()));
        return *this;
    }

    /// Lets the SIDs of a domain count in tickets of that realm's clients.
    Requirements& trust_domain(const Text& realm, const Text& domain_sid) {
        detail::check(
            mutauth_requirements_trust_domain(handle_.get(), realm.c_str(), domain_sid.c_str()));
        return *this;
    }

    /// Allows only clients that proved themselves in this way, or in one added before (RFC 8129).
    Requirements& add_indicator(const Text& indicator) {
        detail::check(mutauth_requirements_add_indicator(handle_.get(), indicator.c_str()));
        return *this;
    }

    /// The most seconds since the client proved itself to its KDC.
    Requirements& set_max_age(std::int64_t seconds) {
        detail::check(mutauth_requirements_set_max_age(handle_.get(), seconds));
        return *this;
    }

    /// Allows only processes of this machine.
    Requirements& set_local_only() {
        detail::check(mutauth_requirements_set_local_only(handle_.get()));
        return *this;
    }

    /// Allows the clients also by their UPNs, not by their accounts' own names alone.
    Requirements& allow_upn() {
        detail::check(mutauth_requirements_allow_upn(handle_.get()));
        return *this;
    }

    /// Returns if the caller may call; the Error says why it may not.
    void check(const Identity& identity) const {
        detail::check(mutauth_requirements_check(handle_.get(), identity.get()));
    }

  private:
    using Owned = detail::Handle<mutauth_requirements, mutauth_requirements_free>;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

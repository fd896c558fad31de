/* Who the peer is, and whether it may call. */
#ifndef MUTAUTH_CPP_IDENTITY_HPP
#define MUTAUTH_CPP_IDENTITY_HPP

#include <mutauth/identity.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstdint>
#include <string_view>

namespace mutauth::v1 {

/// What a context proved. Borrowed: it and its views live as long as the context or channel.
class Identity {
  public:
    explicit Identity(const mutauth_identity* lent) noexcept : lent_(lent) {}

    /// The client's principal, proven by its ticket.
    std::string_view client() const noexcept {
        return detail::lent(mutauth_identity_client(lent_));
    }

    /// On the client the SPN that was proven; on the service what the client claims to have asked
    /// for, which proves nothing.
    std::string_view service() const noexcept {
        return detail::lent(mutauth_identity_service(lent_));
    }

    /// On the service the keytab entry whose key opened the ticket.
    std::string_view service_key() const noexcept {
        return detail::lent(mutauth_identity_service_key(lent_));
    }

    std::int32_t level() const noexcept { return mutauth_identity_level(lent_); }
    std::int32_t mechanism() const noexcept { return mutauth_identity_mechanism(lent_); }

    /// Seconds since 1970; INT64_MAX if never.
    std::int64_t expires() const noexcept { return mutauth_identity_expires(lent_); }

    const mutauth_identity* get() const noexcept { return lent_; }

  private:
    const mutauth_identity* lent_;
};

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

    /// Allows only this service key and those added before.
    Requirements& add_service_key(const Text& name) {
        detail::check(mutauth_requirements_add_service_key(handle_.get(), name.c_str()));
        return *this;
    }

    /// Allows only this client and those added before.
    Requirements& add_client(const Text& principal) {
        detail::check(mutauth_requirements_add_client(handle_.get(), principal.c_str()));
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

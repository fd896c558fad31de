/* Who the peer is, and whether it may call. */
#ifndef MUTAUTH_CPP_IDENTITY_HPP
#define MUTAUTH_CPP_IDENTITY_HPP

#include <mutauth/identity.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace mutauth::v1 {

/// [MS-PAC], empty if the ticket has none. What one says that is not verified proves nothing.
struct Pac {
    Bytes bytes;
    bool verified;
};

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

    /// The service proved itself too; the policy may have waived that.
    bool mutual() const noexcept { return mutauth_identity_mutual(lent_) != 0; }
    /// Both sides gave the same channel bindings.
    bool channel_bound() const noexcept { return mutauth_identity_channel_bound(lent_) != 0; }
    /// GSS-API's flags.
    std::uint32_t flags() const noexcept { return mutauth_identity_flags(lent_); }
    /// Of the key that protects messages.
    std::int32_t enctype() const noexcept { return mutauth_identity_enctype(lent_); }
    /// Of the key that seals the ticket.
    std::int32_t ticket_enctype() const noexcept { return mutauth_identity_ticket_enctype(lent_); }
    /// When the client proved itself to its KDC, in seconds since 1970; 0 if that is not known.
    std::int64_t authenticated() const noexcept { return mutauth_identity_authenticated(lent_); }

    /// The ticket's PAC; its signature is checked by the first call.
    Pac pac() const {
        std::int32_t verified = 0;
        mutauth_bytes* copy = nullptr;
        detail::check(mutauth_identity_pac(lent_, &verified, &copy));
        return {Bytes(copy), verified != 0};
    }

    /// How the client proved itself to its KDC, as that says (RFC 8129).
    std::vector<std::string_view> indicators() const {
        std::vector<std::string_view> out;
        for (std::size_t i = 0; i < mutauth_identity_indicator_count(lent_); ++i) {
            out.emplace_back(mutauth_identity_indicator_at(lent_, i));
        }
        return out;
    }

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

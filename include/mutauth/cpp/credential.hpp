/* What a program proves itself with. */
#ifndef MUTAUTH_CPP_CREDENTIAL_HPP
#define MUTAUTH_CPP_CREDENTIAL_HPP

#include <mutauth/credential.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace mutauth::v1 {

/// A principal's tickets or keys. One object may serve many threads at once.
class Credential {
  public:
    /// The tickets of a credential cache, copied now: "FILE:/path", "KEYRING:..." and the like.
    static Credential from_ccache(const Text& name) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_from_ccache(name.c_str(), out);
        }));
    }

    /// The tickets that kinit left for this user.
    static Credential from_environment() {
        return Credential(detail::make<Owned>(mutauth_credential_from_environment));
    }

    /// The keys of a keytab. Naming the principal lets its keys stand for every served SPN: see
    /// mutauth_credential_from_keytab.
    static Credential from_keytab(const Text& file, const Text& principal = nullptr) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_from_keytab(file.c_str(), principal.c_str(), out);
        }));
    }

    static Credential from_password(const Text& principal, const Text& password) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_from_password(principal.c_str(), password.c_str(), out);
        }));
    }

    /// Gets the ticket for a service now, so that a negotiation with it needs no network.
    void fetch(const Spn& spn, Until until = {}) const {
        detail::check(mutauth_credential_fetch(handle_.get(), spn.get(), until.get()));
    }

    /// Gets the ticket-granting ticket now.
    void fetch(Until until = {}) const {
        detail::check(mutauth_credential_fetch(handle_.get(), nullptr, until.get()));
    }

    /// "name@REALM", lives as long as the credential.
    std::string_view principal() const noexcept {
        return detail::lent(mutauth_credential_principal(handle_.get()));
    }

    /// When its ticket-granting ticket expires, in seconds since 1970; 0 if there is none yet.
    std::int64_t expires() const noexcept { return mutauth_credential_expires(handle_.get()); }

    mutauth_credential* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_credential, mutauth_credential_free>;
    explicit Credential(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

/* What a program proves itself with. */
#ifndef MUTAUTH_CPP_CREDENTIAL_HPP
#define MUTAUTH_CPP_CREDENTIAL_HPP

#include <mutauth/credential.h>
#include <mutauth/delegation.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>
#include <mutauth/cpp/log.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>
#include <functional>
#include <string>
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

    /// By an enterprise name (RFC 6806 5), such as a UPN: the KDC says which account that is.
    static Credential from_enterprise_password(const Text& name, const Text& password) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_from_enterprise_password(name.c_str(), password.c_str(), out);
        }));
    }

    static Credential from_enterprise_keytab(const Text& file, const Text& name) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_from_enterprise_keytab(file.c_str(), name.c_str(), out);
        }));
    }

    /// The keys of the system's client keytab; the first entry's if no principal is given.
    static Credential from_client_keytab(const Text& principal = nullptr) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_from_client_keytab(principal.c_str(), out);
        }));
    }

    /// Gives the principal's password each time that one is needed, on the thread that needs it.
    /// One that throws gives none.
    using Ask = std::function<std::string(std::string_view principal)>;

    static Credential from_password(const Text& principal, Ask ask) {
        return Credential(detail::make_calling<Owned>(
            std::move(ask), [&](void* user, mutauth_release release, mutauth_credential** out) {
                return mutauth_credential_from_password_callback(principal.c_str(), pass_on, user,
                                                                 release, out);
            }));
    }

    /// The caller's, by the ticket that the acceptor's policy kept; the service's own gets the
    /// tickets.
    static Credential for_caller(const Credential& service, Identity identity) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_for_caller(service.get(), identity.get(), out);
        }));
    }

    /// That of whomever the thread which uses it acts as then, and never the service's.
    static Credential for_impersonated(const Credential& service) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_for_impersonated(service.get(), out);
        }));
    }

    /// A user's, by the service's word alone, where the KDC allows that.
    static Credential for_user(const Credential& service, const Text& client) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_for_user(service.get(), client.c_str(), out);
        }));
    }

    /// The same by an enterprise name, such as a UPN.
    static Credential for_enterprise_user(const Credential& service, const Text& name) {
        return Credential(detail::make<Owned>([&](mutauth_credential** out) {
            return mutauth_credential_for_enterprise_user(service.get(), name.c_str(), out);
        }));
    }

    /// Becomes whoever its ccache is of, when that changes.
    void follow_source() { detail::check(mutauth_credential_follow_source(handle_.get())); }

    /// Makes sure of a ticket-granting ticket that lives so many seconds more.
    void ensure_fresh(std::int64_t seconds, Until until = {}) const {
        detail::check(mutauth_credential_ensure_fresh(handle_.get(), seconds, until.get()));
    }

    /// Does so again and again on a thread of its own, until stopped or let go.
    void renew_in_background(std::int64_t seconds) {
        detail::check(mutauth_credential_renew_in_background(handle_.get(), seconds, nullptr));
    }
    void renew_in_background(std::int64_t seconds, const Log& log) {
        detail::check(mutauth_credential_renew_in_background(handle_.get(), seconds, log.get()));
    }
    void stop_renewal() { detail::check(mutauth_credential_stop_renewal(handle_.get())); }

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

    static std::int32_t pass_on(void* user,
                                const char* principal,
                                char* buffer,
                                std::size_t capacity) {
        try {
            std::string password = (*static_cast<const Ask*>(user))(principal);
            const bool fits = password.size() <= capacity;
            if (fits) {
                password.copy(buffer, password.size());
            }
            const auto size = static_cast<std::int32_t>(password.size());
            for (volatile char& character : password) {
                character = 0;
            }
            return fits ? size : -1;
        } catch (...) {
            return -1;
        }
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

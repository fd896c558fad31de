/* Who the peer is. */
#ifndef MUTAUTH_CPP_IDENTITY_HPP
#define MUTAUTH_CPP_IDENTITY_HPP

#include <mutauth/identity.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity_owner.hpp>
#include <mutauth/cpp/pac.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mutauth::v1 {

/// [MS-PAC], empty if the ticket has none. What one says that is not verified proves nothing.
struct PacBytes {
    Bytes bytes;
    bool verified;
};

/// What a context proved. A value, cheap to copy, that may outlive the context or channel; its
/// views live as long as any copy of it.
class Identity {
  public:
    /// Keeps what a C function lent, beyond what lent it.
    explicit Identity(const mutauth_identity* lent) noexcept : owner_(lent) {}

    /// The client's principal, proven by its ticket.
    std::string_view client() const noexcept {
        return detail::lent(mutauth_identity_client(get()));
    }

    std::string_view realm() const noexcept { return detail::lent(mutauth_identity_realm(get())); }
    /// The client's name without quotes.
    std::vector<std::string_view> components() const {
        std::vector<std::string_view> out;
        for (std::size_t i = 0; i < mutauth_identity_component_count(get()); ++i) {
            out.emplace_back(mutauth_identity_component_at(get(), i));
        }
        return out;
    }
    /// RFC 4120 6.2's.
    std::int32_t name_type() const noexcept { return mutauth_identity_name_type(get()); }

    /// The SPN that the client asked for; on the service a claim, which proves nothing.
    std::string_view asked_service() const noexcept {
        return detail::lent(mutauth_identity_asked_service(get()));
    }

    /// On the client the SPN that was proven; on the service a name of the key that opened the
    /// ticket.
    std::string_view service_key() const noexcept {
        return detail::lent(mutauth_identity_service_key(get()));
    }

    /// All names that the keytab has that key under, service_key first.
    std::vector<std::string_view> service_keys() const {
        std::vector<std::string_view> out;
        for (std::size_t i = 0; i < mutauth_identity_service_key_count(get()); ++i) {
            out.emplace_back(mutauth_identity_service_key_at(get(), i));
        }
        return out;
    }

    std::int32_t level() const noexcept { return mutauth_identity_level(get()); }
    std::int32_t mechanism() const noexcept { return mutauth_identity_mechanism(get()); }

    /// Seconds since 1970; INT64_MAX if never.
    std::int64_t expires() const noexcept { return mutauth_identity_expires(get()); }

    /// The service proved itself too; the policy may have waived that.
    bool mutual() const noexcept { return mutauth_identity_mutual(get()) != 0; }
    /// On the service: the client proved that it gave the same channel bindings.
    bool channel_bound() const noexcept { return mutauth_identity_channel_bound(get()) != 0; }
    /// This side gave channel bindings, which says nothing of the other.
    bool bindings_given() const noexcept { return mutauth_identity_bindings_given(get()) != 0; }
    /// GSS-API's flags.
    std::uint32_t flags() const noexcept { return mutauth_identity_flags(get()); }
    /// Of the key that protects messages.
    std::int32_t enctype() const noexcept { return mutauth_identity_enctype(get()); }
    /// Of the key that seals the ticket.
    std::int32_t ticket_enctype() const noexcept { return mutauth_identity_ticket_enctype(get()); }
    /// When the client proved itself to its KDC, in seconds since 1970; 0 if that is not known.
    std::int64_t authenticated() const noexcept { return mutauth_identity_authenticated(get()); }

    /// The ticket's PAC, read; throws pac_missing, pac_unproven or pac_malformed.
    Pac pac() const {
        const mutauth_pac* lent = nullptr;
        detail::check(mutauth_identity_pac(get(), &lent));
        return Pac(lent, owner_);
    }

    /// Whether the client is that account, or belongs to that group; only SIDs of its own domain
    /// count, and only if its realm is the service's.
    bool has_sid(const Text& sid) const {
        std::int32_t out = 0;
        detail::check(mutauth_identity_has_sid(get(), sid.c_str(), &out));
        return out != 0;
    }

    /// All of it as one JSON object.
    std::string json() const { return described(mutauth_identity_json); }
    /// All of it in lines for people.
    std::string text() const { return described(mutauth_identity_text); }

    /// The ticket's PAC as it came; its signature is checked by the first call.
    PacBytes pac_bytes() const {
        std::int32_t verified = 0;
        mutauth_bytes* copy = nullptr;
        detail::check(mutauth_identity_pac_bytes(get(), &verified, &copy));
        return {Bytes(copy), verified != 0};
    }

    /// How the client proved itself to its KDC, as that says (RFC 8129).
    std::vector<std::string_view> indicators() const {
        std::vector<std::string_view> out;
        for (std::size_t i = 0; i < mutauth_identity_indicator_count(get()); ++i) {
            out.emplace_back(mutauth_identity_indicator_at(get(), i));
        }
        return out;
    }

    const mutauth_identity* get() const noexcept { return owner_.get(); }

  private:
    using Form = mutauth_status(const mutauth_identity*, mutauth_bytes**);

    std::string described(Form* form) const {
        mutauth_bytes* made = nullptr;
        detail::check(form(get(), &made));
        return Bytes(made).string();
    }

    detail::IdentityOwner owner_;
};

/// What RpcBindingInqAuthClient tells. The views live as long as the identity.
struct Inquiry {
    std::string_view client;
    std::string_view service;
    /// One of MUTAUTH_LEVEL_...
    std::int32_t level;
    /// One of MUTAUTH_AUTHENTICATION_...
    std::int32_t authentication;
    /// One of MUTAUTH_AUTHORIZATION_...
    std::int32_t authorization;
};

/// Throws caller_not_proven for NULL, which stands for a client that has proven nothing.
inline Inquiry inquire(const mutauth_identity* identity) {
    const char* client = nullptr;
    const char* service = nullptr;
    Inquiry out{};
    detail::check(mutauth_identity_inquire(identity, &client, &service, &out.level,
                                           &out.authentication, &out.authorization));
    out.client = detail::lent(client);
    out.service = detail::lent(service);
    return out;
}

}  // namespace mutauth::v1

#endif

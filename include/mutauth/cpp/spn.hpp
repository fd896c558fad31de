/* Service principal names. */
#ifndef MUTAUTH_CPP_SPN_HPP
#define MUTAUTH_CPP_SPN_HPP

#include <mutauth/spn.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// class/host[:port][/service][@REALM]. Immutable and shareable; copies are one object. The views
/// live as long as it does.
class Spn {
  public:
    /// A service's own name; a null host is this machine's. See mutauth_spn_compose.
    static Spn compose(const Text& service_class,
                       const Text& host,
                       std::uint16_t port = 0,
                       const Text& service = nullptr) {
        return Spn(detail::make<Owned>([&](mutauth_spn** out) {
            return mutauth_spn_compose(service_class.c_str(), host.c_str(), port, service.c_str(),
                                       out);
        }));
    }

    /// The name of a service to call, by the rules of DsMakeSpn. See
    /// mutauth_spn_compose_for_target.
    static Spn compose_for_target(const Text& service_class,
                                  const Text& service_name,
                                  const Text& instance_name = nullptr,
                                  std::uint16_t port = 0,
                                  const Text& referrer = nullptr) {
        return Spn(detail::make<Owned>([&](mutauth_spn** out) {
            return mutauth_spn_compose_for_target(service_class.c_str(), service_name.c_str(),
                                                  instance_name.c_str(), port, referrer.c_str(),
                                                  out);
        }));
    }

    /// A name as it stands in a directory or a configuration file. See mutauth_spn_parse.
    static Spn parse(const Text& text) {
        return Spn(detail::make<Owned>(
            [&](mutauth_spn** out) { return mutauth_spn_parse(text.c_str(), out); }));
    }

    /// The name of a server that is known by its host's name alone. See
    /// mutauth_spn_compose_for_host.
    static Spn compose_for_host(const Text& service_class, const Text& host) {
        return Spn(detail::make<Owned>([&](mutauth_spn** out) {
            return mutauth_spn_compose_for_host(service_class.c_str(), host.c_str(), out);
        }));
    }

    /// class/_HOST with the host's name; a null host is this machine's. See
    /// mutauth_spn_expand_host.
    static Spn expand_host(const Text& pattern, const Text& host = nullptr) {
        return Spn(detail::make<Owned>([&](mutauth_spn** out) {
            return mutauth_spn_expand_host(pattern.c_str(), host.c_str(), out);
        }));
    }

    /// A value of servicePrincipalName, in which '@' is an ordinary character.
    static Spn parse_value(const Text& value) {
        return Spn(detail::make<Owned>(
            [&](mutauth_spn** out) { return mutauth_spn_parse_value(value.c_str(), out); }));
    }

    /// The name that a Kerberos principal stands for. See mutauth_spn_from_principal.
    static Spn from_principal(const Text& principal) {
        return Spn(detail::make<Owned>(
            [&](mutauth_spn** out) { return mutauth_spn_from_principal(principal.c_str(), out); }));
    }

    std::string_view text() const noexcept { return detail::lent(mutauth_spn_text(get())); }
    std::string_view principal() const noexcept {
        return detail::lent(mutauth_spn_principal(get()));
    }
    std::string_view service_class() const noexcept {
        return detail::lent(mutauth_spn_service_class(get()));
    }
    std::string_view host() const noexcept { return detail::lent(mutauth_spn_host(get())); }
    std::uint16_t port() const noexcept { return mutauth_spn_port(get()); }
    std::string_view instance() const noexcept { return detail::lent(mutauth_spn_instance(get())); }
    std::string_view service() const noexcept { return detail::lent(mutauth_spn_service(get())); }
    std::string_view realm() const noexcept { return detail::lent(mutauth_spn_realm(get())); }

    /// Whether a KDC takes both for one name; a realm that one of them lacks is no difference.
    bool equal_to_kdc(const Spn& other) const noexcept {
        return mutauth_spn_equal_to_kdc(get(), other.get()) != 0;
    }

    /// Whether Active Directory takes both for one name: case, accents, width and kana type fold.
    bool equal_to_directory(const Spn& other) const noexcept {
        return mutauth_spn_equal_to_directory(get(), other.get()) != 0;
    }

    /// One of MUTAUTH_CONTROLLER_NAME_...
    std::int32_t controller_name() const noexcept { return mutauth_spn_controller_name(get()); }

    const mutauth_spn* get() const noexcept { return object_.get(); }

    /// An SPN of a list that the other keeps.
    Spn(const mutauth_spn* part, const detail::Keep& of) noexcept : object_(of, part) {}

  private:
    using Owned = detail::Handle<mutauth_spn, mutauth_spn_free>;
    explicit Spn(Owned handle) : object_(std::move(handle)) {}

    std::shared_ptr<const mutauth_spn> object_;
};

namespace detail {

inline std::vector<Spn> spns(mutauth_spns* owned) {
    const Keep list(owned, [](mutauth_spns* spns) { mutauth_spns_free(spns); });
    std::vector<Spn> result;
    result.reserve(mutauth_spns_count(owned));
    for (std::size_t i = 0; i < mutauth_spns_count(owned); ++i) {
        result.emplace_back(mutauth_spns_at(owned, i), list);
    }
    return result;
}

template <class Call>
std::vector<Spn> make_spns(Call call) {
    mutauth_spns* made = nullptr;
    check(call(&made));
    return spns(made);
}

}  // namespace detail
}  // namespace mutauth::v1

#endif

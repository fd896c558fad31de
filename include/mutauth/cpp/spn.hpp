/* Service principal names. */
#ifndef MUTAUTH_CPP_SPN_HPP
#define MUTAUTH_CPP_SPN_HPP

#include <mutauth/spn.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace mutauth::v1 {

/// class/host[:port][/service][@REALM]. Immutable and shareable; the views live as long as it does.
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
    bool equal(const Spn& other) const noexcept {
        return mutauth_spn_equal(get(), other.get()) != 0;
    }

    const mutauth_spn* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_spn, mutauth_spn_free>;
    explicit Spn(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

/* The names of a service that is about to be registered. */
#ifndef MUTAUTH_CPP_SERVICE_HPP
#define MUTAUTH_CPP_SERVICE_HPP

#include <mutauth/service.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>
#include <vector>

namespace mutauth::v1 {

/// A service on this machine, or on the hosts that are added. One thread at a time.
class Service {
  public:
    /// The type is one of MUTAUTH_SERVICE_...; see mutauth_service_new.
    Service(std::int32_t type,
            const Text& service_class,
            const Text& service = nullptr,
            std::uint16_t port = 0)
        : handle_(detail::make<Owned>([&](mutauth_service** out) {
              return mutauth_service_new(type, service_class.c_str(), service.c_str(), port, out);
          })) {}

    Service& add_host(const Text& host, std::uint16_t port = 0) {
        detail::check(mutauth_service_add_host(handle_.get(), host.c_str(), port));
        return *this;
    }

    /// What this machine is called; the NetBIOS name follows from the DNS name if it is null.
    Service& set_local_names(const Text& dns_name, const Text& netbios_name = nullptr) {
        detail::check(
            mutauth_service_set_local_names(handle_.get(), dns_name.c_str(), netbios_name.c_str()));
        return *this;
    }

    /// One name for each host, by the rules of DsGetSpn.
    std::vector<Spn> compose() const {
        return detail::make_spns(
            [&](mutauth_spns** out) { return mutauth_service_compose(handle_.get(), out); });
    }

    /// This machine's pair of DNS and NetBIOS name, as DsServerRegisterSpn registers it.
    std::vector<Spn> compose_host_pair() const {
        return detail::make_spns([&](mutauth_spns** out) {
            return mutauth_service_compose_host_pair(handle_.get(), out);
        });
    }

  private:
    using Owned = detail::Handle<mutauth_service, mutauth_service_free>;

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

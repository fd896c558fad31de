/* The names that a domain controller has. */
#ifndef MUTAUTH_CPP_CONTROLLER_HPP
#define MUTAUTH_CPP_CONTROLLER_HPP

#include <mutauth/controller.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>
#include <vector>

namespace mutauth::v1 {

/// A domain controller. One thread at a time.
class Controller {
  public:
    Controller(const Text& dns_host, const Text& dns_domain, const Text& netbios_domain)
        : handle_(detail::make<Owned>([&](mutauth_controller** out) {
              return mutauth_controller_new(dns_host.c_str(), dns_domain.c_str(),
                                            netbios_domain.c_str(), out);
          })) {}

    /// Any of MUTAUTH_CONTROLLER_GLOBAL_CATALOG and MUTAUTH_CONTROLLER_FILE_REPLICATION.
    Controller& set_roles(std::int32_t roles) {
        detail::check(mutauth_controller_set_roles(handle_.get(), roles));
        return *this;
    }

    /// The root domain of the forest, where it is not the controller's own.
    Controller& set_forest(const Text& forest) {
        detail::check(mutauth_controller_set_forest(handle_.get(), forest.c_str()));
        return *this;
    }

    /// The objectGUID of its NTDS settings object.
    Controller& set_guid(const Text& guid) {
        detail::check(mutauth_controller_set_guid(handle_.get(), guid.c_str()));
        return *this;
    }

    Controller& add_partition(const Text& dns_name) {
        detail::check(mutauth_controller_add_partition(handle_.get(), dns_name.c_str()));
        return *this;
    }

    std::vector<Spn> compose() const {
        return detail::make_spns(
            [&](mutauth_spns** out) { return mutauth_controller_compose(handle_.get(), out); });
    }

  private:
    using Owned = detail::Handle<mutauth_controller, mutauth_controller_free>;

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

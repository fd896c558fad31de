/* A service's keytab file: checked against the KDC, completed, and given a new key. */
#ifndef MUTAUTH_CPP_KEYTAB_HPP
#define MUTAUTH_CPP_KEYTAB_HPP

#include <mutauth/keytab.h>
#include <mutauth/cpp/account.hpp>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/credential.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/report.hpp>
#include <mutauth/cpp/spn.hpp>
#include <mutauth/cpp/steps.hpp>

#include <cstdint>
#include <utility>

namespace mutauth::v1 {

/// A keytab's file name and whose keys it holds. Immutable and shareable.
class Keytab {
  public:
    /// Naming the account lets its keys stand for every SPN: see mutauth_keytab_new.
    explicit Keytab(const Text& file, const Text& account = nullptr)
        : handle_(detail::make<Owned>([&](mutauth_keytab** out) {
              return mutauth_keytab_new(file.c_str(), account.c_str(), out);
          })) {}

    /// Opens a new ticket for each SPN; without any, for each name in the keytab. Without a client
    /// the keytab's own account asks.
    Report check(const SpnList& spns = {},
                 const Credential* client = nullptr,
                 std::int64_t grace = MUTAUTH_KEYTAB_GRACE,
                 Until until = {}) const {
        mutauth_report* made = nullptr;
        detail::check(mutauth_keytab_check(handle_.get(), spns.data(), spns.size(),
                                           client != nullptr ? client->get() : nullptr, grace,
                                           until.get(), &made));
        return detail::report_of(made);
    }

    /// Adds an SPN's keys, from the account's keys that are there.
    void add(const Spn& spn,
             const Credential* client = nullptr,
             const Steps& steps = {},
             Until until = {}) const {
        detail::check(mutauth_keytab_add(handle_.get(), spn.get(), nullptr,
                                         client != nullptr ? client->get() : nullptr, steps.get(),
                                         until.get()));
    }

    /// Adds keys made from the account's password: of the SPN, or null for the account's own name.
    void add_by_password(const Text& password,
                         const Spn* spn = nullptr,
                         const Credential* client = nullptr,
                         const Steps& steps = {},
                         Until until = {}) const {
        detail::check(mutauth_keytab_add(
            handle_.get(), spn != nullptr ? spn->get() : nullptr, password.c_str(),
            client != nullptr ? client->get() : nullptr, steps.get(), until.get()));
    }

    /// Gives the account a new key; without an administrator by its own. See
    /// mutauth_keytab_rotate.
    void rotate(const Credential* administrator = nullptr,
                std::int64_t grace = MUTAUTH_KEYTAB_GRACE,
                const Text& keeper = nullptr,
                const Steps& steps = {},
                Until until = {}) const {
        detail::check(mutauth_keytab_rotate(
            handle_.get(), administrator != nullptr ? administrator->get() : nullptr, grace,
            keeper.c_str(), steps.get(), until.get()));
    }

    const mutauth_keytab* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_keytab, mutauth_keytab_free>;

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

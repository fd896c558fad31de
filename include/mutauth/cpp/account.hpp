/* Accounts in a directory and the SPNs that are registered on them. */
#ifndef MUTAUTH_CPP_ACCOUNT_HPP
#define MUTAUTH_CPP_ACCOUNT_HPP

#include <mutauth/account.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/directory.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// An account found in a directory, which must outlive it. One thread at a time.
class Account {
  public:
    /// By DN, account name, DOMAIN\name or principal; null for the account that the session is
    /// bound as.
    static Account find(Directory& directory, const Text& name, Until until = {}) {
        return Account(detail::make<Owned>([&](mutauth_account** out) {
            return mutauth_account_find(directory.get(), name.c_str(), until.get(), out);
        }));
    }

    /// Lives as long as the account object.
    std::string_view dn() const noexcept { return detail::lent(mutauth_account_dn(handle_.get())); }

    /// The registered SPNs, read now.
    std::vector<std::string> spns(Until until = {}) {
        mutauth_texts* made = nullptr;
        detail::check(mutauth_account_spns(handle_.get(), until.get(), &made));
        return detail::strings(made);
    }

    /// Registers an SPN; succeeds also if the account holds it already.
    void add_spn(const Spn& spn, Until until = {}) {
        detail::check(mutauth_account_add_spn(handle_.get(), spn.get(), until.get()));
    }

    /// Takes an SPN off the account; succeeds also if it is not there.
    void delete_spn(const Spn& spn, Until until = {}) {
        detail::check(mutauth_account_delete_spn(handle_.get(), spn.get(), until.get()));
    }

  private:
    using Owned = detail::Handle<mutauth_account, mutauth_account_free>;
    explicit Account(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

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
#include <mutauth/cpp/steps.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// Names to change, borrowed: they must outlive it.
class SpnList {
  public:
    SpnList() = default;
    SpnList(std::initializer_list<std::reference_wrapper<const Spn>> spns) {
        for (const Spn& spn : spns) {
            add(spn);
        }
    }
    SpnList(const std::vector<Spn>& spns) {
        for (const Spn& spn : spns) {
            add(spn);
        }
    }

    void add(const Spn& spn) { handles_.push_back(spn.get()); }
    const mutauth_spn* const* data() const noexcept { return handles_.data(); }
    std::size_t size() const noexcept { return handles_.size(); }

  private:
    std::vector<const mutauth_spn*> handles_;
};

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

    /// All of them or none. Gives warnings.
    std::vector<std::string> add_spns(const SpnList& spns,
                                      const Steps& steps = {},
                                      Until until = {}) {
        detail::check(mutauth_account_add_spns(handle_.get(), spns.data(), spns.size(), steps.get(),
                                               until.get()));
        return warnings();
    }

    void delete_spns(const SpnList& spns, const Steps& steps = {}, Until until = {}) {
        detail::check(mutauth_account_delete_spns(handle_.get(), spns.data(), spns.size(),
                                                  steps.get(), until.get()));
    }

    /// These and no others; none to take all off. Gives warnings.
    std::vector<std::string> replace_spns(const SpnList& spns,
                                          const Steps& steps = {},
                                          Until until = {}) {
        detail::check(mutauth_account_replace_spns(handle_.get(), spns.data(), spns.size(),
                                                   steps.get(), until.get()));
        return warnings();
    }

    /// CLASS/host.example.test and CLASS/HOST; null for this machine. The operation is one of
    /// MUTAUTH_SPN_... Gives warnings.
    std::vector<std::string> register_host(const Text& service_class,
                                           const Text& host = nullptr,
                                           std::int32_t operation = MUTAUTH_SPN_ADD,
                                           const Steps& steps = {},
                                           Until until = {}) {
        detail::check(mutauth_account_register_host(handle_.get(), operation, service_class.c_str(),
                                                    host.c_str(), steps.get(), until.get()));
        return warnings();
    }

    /// Null for all. Gives warnings.
    std::vector<std::string> move_spns(Account& to,
                                       const SpnList* spns = nullptr,
                                       const Steps& steps = {},
                                       Until until = {}) {
        static const mutauth_spn* const none = nullptr;
        const auto* names = spns == nullptr ? nullptr : spns->size() == 0 ? &none : spns->data();
        detail::check(mutauth_account_move_spns(handle_.get(), to.handle_.get(), names,
                                                spns == nullptr ? 0 : spns->size(), steps.get(),
                                                until.get()));
        return warnings();
    }

    /// Those of one class; null for all. Gives warnings.
    std::vector<std::string> remove_all(const Text& service_class = nullptr,
                                        const Steps& steps = {},
                                        Until until = {}) {
        detail::check(mutauth_account_remove_all(handle_.get(), service_class.c_str(), steps.get(),
                                                 until.get()));
        return warnings();
    }

    /// DsWriteAccountSpn. A failure's first native code is its Win32 number.
    static void write_spns(Directory& directory,
                           std::int32_t operation,
                           const Text& account,
                           const std::vector<std::string>& texts,
                           Until until = {}) {
        std::vector<const char*> pointers;
        for (const std::string& text : texts) {
            pointers.push_back(text.c_str());
        }
        detail::check(mutauth_account_write_spns(directory.get(), operation, account.c_str(),
                                                 pointers.data(), pointers.size(), until.get()));
    }

    /// What the last change could not do though it succeeded.
    std::vector<std::string> warnings() const {
        mutauth_texts* made = nullptr;
        detail::check(mutauth_account_warnings(handle_.get(), &made));
        return detail::strings(made);
    }

  private:
    using Owned = detail::Handle<mutauth_account, mutauth_account_free>;
    explicit Account(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

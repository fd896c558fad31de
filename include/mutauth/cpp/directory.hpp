/* A directory (LDAP) that has proved itself. */
#ifndef MUTAUTH_CPP_DIRECTORY_HPP
#define MUTAUTH_CPP_DIRECTORY_HPP

#include <mutauth/directory.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/credential.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/policy.hpp>
#include <mutauth/cpp/spn.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// A proven and sealed session with a directory server. One thread at a time.
class Directory {
  public:
    /// "host:port" or "host" is where to connect to; the SPN, usually ldap/<host>, is what the
    /// server must prove.
    static Directory open(const Text& address,
                          const Spn& spn,
                          const Credential& credential,
                          Until until = {}) {
        return open(address, spn, credential, nullptr, until);
    }
    static Directory open(const Text& address,
                          const Spn& spn,
                          const Credential& credential,
                          const Policy& policy,
                          Until until = {}) {
        return open(address, spn, credential, policy.get(), until);
    }

    /// A domain's servers by DNS, "host:port" each, in the order to try them. A hint: what the
    /// server must prove stays the caller's word.
    static std::vector<std::string> locate(const Text& domain, Until until = {}) {
        mutauth_texts* made = nullptr;
        detail::check(mutauth_directory_locate(domain.c_str(), until.get(), &made));
        return detail::strings(made);
    }

    /// Where accounts are searched; "" if the server does not say and nothing was set.
    std::string_view base() const noexcept {
        return detail::lent(mutauth_directory_base(handle_.get()));
    }
    void set_base(const Text& dn) {
        detail::check(mutauth_directory_set_base(handle_.get(), dn.c_str()));
    }

    /// Where a name must be unique: "" for everywhere, else below this entry only.
    std::string_view unique_base() const noexcept {
        return detail::lent(mutauth_directory_unique_base(handle_.get()));
    }
    void set_unique_base(const Text& dn) {
        detail::check(mutauth_directory_set_unique_base(handle_.get(), dn.c_str()));
    }

    /// Registers names that are known not to work, with a warning, instead of refusing them.
    void allow_unusable_names() {
        detail::check(mutauth_directory_allow_unusable_names(handle_.get()));
    }

    /// A global catalog of Active Directory, for what concerns the whole forest: on the session's
    /// own host without an address, and by the name that the session has proved without an SPN.
    void open_catalog(const Text& address,
                      const Spn* spn,
                      const Credential& credential,
                      Until until = {}) {
        detail::check(mutauth_directory_open_catalog(handle_.get(), address.c_str(),
                                                     spn == nullptr ? nullptr : spn->get(),
                                                     credential.get(), nullptr, until.get()));
    }

    /// The DNs of the accounts that hold an SPN. More than one means that nobody can prove it.
    std::vector<std::string> find_holders(const Spn& spn, Until until = {}) {
        const auto holders = detail::make<Holders>([&](mutauth_holders** out) {
            return mutauth_directory_find_holders(handle_.get(), spn.get(), until.get(), out);
        });
        std::vector<std::string> dns;
        const char* dn = nullptr;
        while (detail::check(mutauth_holders_next(holders.get(), &dn)) == MUTAUTH_OK) {
            dns.emplace_back(dn);
        }
        return dns;
    }

    mutauth_directory* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_directory, mutauth_directory_free>;
    using Holders = detail::Handle<mutauth_holders, mutauth_holders_free>;
    explicit Directory(Owned handle) noexcept : handle_(std::move(handle)) {}

    static Directory open(const Text& address,
                          const Spn& spn,
                          const Credential& credential,
                          const mutauth_policy* policy,
                          Until until) {
        auto made = detail::make<Owned>([&](mutauth_directory** out) {
            return mutauth_directory_open(address.c_str(), spn.get(), credential.get(), policy,
                                          until.get(), out);
        });
        return Directory(std::move(made));
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

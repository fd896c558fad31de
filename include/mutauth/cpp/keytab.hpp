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
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// An entry of a keytab, without its key.
struct KeytabEntry {
    std::string principal;
    std::uint32_t kvno = 0;
    /// RFC 3961 8.
    std::int32_t enctype = 0;
    /// "aes256-cts-hmac-sha1-96"
    std::string enctype_name;
    /// When it was put there, in seconds since 1970 UTC.
    std::int64_t timestamp = 0;
};

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

    /// What the file holds, in its order.
    std::vector<KeytabEntry> read(Until until = {}) const {
        mutauth_keytab_entries* made = nullptr;
        detail::check(mutauth_keytab_read(handle_.get(), until.get(), &made));
        const detail::Handle<mutauth_keytab_entries, mutauth_keytab_entries_free> owned(made);
        std::vector<KeytabEntry> out(mutauth_keytab_entries_count(made));
        for (std::size_t i = 0; i < out.size(); ++i) {
            const char* principal = nullptr;
            const char* name = nullptr;
            detail::check(mutauth_keytab_entries_at(made, i, &principal, &out[i].kvno,
                                                    &out[i].enctype, &name, &out[i].timestamp));
            out[i].principal = principal;
            out[i].enctype_name = name;
        }
        return out;
    }

    /// Takes entries out; what is not given stands for all.
    void remove(const Text& principal,
                std::optional<std::uint32_t> kvno = std::nullopt,
                std::int32_t enctype = 0,
                const Steps& steps = {},
                Until until = {}) const {
        detail::check(mutauth_keytab_remove(handle_.get(), principal.c_str(),
                                            kvno ? std::int64_t{*kvno} : -1, enctype, steps.get(),
                                            until.get()));
    }

    const mutauth_keytab* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_keytab, mutauth_keytab_free>;

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

/* SPNs found in a directory, with the accounts that hold them. */
#ifndef MUTAUTH_CPP_FOUND_HPP
#define MUTAUTH_CPP_FOUND_HPP

#include <mutauth/found.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/directory.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mutauth::v1 {

struct HeldSpn {
    /// As it is registered.
    std::string spn;
    /// The account's.
    std::string dn;
};

/// SPNs that were found, one at a time. The directory must outlive it. One thread at a time.
class FoundSpns {
  public:
    /// Each asterisk of the pattern stands for any text. The range is MUTAUTH_RANGE_...
    static FoundSpns find(Directory& directory,
                          const Text& pattern,
                          std::int32_t range = MUTAUTH_RANGE_BASE,
                          Until until = {}) {
        return FoundSpns(detail::make<Owned>([&](mutauth_found** out) {
            return mutauth_directory_find_spns(directory.get(), pattern.c_str(), range, until.get(),
                                               out);
        }));
    }
    /// Other names of the SPN on accounts other than the one with the DN.
    static FoundSpns alias_conflicts(Directory& directory,
                                     const Spn& spn,
                                     const Text& dn,
                                     Until until = {}) {
        return FoundSpns(detail::make<Owned>([&](mutauth_found** out) {
            return mutauth_directory_find_alias_conflicts(directory.get(), spn.get(), dn.c_str(),
                                                          until.get(), out);
        }));
    }

    /// Nothing after the last.
    std::optional<HeldSpn> next(Until until = {}) {
        const char* spn = nullptr;
        const char* dn = nullptr;
        if (detail::check(mutauth_found_next(handle_.get(), until.get(), &spn, &dn)) ==
            MUTAUTH_END) {
            return std::nullopt;
        }
        return HeldSpn{spn, dn};
    }
    /// How many entries of the directory were looked at.
    std::uint64_t entries() const noexcept { return mutauth_found_entries(handle_.get()); }

  private:
    using Owned = detail::Handle<mutauth_found, mutauth_found_free>;
    explicit FoundSpns(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
};

/// The accounts behind an SPN, and how they were found.
struct SpnLookup {
    /// One of MUTAUTH_FOUND_BY_...
    std::int32_t by = MUTAUTH_FOUND_BY_NOTHING;
    /// More than one means that nobody can prove it.
    std::vector<std::string> dns;
};

/// As a domain controller does: as it is, by its alias, by the GUID of a domain controller.
inline SpnLookup look_up_spn(Directory& directory, const Spn& spn, Until until = {}) {
    SpnLookup out;
    const auto holders = detail::make<detail::Handle<mutauth_holders, mutauth_holders_free>>(
        [&](mutauth_holders** made) {
            return mutauth_directory_look_up_spn(directory.get(), spn.get(), until.get(), &out.by,
                                                 made);
        });
    const char* dn = nullptr;
    while (detail::check(mutauth_holders_next(holders.get(), &dn)) == MUTAUTH_OK) {
        out.dns.emplace_back(dn);
    }
    return out;
}

/// Throws what stands against the account's holding the SPN: SPN_TAKEN or SPN_ALIAS_TAKEN.
inline void check_unique(Directory& directory, const Spn& spn, const Text& dn, Until until = {}) {
    detail::check(
        mutauth_directory_check_unique(directory.get(), spn.get(), dn.c_str(), until.get()));
}

}  // namespace mutauth::v1

#endif

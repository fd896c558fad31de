/* SPNs that are on more than one account. */
#ifndef MUTAUTH_CPP_DUPLICATES_HPP
#define MUTAUTH_CPP_DUPLICATES_HPP

#include <mutauth/duplicates.h>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/directory.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/found.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// Duplicate SPNs, a group at a time. The directory must outlive it. One thread at a time.
class Duplicates {
  public:
    struct Group {
        /// MUTAUTH_DUPLICATE_EXACT or MUTAUTH_DUPLICATE_ALIAS.
        std::int32_t kind = 0;
        /// For aliases the name that they stand for.
        std::string spn;
        std::vector<HeldSpn> holders;
    };

    /// The range is MUTAUTH_RANGE_...
    static Duplicates find(Directory& directory,
                           std::int32_t range = MUTAUTH_RANGE_BASE,
                           Until until = {}) {
        return Duplicates(detail::make<Owned>([&](mutauth_duplicates** out) {
            return mutauth_directory_find_duplicates(directory.get(), range, until.get(), out);
        }));
    }

    /// Reads a page more; false once next() need not wait.
    bool advance(Until until = {}) {
        return detail::check(mutauth_duplicates_advance(handle_.get(), until.get(), &entries_)) ==
               MUTAUTH_CONTINUE;
    }
    /// How many entries of the directory advance() has read.
    std::uint64_t entries() const noexcept { return entries_; }

    /// Nothing after the last.
    std::optional<Group> next(Until until = {}) {
        Group group;
        const char* spn = nullptr;
        if (detail::check(mutauth_duplicates_next(handle_.get(), until.get(), &group.kind, &spn)) ==
            MUTAUTH_END) {
            return std::nullopt;
        }
        group.spn = spn;
        const std::size_t count = mutauth_duplicates_count(handle_.get());
        for (std::size_t i = 0; i < count; ++i) {
            const char* held = nullptr;
            const char* dn = nullptr;
            detail::check(mutauth_duplicates_at(handle_.get(), i, &held, &dn));
            group.holders.push_back({held, dn});
        }
        return group;
    }

  private:
    using Owned = detail::Handle<mutauth_duplicates, mutauth_duplicates_free>;
    explicit Duplicates(Owned handle) noexcept : handle_(std::move(handle)) {}

    Owned handle_;
    std::uint64_t entries_ = 0;
};

}  // namespace mutauth::v1

#endif

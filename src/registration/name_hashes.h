// Fingerprints of very many names, to tell which of them can stand on two accounts.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/siphash.h"

namespace mutauth::registration {

/// A name that may stand on several accounts, and how many entries have it.
struct Suspect {
    std::uint64_t hash;
    std::size_t count;
};

/// Eight bytes a name and as much again at most while it grows.
class NameHashes {
  public:
    void add(std::uint64_t hash) { parts_[hash >> 56].push_back(hash); }
    /// Those that were added more than once, in order. Empties it.
    std::vector<Suspect> take_repeated();

  private:
    // In parts, so that growing copies one of them at a time.
    std::array<std::vector<std::uint64_t>, 256> parts_;
};

/// Sixteen bytes a name: whether an alias and the name that it stands for are on one account or
/// on two.
class AliasHashes {
  public:
    /// The hash of the name that is stood for, whether this is an alias of it, and the account.
    void add(std::uint64_t hash, bool is_alias, std::uint64_t account) {
        parts_[hash >> 56].push_back({(hash & ~std::uint64_t{1}) | (is_alias ? 1U : 0U), account});
    }
    /// The names (their last bit cleared) of which an alias is on another account. Empties it.
    std::vector<Suspect> take_conflicts();

  private:
    struct Item {
        std::uint64_t hash;
        std::uint64_t account;

        bool operator<(const Item& other) const noexcept {
            return hash != other.hash ? hash < other.hash : account < other.account;
        }
    };

    std::array<std::vector<Item>, 256> parts_;
};

}  // namespace mutauth::registration

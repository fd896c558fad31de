// SPNs that are on more than one account, and aliases that are.
//
// A first pass over the directory keeps eight bytes of fingerprint for each name, and on Active
// Directory sixteen more for each that has to do with aliases; a second one reads the few names
// whose fingerprints meet again, and compares them. What is reported is on two accounts for
// certain.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "directory/pages.h"
#include "registration/found_spns.h"
#include "registration/name_hashes.h"

namespace mutauth::registration {

struct DuplicateGroup {
    enum class Kind : int {
        /// One name on several accounts: nobody can prove it.
        exact = 1,
        /// A name, and on other accounts names that the domain takes for it.
        alias = 2,
    };

    Kind kind = Kind::exact;
    /// As one of the accounts has it; for aliases the name that they stand for.
    std::string spn;
    /// Who has which spelling of it, by DN.
    std::vector<Found> holders;
};

/// Holds fingerprints, one page, and some groups. The sessions must outlive it; no other search of
/// many entries may use them before the end.
class Duplicates {
  public:
    static Result<Duplicates> find(directory::Session& session,
                                   directory::Range range,
                                   const Deadline& deadline);

    /// Reads a page more, unless a group is at hand or all is read: then false.
    Result<bool> advance(const Deadline& deadline);
    /// The next group, those of one kind first; advances as far as it must. Nothing at the end.
    Result<std::optional<DuplicateGroup>> next(const Deadline& deadline);
    /// How many entries were read so far, in all passes.
    std::uint64_t entries() const noexcept { return entries_; }

  private:
    enum class Phase { hashing, collecting, done };
    using Groups = std::map<std::string, DuplicateGroup>;

    Duplicates(directory::Kind kind, directory::Pages pages, spn::AliasMap aliases, SipKey key)
        : kind_(kind), pages_(std::move(pages)), aliases_(std::move(aliases)), key_(key) {}

    std::uint64_t hash(std::string_view text) const noexcept { return siphash(key_, text); }
    /// What the domain's aliases make of a service class.
    struct Standing {
        /// The class that it stands for; its own if others stand for it; else nothing.
        std::optional<std::string> class_meant;
        bool is_alias = false;
    };
    /// A name under the class that it stands for.
    struct Meant {
        HeldName name;
        bool is_alias;
    };

    const Standing& standing_of(const std::string& service_class);
    /// Nothing if it has to do with no alias.
    std::optional<Meant> meant_by(const HeldName& name);
    void hash_names(const std::vector<HeldName>& names, const std::string& dn);
    void collect_names(const std::vector<HeldName>& names, const std::string& dn);
    Result<void> end_pass(const Deadline& deadline);
    /// Whether the directory too takes the names of a group for one.
    Result<bool> confirm(const DuplicateGroup& group, const Deadline& deadline);
    void begin_batch();

    directory::Kind kind_;
    directory::Pages pages_;
    spn::AliasMap aliases_;
    std::unordered_map<std::string, Standing> standings_;
    SipKey key_;
    Phase phase_ = Phase::hashing;
    std::uint64_t entries_ = 0;
    std::vector<directory::Entry> page_;

    NameHashes exact_hashes_;
    AliasHashes alias_hashes_;
    std::vector<Suspect> exact_suspects_;
    std::vector<Suspect> alias_suspects_;
    /// What this pass collects.
    std::vector<std::uint64_t> exact_batch_;
    std::vector<std::uint64_t> alias_batch_;
    Groups exact_groups_;
    Groups alias_groups_;
    std::vector<DuplicateGroup> ready_;
};

}  // namespace mutauth::registration

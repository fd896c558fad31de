// SPNs and the accounts that hold them, found one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "directory/pages.h"
#include "registration/spn_pattern.h"

namespace mutauth::registration {

struct Found {
    std::string spn;
    std::string dn;

    bool operator==(const Found&) const = default;
};

/// Holds one page. The sessions that it reads from must outlive it.
class FoundSpns {
  public:
    /// Waits for nothing but what the session has yet to learn of its forest.
    static Result<FoundSpns> find(directory::Session& session,
                                  const SpnPattern& pattern,
                                  directory::Range range,
                                  const Deadline& deadline);
    /// Those that are known already.
    explicit FoundSpns(std::vector<Found> found) : ready_(std::move(found)) {}

    /// Nothing after the last.
    Result<std::optional<Found>> next(const Deadline& deadline);
    /// How many entries the directory has sent.
    std::uint64_t entries() const noexcept { return entries_; }

  private:
    FoundSpns(directory::Pages pages, SpnPattern pattern)
        : pages_(std::move(pages)), pattern_(std::move(pattern)) {}

    Result<void> take(const directory::Entry& entry, const Deadline& deadline);

    std::optional<directory::Pages> pages_;
    std::optional<SpnPattern> pattern_;
    std::vector<directory::Entry> page_;
    std::size_t page_at_ = 0;
    std::vector<Found> ready_;
    std::size_t ready_at_ = 0;
    std::uint64_t entries_ = 0;
};

}  // namespace mutauth::registration

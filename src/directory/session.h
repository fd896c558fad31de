// A directory that has proved itself, as the rest of the library sees it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.h"
#include "directory/change.h"
#include "directory/entry.h"
#include "directory/profile.h"

namespace mutauth::directory {

enum class Scope { base, one_level, subtree };

struct Search {
    std::string base;
    Scope scope = Scope::subtree;
    std::string filter = "(objectClass=*)";
    std::vector<std::string> attributes;
};

/// Takes entries as they come; false ends the search early, which is no failure.
using Visitor = std::function<bool(Entry)>;

/// One thread at a time. What was made in a parent process answers forked in the child.
class Session {
  public:
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    virtual ~Session() = default;

    /// Holds one page at most, however many entries there are. References to other servers are
    /// passed over.
    virtual Result<void> search(const Search& search,
                                const Visitor& visit,
                                const Deadline& deadline) = 0;
    /// All of the changes or none. With the permissive control, where the server offers it, adding
    /// what is there and deleting what is not succeed.
    virtual Result<void> modify(const std::string& dn,
                                const Changes& changes,
                                const Deadline& deadline) = 0;
    /// The authorization identity, "dn:..." or "u:..." (RFC 4532); "" for anonymous.
    virtual Result<std::string> who_am_i(const Deadline& deadline) = 0;

    const Profile& profile() const noexcept { return profile_; }
    /// Where accounts are searched, "" if that is not known.
    const std::string& base() const noexcept { return base_; }
    Result<void> set_base(std::string_view dn);
    /// directory_base_unknown instead of "".
    Result<std::string> known_base() const;
    /// The principal that the session is bound as.
    const std::string& principal() const noexcept { return principal_; }

    /// What opening learns after the bind.
    void describe(Profile profile, std::string principal);

  private:
    Profile profile_;
    std::string base_;
    std::string principal_;
};

/// The entries of a search that finds few.
Result<std::vector<Entry>> find_all(Session& session,
                                    const Search& search,
                                    const Deadline& deadline);

/// The one entry, or nothing if there is none or the caller may not see it.
Result<std::vector<Entry>> read_entry(Session& session,
                                      const std::string& dn,
                                      const std::vector<std::string>& attributes,
                                      const Deadline& deadline);

}  // namespace mutauth::directory

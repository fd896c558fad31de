// A directory that has proved itself, as the rest of the library sees it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.h"
#include "core/outcome.h"
#include "directory/change.h"
#include "directory/entry.h"
#include "directory/profile.h"
#include "spn/service_principal_name.h"

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

struct Forest;

/// Where a session goes, and what the server there has proved.
struct Origin {
    std::string host;
    std::optional<spn::ServicePrincipalName> spn;
};

/// One thread at a time. What was made in a parent process answers forked in the child.
class Session {
  public:
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    virtual ~Session() = default;

    /// Holds one page at most, however many entries there are. References to other servers are
    /// passed over. directory_limited if the server stops before the end, directory_flooded if it
    /// finds none.
    virtual Result<void> search(const Search& search,
                                const Visitor& visit,
                                const Deadline& deadline) = 0;
    /// The page that the cookie of the one before asks for, "" for the first; tells the cookie of
    /// the next, "" after the last. No other paged search may come between. A server without pages
    /// gives all as one.
    virtual Result<std::string> search_page(const Search& search,
                                            const std::string& /*cookie*/,
                                            const Visitor& visit,
                                            const Deadline& deadline) {
        auto searched = this->search(search, visit, deadline);
        return searched ? Result<std::string>(std::string()) : std::move(searched).error();
    }
    /// All of the changes or none. With the permissive control, where the server offers it, adding
    /// what is there and deleting what is not succeed. Unknown once it was sent and no answer came
    /// that says more.
    virtual Write modify(const std::string& dn,
                         const Changes& changes,
                         const Deadline& deadline) = 0;
    /// A new connection to the same server, which proves itself again, in place of the one there
    /// is: whatever was asked on the old one is not waited for any more. The session stays usable
    /// by all that hold it; if this fails it is lost.
    virtual Result<void> renew(const Deadline& deadline) = 0;
    /// A session with the global catalog on the same host, in the same caller's name.
    virtual Result<std::unique_ptr<Session>> beside(std::uint16_t /*port*/,
                                                    const Deadline& /*deadline*/) {
        return Error(Status::catalog_unfit, "this session knows of no catalog");
    }
    /// The authorization identity, "dn:..." or "u:..." (RFC 4532); "" for anonymous.
    virtual Result<std::string> who_am_i(const Deadline& deadline) = 0;

    const Profile& profile() const noexcept { return profile_; }
    /// Where accounts are searched, "" if that is not known.
    const std::string& base() const noexcept { return base_; }
    Result<void> set_base(std::string_view dn);
    /// Whether it is the caller's choice and not the server's word.
    bool base_is_set() const noexcept { return base_is_set_; }
    /// Where a name must be unique is another question than where accounts are searched:
    /// everywhere, unless the caller has narrowed it to what is below one entry. "" for everywhere.
    const std::string& unique_base() const noexcept { return unique_base_; }
    Result<void> set_unique_base(std::string_view dn);
    /// Whether names are registered though they will not work (spn::check_usable).
    bool allows_unusable_names() const noexcept { return allows_unusable_names_; }
    void allow_unusable_names() noexcept { allows_unusable_names_ = true; }
    /// directory_base_unknown instead of "".
    Result<std::string> known_base() const;
    /// The principal that the session is bound as.
    const std::string& principal() const noexcept { return principal_; }

    /// What opening learns after the bind.
    void describe(Profile profile, std::string principal);
    void set_origin(Origin origin) { origin_ = std::move(origin); }
    const Origin& origin() const noexcept { return origin_; }

    /// Whatever forest_of has learned; none yet if it was not asked.
    const std::shared_ptr<const Forest>& forest() const noexcept { return forest_; }
    void set_forest(std::shared_ptr<const Forest> forest) { forest_ = std::move(forest); }
    /// A session with the global catalog of the same forest; nullptr if there is none.
    Session* catalog() const noexcept { return catalog_.get(); }
    void set_catalog(std::unique_ptr<Session> catalog) { catalog_ = std::move(catalog); }

  private:
    Profile profile_;
    std::string base_;
    bool base_is_set_ = false;
    std::string unique_base_;
    bool allows_unusable_names_ = false;
    std::string principal_;
    Origin origin_;
    std::shared_ptr<const Forest> forest_;
    std::unique_ptr<Session> catalog_;
};

/// The entries of a search that finds few, each once; directory_flooded if they are many.
Result<std::vector<Entry>> find_all(Session& session,
                                    const Search& search,
                                    const Deadline& deadline);

/// The one entry, or nothing if there is none or the caller may not see it.
Result<std::vector<Entry>> read_entry(Session& session,
                                      const std::string& dn,
                                      const std::vector<std::string>& attributes,
                                      const Deadline& deadline);

}  // namespace mutauth::directory

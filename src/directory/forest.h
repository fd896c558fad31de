// All that must agree on who holds a name: more than one naming context, or more than one domain.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "directory/open.h"
#include "directory/session.h"
#include "spn/alias_map.h"

namespace mutauth::directory {

struct Forest {
    std::vector<std::string> naming_contexts;
    /// Active Directory only, as are those below: "" and empty elsewhere.
    std::string configuration;
    std::string root_domain;
    bool is_catalog = false;
    /// How many domains there are; 0 if that was not asked, or the server shows none.
    std::size_t domains = 0;
    /// sPNMappings.
    spn::AliasMap aliases;
};

/// Read once a session: one search, and on Active Directory two.
Result<std::shared_ptr<const Forest>> forest_of(Session& session, const Deadline& deadline);

enum class Range : int {
    /// Below the session's base.
    base = 0,
    /// All that the server holds or, on Active Directory, its catalog. A base that the caller has
    /// set bounds it all the same.
    forest = 1,
};

struct Place {
    Session* session;
    std::string base;
};

/// Where to search. None lies inside another.
Result<std::vector<Place>> places_of(Session& session, Range range, const Deadline& deadline);
/// Where a name must be unique: all naming contexts; on Active Directory the session's own domain
/// and, unless that is the forest's only one, the global catalog, which is opened on the session's
/// host if none is open yet; what the caller has narrowed it to. Where accounts are searched has no
/// say.
Result<std::vector<Place>> places_to_check(Session& session, const Deadline& deadline);

/// [MS-ADTS] 3.1.1.3.1.11: a global catalog listens here.
inline constexpr std::uint16_t kCatalogPort = 3268;

struct CatalogOptions {
    /// "" for the session's host.
    std::string address;
    /// Without one it must prove the session's own.
    std::optional<spn::ServicePrincipalName> spn;
    std::shared_ptr<credential::Credential> credential;
    /// For its log.
    context::Policy policy;
};

/// Opens a session with a global catalog, which the session keeps. catalog_unfit if it is none, or
/// of another forest. Without an address nothing is done where there are no catalogs.
Result<void> open_catalog(Session& session,
                          const CatalogOptions& options,
                          const Deadline& deadline);

}  // namespace mutauth::directory

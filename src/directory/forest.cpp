#include "directory/forest.h"

#include <algorithm>

#include "core/text.h"
#include "directory/address.h"
#include "directory/dn.h"

namespace mutauth::directory {
namespace {

const std::vector<std::string>& forest_attributes() {
    static const std::vector<std::string> names{"namingContexts", "configurationNamingContext",
                                                "rootDomainNamingContext", "isGlobalCatalogReady"};
    return names;
}

/// [MS-ADTS] 6.1.1.2.4: the forest's settings that a DC keeps.
std::string mappings_entry(const std::string& configuration) {
    return "CN=Directory Service,CN=Windows NT,CN=Services," + configuration;
}

bool is_below(const std::string& dn, const std::string& base) {
    const std::string inner = dn::normalized(dn).value_or(dn);
    const std::string outer = dn::normalized(base).value_or(base);
    return outer.empty() || (inner.ends_with(outer) && inner.size() > outer.size() &&
                             inner[inner.size() - outer.size() - 1] == ',');
}

/// A search of a context covers what the server holds below it.
std::vector<std::string> outermost(const std::vector<std::string>& contexts) {
    std::vector<std::string> out;
    for (const auto& context : contexts) {
        const bool covered = std::any_of(contexts.begin(), contexts.end(), [&](const auto& other) {
            return !dn::same(context, other) && is_below(context, other);
        });
        const bool known = std::any_of(out.begin(), out.end(),
                                       [&](const auto& other) { return dn::same(context, other); });
        if (!covered && !known && dn::is_dn(context)) {
            out.push_back(context);
        }
    }
    return out;
}

Result<std::vector<Place>> base_of(Session& session) {
    auto base = session.known_base();
    if (!base) {
        return std::move(base).error();
    }
    return std::vector<Place>{{&session, std::move(*base)}};
}

bool same_forest(const Forest& a, const Forest& b) {
    return !a.configuration.empty() && dn::same(a.configuration, b.configuration);
}

Error unfit(const Session& catalog, std::string_view why) {
    return Error(Status::catalog_unfit, displayed(catalog.origin().host) + " " + std::string(why));
}

Result<std::string> catalog_address(const std::string& given, const std::string& host) {
    if (given.empty()) {
        return HostPort{host, kCatalogPort}.text();
    }
    auto target = parse_address(given);
    if (!target) {
        return std::move(target).error();
    }
    if (target->port == kUsualPort) {
        target->port = kCatalogPort;
    }
    return target->text();
}

Result<void> check_catalog(Session& session, Session& catalog, const Deadline& deadline) {
    auto own = forest_of(session, deadline);
    if (!own) {
        return std::move(own).error();
    }
    auto its = forest_of(catalog, deadline);
    if (!its) {
        return std::move(its).error();
    }
    if (!(*its)->is_catalog) {
        return unfit(catalog, "does not say that it is a global catalog");
    }
    if (!same_forest(**own, **its)) {
        return unfit(catalog, "is of another forest");
    }
    return {};
}

Result<std::vector<Place>> contexts_of(Session& session, const Deadline& deadline) {
    auto forest = forest_of(session, deadline);
    if (!forest) {
        return std::move(forest).error();
    }
    std::vector<Place> out;
    for (auto& context : outermost((*forest)->naming_contexts)) {
        out.push_back({&session, std::move(context)});
    }
    return out.empty() ? base_of(session) : Result<std::vector<Place>>(std::move(out));
}

/// Whatever base the caller has set.
Result<std::vector<Place>> own_domain(Session& session) {
    const std::string& domain = session.profile().base;
    return domain.empty() ? base_of(session) : std::vector<Place>{{&session, domain}};
}

/// [MS-ADTS] 6.1.1.2.1.1: a domain has a crossRef with FLAG_CR_NTDS_DOMAIN in its systemFlags.
/// Where the server tells no configuration, or shows no crossRef, nobody knows.
Result<bool> is_only_domain(Session& session, const Deadline& deadline) {
    auto forest = forest_of(session, deadline);
    if (!forest) {
        return std::move(forest).error();
    }
    if ((*forest)->configuration.empty()) {
        return false;
    }
    if ((*forest)->domains == 0) {
        auto domains = find_all(session,
                                {"CN=Partitions," + (*forest)->configuration,
                                 Scope::one_level,
                                 "(&(objectClass=crossRef)(systemFlags:1.2.840.113556.1.4.803:=2))",
                                 {"1.1"}},
                                deadline);
        if (!domains) {
            return std::move(domains).error();
        }
        Forest known = **forest;
        known.domains = domains->size();
        session.set_forest(std::make_shared<const Forest>(std::move(known)));
    }
    return session.forest()->domains == 1;
}

Result<void> open_own_catalog(Session& session, const Deadline& deadline) {
    auto catalog = session.beside(kCatalogPort, deadline);
    if (!catalog) {
        return std::move(catalog).error().while_doing(
            "opening the global catalog, which knows the names of the forest's other domains,");
    }
    if (auto fit = check_catalog(session, **catalog, deadline); !fit) {
        return fit;
    }
    session.set_catalog(std::move(*catalog));
    return {};
}

}  // namespace

Result<std::shared_ptr<const Forest>> forest_of(Session& session, const Deadline& deadline) {
    if (session.forest()) {
        return session.forest();
    }
    auto root = read_entry(session, "", forest_attributes(), deadline);
    if (!root) {
        return std::move(root).error();
    }
    Forest out;
    if (!root->empty()) {
        const Entry& entry = root->front();
        out.naming_contexts = entry.values("namingContexts");
        out.configuration = entry.first("configurationNamingContext");
        out.root_domain = entry.first("rootDomainNamingContext");
        out.is_catalog = equal_ignoring_ascii_case(entry.first("isGlobalCatalogReady"), "TRUE");
    }
    if (session.profile().kind == Kind::active_directory && !out.configuration.empty()) {
        auto settings =
            read_entry(session, mappings_entry(out.configuration), {"sPNMappings"}, deadline);
        if (!settings) {
            return std::move(settings).error();
        }
        if (!settings->empty()) {
            out.aliases = spn::AliasMap(settings->front().values("sPNMappings"));
        }
    }
    session.set_forest(std::make_shared<const Forest>(std::move(out)));
    return session.forest();
}

Result<std::vector<Place>> places_of(Session& session, Range range, const Deadline& deadline) {
    if (range == Range::base || session.base_is_set()) {
        return base_of(session);
    }
    if (session.catalog() != nullptr) {
        // The empty base is the whole forest there and nowhere else.
        return std::vector<Place>{{session.catalog(), ""}};
    }
    return session.profile().kind == Kind::active_directory ? base_of(session)
                                                            : contexts_of(session, deadline);
}

Result<std::vector<Place>> places_to_check(Session& session, const Deadline& deadline) {
    if (!session.unique_base().empty()) {
        return std::vector<Place>{{&session, session.unique_base()}};
    }
    if (session.profile().kind != Kind::active_directory) {
        return contexts_of(session, deadline);
    }
    if (session.catalog() == nullptr) {
        auto alone = is_only_domain(session, deadline);
        if (!alone) {
            return std::move(alone).error();
        }
        if (*alone) {
            return own_domain(session);
        }
        if (auto opened = open_own_catalog(session, deadline); !opened) {
            return std::move(opened).error();
        }
    }
    std::vector<Place> out{{session.catalog(), ""}};
    // A catalog on another host may not know yet what the own domain does.
    if (!equal_ignoring_ascii_case(session.catalog()->origin().host, session.origin().host)) {
        auto own = own_domain(session);
        if (!own) {
            return own;
        }
        out.insert(out.begin(), own->begin(), own->end());
    }
    return out;
}

Result<void> open_catalog(Session& session,
                          const CatalogOptions& options,
                          const Deadline& deadline) {
    const Origin& origin = session.origin();
    if (session.profile().kind != Kind::active_directory || !origin.spn) {
        return options.address.empty()
                   ? Result<void>()
                   : unfit(session, "is no Active Directory server, which alone has catalogs");
    }
    auto address = catalog_address(options.address, origin.host);
    if (!address) {
        return std::move(address).error();
    }
    const spn::ServicePrincipalName& spn = options.spn ? *options.spn : *origin.spn;
    // [MS-ADTS] 7.6.2.3: a name with the domain in it is one that a member cannot register.
    if (!origin.spn->parts().service.empty() && spn.parts().service.empty()) {
        return Error(Status::invalid_argument,
                     "the session has proved " + displayed(origin.spn->text()) +
                         ", which names a domain; the catalog's name must too");
    }
    auto catalog = open({std::move(*address), spn, options.credential, options.policy}, deadline);
    if (!catalog) {
        return std::move(catalog).error();
    }
    if (auto fit = check_catalog(session, **catalog, deadline); !fit) {
        return fit;
    }
    session.set_catalog(std::move(*catalog));
    return {};
}

}  // namespace mutauth::directory

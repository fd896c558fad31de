// A session with a list of entries that it sends in pages, whatever it is asked for below a base,
// and with single entries that are read by DN.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "directory/ldap_failure.h"
#include "directory/session.h"

namespace mutauth::testing {

class ListSession final : public directory::Session {
  public:
    using Entry = directory::Entry;
    using Values = std::vector<std::string>;

    explicit ListSession(directory::Kind kind = directory::Kind::plain) {
        directory::Profile profile;
        profile.kind = kind;
        profile.base = "dc=test";
        describe(profile, "admin@TEST");
    }

    /// An entry with SPNs, found by searches.
    void put(const std::string& dn, Values spns) {
        entries.push_back({dn, {{"servicePrincipalName", std::move(spns)}}});
    }
    /// The forest of an Active Directory with these sPNMappings.
    void map_aliases(Values mappings) {
        by_dn[""] = {"", {{"configurationNamingContext", {"CN=Configuration,dc=test"}}}};
        const std::string settings =
            "CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,dc=test";
        by_dn[settings] = {settings, {{"sPNMappings", std::move(mappings)}}};
    }

    Result<void> search(const directory::Search& search,
                        const directory::Visitor& visit,
                        const Deadline& deadline) override {
        if (search.scope == directory::Scope::base) {
            ++reads;
            const auto at = by_dn.find(search.base);
            if (at == by_dn.end()) {
                return directory::ldap_failure("reading", {32, "", "", ""});
            }
            static_cast<void>(visit(at->second));
            return {};
        }
        if (search.base.starts_with("CN=Partitions,")) {
            for (const auto& dn : domains) {
                static_cast<void>(visit({dn, {}}));
            }
            return {};
        }
        std::string cookie;
        do {
            auto next = search_page(search, cookie, visit, deadline);
            if (!next) {
                return std::move(next).error();
            }
            cookie = *next;
        } while (!cookie.empty());
        return {};
    }

    Result<std::string> search_page(const directory::Search& search,
                                    const std::string& cookie,
                                    const directory::Visitor& visit,
                                    const Deadline&) override {
        filters.push_back(search.filter);
        ++pages;
        if (before_page) {
            before_page();
        }
        if (endless) {
            return std::string("same");
        }
        const std::size_t begin = cookie.empty() ? 0 : std::stoul(cookie);
        const std::size_t end = std::min(begin + page_size, entries.size());
        for (std::size_t i = begin; i < end; ++i) {
            if (!visit(entries[i])) {
                return std::string();
            }
        }
        return end < entries.size() ? std::to_string(end) : std::string();
    }
    Write modify(const std::string&, const directory::Changes&, const Deadline&) override {
        return Write::done({});
    }
    Result<void> renew(const Deadline&) override { return {}; }
    Result<std::string> who_am_i(const Deadline&) override { return std::string(); }

    std::vector<Entry> entries;
    /// The forest's crossRefs of domains.
    Values domains{"CN=TEST,CN=Partitions,CN=Configuration,dc=test"};
    std::map<std::string, Entry> by_dn;
    std::size_t page_size = 2;
    bool endless = false;
    std::function<void()> before_page;
    std::vector<std::string> filters;
    int pages = 0;
    int reads = 0;
};

}  // namespace mutauth::testing

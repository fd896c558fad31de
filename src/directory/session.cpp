#include "directory/session.h"

#include <unordered_set>

#include "core/text.h"
#include "directory/bounds.h"
#include "directory/dn.h"
#include "directory/ldap_failure.h"

namespace mutauth::directory {

Result<void> Session::set_base(std::string_view dn) {
    if (!dn::is_dn(dn)) {
        return Error(Status::invalid_argument, "'" + displayed(dn) + "' is no DN");
    }
    base_ = dn;
    base_is_set_ = true;
    return {};
}

Result<void> Session::set_unique_base(std::string_view dn) {
    if (!dn.empty() && !dn::is_dn(dn)) {
        return Error(Status::invalid_argument, "'" + displayed(dn) + "' is no DN");
    }
    unique_base_ = dn;
    return {};
}

Result<std::string> Session::known_base() const {
    if (base_.empty()) {
        return Error(Status::directory_base_unknown);
    }
    return base_;
}

void Session::describe(Profile profile, std::string principal) {
    profile_ = std::move(profile);
    base_ = profile_.base;
    principal_ = std::move(principal);
}

Result<std::vector<Entry>> find_all(Session& session,
                                    const Search& search,
                                    const Deadline& deadline) {
    std::vector<Entry> out;
    std::unordered_set<std::string> seen;
    std::size_t held = 0;
    auto searched = session.search(
        search,
        [&](Entry entry) {
            held += size_of(entry);
            // An entry is in an answer once; a server that says it twice has not found two.
            if (held <= kMostBytes && seen.insert(entry.dn).second) {
                out.push_back(std::move(entry));
            }
            return held <= kMostBytes;
        },
        deadline);
    if (!searched) {
        return std::move(searched).error();
    }
    if (held > kMostBytes) {
        return flooded(search.base);
    }
    return out;
}

Result<std::vector<Entry>> read_entry(Session& session,
                                      const std::string& dn,
                                      const std::vector<std::string>& attributes,
                                      const Deadline& deadline) {
    auto found = find_all(session, {dn, Scope::base, "(objectClass=*)", attributes}, deadline);
    if (!found && ldap_code_of(found.error()) == LdapCode::no_such_object) {
        return std::vector<Entry>();
    }
    return found;
}

}  // namespace mutauth::directory

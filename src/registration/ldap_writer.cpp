#include "registration/ldap_writer.h"

#include "directory/filter.h"
#include "directory/ldap_failure.h"
#include "registration/account_names.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using directory::ldap_code_of;
using directory::LdapCode;

/// How often another writer of the same account may come between our look and our change.
constexpr int kMostTries = 4;

Result<bool> holds(directory::Session& session,
                   const std::string& dn,
                   const Change& value,
                   const Deadline& deadline) {
    auto found = directory::find_all(session,
                                     {dn,
                                      directory::Scope::base,
                                      directory::filter::equal(value.attribute, value.value),
                                      {"1.1"}},
                                     deadline);
    if (!found) {
        return std::move(found).error();
    }
    return !found->empty();
}

}  // namespace

Result<Changes> still_to_make(directory::Session& session,
                              const std::string& dn,
                              const Changes& changes,
                              const Deadline& deadline) {
    Changes out;
    for (const auto& change : changes) {
        auto held = holds(session, dn, change, deadline);
        if (!held) {
            return std::move(held).error();
        }
        if (*held != (change.kind == Change::Kind::add)) {
            out.push_back(change);
        }
    }
    return out;
}

Result<Changes> LdapWriter::apply(const std::string& dn,
                                  Changes changes,
                                  const Deadline& deadline) {
    for (int left = kMostTries; !changes.empty(); --left) {
        auto modified = session_.modify(dn, changes, deadline);
        if (modified) {
            break;
        }
        const LdapCode code = ldap_code_of(modified.error());
        if (code == LdapCode::no_such_object) {
            return std::move(modified).error().as(Status::account_not_found);
        }
        // Without the permissive control these say that some of it is so already.
        if ((code != LdapCode::attribute_or_value_exists && code != LdapCode::no_such_attribute) ||
            left == 0) {
            return std::move(modified).error();
        }
        auto rest = still_to_make(session_, dn, changes, deadline);
        if (!rest) {
            return rest;
        }
        changes = std::move(*rest);
    }
    return changes;
}

Result<void> LdapWriter::undo(const std::string& dn,
                              const Changes& made,
                              const Deadline& deadline) {
    Changes back = directory::reversed(made);
    // A canonical name that was told from the account's only principal stays true.
    std::erase_if(back, [](const auto& change) { return change.attribute == kCanonicalAttribute; });
    auto undone = apply(dn, std::move(back), deadline);
    return undone ? Result<void>() : std::move(undone).error();
}

}  // namespace mutauth::registration

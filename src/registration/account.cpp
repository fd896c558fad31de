#include "registration/account.h"

#include "core/text.h"
#include "registration/account_names.h"
#include "registration/claim.h"
#include "registration/ldap_writer.h"
#include "registration/lookup.h"

namespace mutauth::registration {
namespace {

using directory::Entry;
using directory::Scope;
using directory::Session;

const std::vector<std::string> kNoAttributes{"1.1"};  // RFC 4511 4.5.1.8

Result<std::vector<Entry>> look_up(Session& session,
                                   const Lookup& lookup,
                                   const Deadline& deadline) {
    if (!lookup.dn.empty()) {
        return directory::read_entry(session, lookup.dn, kNoAttributes, deadline);
    }
    auto base = session.known_base();
    if (!base) {
        return std::move(base).error();
    }
    return directory::find_all(session, {*base, Scope::subtree, lookup.filter, kNoAttributes},
                               deadline);
}

Error ambiguous(std::string_view name, const std::vector<Entry>& found) {
    Error out(Status::account_ambiguous, "several accounts are called " + displayed(name));
    for (const auto& entry : found) {
        out = std::move(out).with("account", displayed(entry.dn));
    }
    return out;
}

/// The DN of the first lookup's one entry; "" if no lookup finds any.
Result<std::string> first_found(Session& session, std::string_view name, const Deadline& deadline) {
    auto lookups = lookups_for(session.profile().kind, name, session.principal());
    if (!lookups) {
        return std::move(lookups).error();
    }
    for (const auto& lookup : *lookups) {
        auto found = look_up(session, lookup, deadline);
        if (!found) {
            return std::move(found).error();
        }
        if (found->size() > 1) {
            return ambiguous(name, *found);
        }
        if (!found->empty()) {
            return std::move(found->front().dn);
        }
    }
    return std::string();
}

/// Where a server maps principals to entries by rules of its own, only it can say the entry.
Result<std::string> bound_entry(Session& session, const Deadline& deadline) {
    if (!session.profile().who_am_i) {
        return std::string();
    }
    auto identity = session.who_am_i(deadline);
    if (!identity) {
        return identity;
    }
    if (!identity->starts_with("dn:")) {
        return std::string();
    }
    auto entry = directory::read_entry(session, identity->substr(3), kNoAttributes, deadline);
    if (!entry) {
        return std::move(entry).error();
    }
    return entry->empty() ? std::string() : std::move(entry->front().dn);
}

}  // namespace

Result<Account> Account::find(Session& session,
                              std::optional<std::string_view> name,
                              const Deadline& deadline) {
    const std::string_view called = name.value_or(session.principal());
    auto dn = first_found(session, called, deadline);
    if (dn && dn->empty() && !name) {
        dn = bound_entry(session, deadline);
    }
    if (!dn) {
        return std::move(dn).error();
    }
    if (dn->empty()) {
        return Error(Status::account_not_found, "no account is called " + displayed(called))
            .with("account", displayed(called))
            .with("base", displayed(session.base()));
    }
    return Account(session, std::move(*dn));
}

Result<std::vector<std::string>> Account::spns(const Deadline& deadline) const {
    auto names = read_names(*session_, dn_, deadline);
    if (!names) {
        return std::move(names).error();
    }
    return all_spns(*names);
}

Result<void> Account::add_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline) {
    LdapWriter writer(*session_);
    return claim(*session_, writer, dn_, spn, deadline);
}

Result<void> Account::delete_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline) {
    return LdapWriter(*session_).remove(dn_, spn, deadline);
}

}  // namespace mutauth::registration

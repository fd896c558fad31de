#include "registration/account.h"

#include "core/text.h"
#include "registration/account_names.h"
#include "registration/domain.h"
#include "registration/judged_names.h"
#include "registration/ldap_writer.h"
#include "registration/lookup.h"
#include "registration/move.h"
#include "registration/refusal.h"
#include "registration/unsettled.h"

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

Error too_many() {
    return with_win32(Error(Status::too_many_spns));
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
    if (const auto domain = domain_in(name); !domain.empty()) {
        if (auto checked = check_domain(session, domain, deadline); !checked) {
            return std::move(checked).error();
        }
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
    const Steps nobody;
    return add_spns({spn}, {nobody, deadline});
}

Result<void> Account::delete_spn(const spn::ServicePrincipalName& spn, const Deadline& deadline) {
    const Steps nobody;
    return delete_spns({spn}, {nobody, deadline});
}

Result<void> Account::add_spns(const Spns& spns, const Manner& manner) {
    LdapWriter writer(*session_);
    return spns.size() > kMostSpns
               ? Result<void>(too_many())
               : done(claim_judged({*session_, writer, dn_}, {spns, {}, false}, manner));
}

Result<void> Account::delete_spns(const Spns& spns, const Manner& manner) {
    if (spns.size() > kMostSpns) {
        return too_many();
    }
    LdapWriter writer(*session_);
    const Target target{*session_, writer, dn_};
    if (auto own = check_realms(target, spns); !own) {
        return own;
    }
    return done(edit(target, {{}, spns, false}, manner));
}

Result<void> Account::replace_spns(const Spns& spns, const Manner& manner) {
    LdapWriter writer(*session_);
    return spns.size() > kMostSpns
               ? Result<void>(too_many())
               : done(claim_judged({*session_, writer, dn_}, {spns, {}, true}, manner));
}

Result<void> Account::register_host(Operation operation,
                                    const HostPair& pair,
                                    const Manner& manner) {
    LdapWriter writer(*session_);
    return done(registration::register_host({*session_, writer, dn_}, operation, pair, manner));
}

Result<void> Account::move_spns(const Account& to,
                                const std::optional<Spns>& spns,
                                const Manner& manner) {
    if (spns && spns->size() > kMostSpns) {
        return too_many();
    }
    LdapWriter writer(*session_);
    LdapWriter writer_there(*to.session_);
    if (auto own = check_realms({*session_, writer, dn_}, spns.value_or(Spns())); !own) {
        return own;
    }
    return done(told_by_status(
        move({*session_, writer, dn_}, {*to.session_, writer_there, to.dn_}, spns, manner)));
}

Result<void> Account::remove_all(std::optional<std::string_view> service_class,
                                 const Manner& manner) {
    auto names = read_names(*session_, dn_, manner.deadline);
    if (!names) {
        return std::move(names).error();
    }
    const std::string wanted = service_class ? to_lower_ascii(*service_class) + '/' : std::string();
    const std::string own = to_lower_ascii(own_spn(*names));
    std::vector<std::string> warnings;
    Wish wish;
    for (const auto& text : all_spns(*names)) {
        const std::string folded = to_lower_ascii(text);
        if (!folded.starts_with(wanted)) {
            continue;
        }
        if (folded == own) {
            warnings.push_back(kept_text(text));
        } else {
            wish.remove.push_back(spn_of(text));
        }
    }
    LdapWriter writer(*session_);
    auto edited = told_by_status(edit({*session_, writer, dn_}, wish, manner));
    if (edited) {
        edited->warnings.insert(edited->warnings.end(), warnings.begin(), warnings.end());
    }
    return done(std::move(edited));
}

Result<void> Account::done(Outcome<Edited> outcome) {
    return done(told_by_status(std::move(outcome)));
}

Result<void> Account::done(Result<Edited> edited) {
    return done(edited ? Result<std::vector<std::string>>(std::move(edited->warnings))
                       : std::move(edited).error());
}

Result<void> Account::done(Result<std::vector<std::string>> warnings) {
    warnings_.clear();
    if (!warnings) {
        return std::move(warnings).error();
    }
    warnings_ = std::move(*warnings);
    return {};
}

}  // namespace mutauth::registration

#include "registration/claim.h"

#include <algorithm>

#include "directory/ldap_failure.h"
#include "registration/account_names.h"
#include "registration/alias_conflicts.h"
#include "registration/ldap_writer.h"
#include "registration/undo.h"
#include "registration/unsettled.h"

namespace mutauth::registration {
namespace {

class Claim {
  public:
    Claim(const Target& target,
          Wish wish,
          const Manner& manner,
          std::vector<std::string> accounts,
          Seen seen)
        : target_(target),
          wish_(std::move(wish)),
          manner_(manner),
          accounts_(std::move(accounts)),
          seen_(std::move(seen)) {}

    Outcome<Edited> run() {
        auto conflicts = find();
        if (!conflicts) {
            return Outcome<Edited>::not_done(std::move(conflicts).error());
        }
        if (!conflicts->empty()) {
            return Outcome<Edited>::not_done(taken(*conflicts));
        }
        auto aliases = alias_warnings();
        if (!aliases) {
            return Outcome<Edited>::not_done(std::move(aliases).error());
        }
        return edit(target_, wish_, manner_, std::move(seen_))
            .match(
                [&](Edited edited) {
                    edited.warnings.insert(edited.warnings.end(), aliases->begin(), aliases->end());
                    // What stood there before is not ours to judge now.
                    return edited.made.empty() ? Outcome<Edited>::done(std::move(edited))
                                               : settle(std::move(edited));
                },
                [&](Error why) { return Outcome<Edited>::not_done(explained(std::move(why))); },
                [](Error why) { return Outcome<Edited>::unknown(std::move(why)); });
    }

  private:
    Result<Conflicts> find() {
        return find_conflicts(target_.session, wish_.add, accounts_, manner_.deadline);
    }

    /// Before the change, and none of them stands in its way: an explicit name goes before an
    /// alias.
    Result<std::vector<std::string>> alias_warnings() {
        std::vector<std::string> out;
        for (const auto& spn : wish_.add) {
            auto conflicts =
                find_alias_conflicts(target_.session, spn, target_.dn, manner_.deadline);
            if (!conflicts) {
                return std::move(conflicts).error();
            }
            for (const auto& conflict : *conflicts) {
                if (!among(conflict.dn, accounts_)) {
                    out.push_back(conflict_text(spn, conflict));
                }
            }
        }
        return out;
    }

    /// A directory that enforces uniqueness answers a second writer with constraintViolation.
    Error explained(Error refusal) {
        if (directory::ldap_code_of(refusal) != directory::LdapCode::constraint_violation) {
            return refusal;
        }
        const auto conflicts = find();
        if (!conflicts || conflicts->empty()) {
            return refusal;
        }
        Error out = taken(*conflicts);
        for (const auto& native : refusal.native_codes()) {
            if (native.system == NativeSystem::ldap) {
                out = std::move(out).with_native(native.system, native.code);
            }
        }
        for (const auto& item : refusal.evidence()) {
            out = std::move(out).with(item.key, item.value);
        }
        return out;
    }

    Outcome<Edited> settle(Edited edited) {
        auto conflicts = outlast(target_.session, wish_.add, accounts_, manner_.deadline);
        if (conflicts && conflicts->empty()) {
            return Outcome<Edited>::done(std::move(edited));
        }
        if (!conflicts) {
            // Made, but nothing tells whether another account has got a name meanwhile.
            return Outcome<Edited>::unknown(
                unsettled(std::move(conflicts).error(), step_text(target_.dn, edited.made)));
        }
        Error why = taken(*conflicts).with("directory", "does not enforce unique SPNs by itself");
        return undone<Edited>(target_, edited.made, manner_.steps, std::move(why));
    }

    const Target& target_;
    Wish wish_;
    const Manner& manner_;
    /// The account itself first.
    std::vector<std::string> accounts_;
    Seen seen_;
};

/// The KDC's names are of the account's realm, which need not be that of the session. Gives what it
/// has read for that.
Result<Seen> set_realm(const Target& target, Spns& spns, const Deadline& deadline) {
    if (!directory::serves_principals(target.session.profile().kind) || spns.empty()) {
        return Seen();
    }
    auto names = read_names(target.session, target.dn, deadline);
    if (!names) {
        return std::move(names).error();
    }
    for (auto& spn : spns) {
        if (spn.parts().realm.empty()) {
            spn::Parts parts = spn.parts();
            parts.realm = realm_of(*names);
            spn = spn::ServicePrincipalName(spn.text(), parts);
        }
    }
    return Seen(std::move(*names));
}

}  // namespace

Outcome<Edited> claim(const Target& target,
                      const Wish& wish,
                      const Manner& manner,
                      const std::vector<std::string>& but_for) {
    Wish known = wish;
    auto seen = set_realm(target, known.add, manner.deadline);
    if (!seen) {
        return Outcome<Edited>::not_done(std::move(seen).error());
    }
    std::vector<std::string> accounts{target.dn};
    accounts.insert(accounts.end(), but_for.begin(), but_for.end());
    return Claim(target, std::move(known), manner, std::move(accounts), std::move(*seen)).run();
}

Result<void> claim(directory::Session& session,
                   Writer& writer,
                   const std::string& dn,
                   const spn::ServicePrincipalName& spn,
                   const Deadline& deadline) {
    const Steps nobody;
    auto claimed =
        told_by_status(claim({session, writer, dn}, {{spn}, {}, false}, {nobody, deadline}));
    return claimed ? Result<void>() : std::move(claimed).error();
}

Result<void> check_free(directory::Session& session,
                        const Spns& spns,
                        const std::vector<std::string>& accounts,
                        const Deadline& deadline) {
    auto conflicts = find_conflicts(session, spns, accounts, deadline);
    if (!conflicts) {
        return std::move(conflicts).error();
    }
    return conflicts->empty() ? Result<void>() : taken(*conflicts);
}

}  // namespace mutauth::registration

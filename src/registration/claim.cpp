#include "registration/claim.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "directory/ldap_failure.h"
#include "registration/account_names.h"
#include "registration/alias_conflicts.h"
#include "registration/holders.h"
#include "registration/refusal.h"

namespace mutauth::registration {
namespace {

using Holders = std::vector<std::string>;

/// How long one that must give way has for it, and how often we look.
constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPause{25};

struct Conflict {
    spn::ServicePrincipalName spn;
    Holders holders;
};

using Conflicts = std::vector<Conflict>;

Error taken(const Conflicts& conflicts) {
    const auto& first = conflicts.front();
    Error out(Status::spn_taken,
              displayed(first.spn.text()) + " is on another account" +
                  (first.holders.empty() ? "" : ": " + displayed(first.holders.front())));
    for (const auto& conflict : conflicts) {
        out = std::move(out).with("spn", displayed(conflict.spn.text()));
        for (const auto& holder : conflict.holders) {
            out = std::move(out).with("holder", displayed(holder));
        }
    }
    return with_win32(std::move(out));
}

bool among(const std::string& dn, const std::vector<std::string>& accounts) {
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](const auto& account) { return directory::dn::same(dn, account); });
}

/// Those of the names that others than these accounts hold.
Result<Conflicts> find_conflicts(directory::Session& session,
                                 const Spns& spns,
                                 const std::vector<std::string>& accounts,
                                 const Deadline& deadline) {
    Conflicts out;
    for (const auto& spn : spns) {
        auto others = find_other_holders(session, spn, accounts.front(), deadline);
        if (!others) {
            return std::move(others).error();
        }
        std::erase_if(*others, [&](const auto& other) { return among(other, accounts); });
        if (!others->empty()) {
            out.push_back({spn, std::move(*others)});
        }
    }
    return out;
}

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

    Result<Edited> run() {
        auto conflicts = find();
        if (!conflicts) {
            return std::move(conflicts).error();
        }
        if (!conflicts->empty()) {
            return taken(*conflicts);
        }
        auto aliases = alias_warnings();
        if (!aliases) {
            return std::move(aliases).error();
        }
        auto edited = edit(target_, wish_, manner_, std::move(seen_));
        if (!edited) {
            return explained(std::move(edited).error());
        }
        edited->warnings.insert(edited->warnings.end(), aliases->begin(), aliases->end());
        // What stood there before is not ours to judge now.
        if (!edited->made.empty()) {
            if (auto settled = settle(edited->made); !settled) {
                return std::move(settled).error();
            }
        }
        return edited;
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

    Result<void> settle(const directory::Changes& made) {
        const Deadline patience = manner_.deadline.at_most(kPatience);
        for (;;) {
            auto conflicts = find();
            if (!conflicts) {
                return back(made, std::move(conflicts).error());
            }
            if (conflicts->empty()) {
                return {};
            }
            // One that looked before we wrote and wrote before we looked has no reason to give
            // way: then nobody but us has noticed.
            if (loses(*conflicts) || patience.passed()) {
                return back(
                    made,
                    taken(*conflicts).with("directory", "does not enforce unique SPNs by itself"));
            }
            auto paused = wait_for(-1, 0, patience.at_most(kPause));
            if (!paused && paused.error().status() != Status::deadline_passed) {
                return back(made, std::move(paused).error());
            }
        }
    }

    bool loses(const Conflicts& conflicts) const {
        return std::any_of(conflicts.begin(), conflicts.end(), [&](const auto& conflict) {
            return std::any_of(conflict.holders.begin(), conflict.holders.end(),
                               [&](const auto& other) { return gives_way(target_.dn, other); });
        });
    }

    Error back(const directory::Changes& made, Error why) {
        return undone(target_, made, manner_.steps, std::move(why));
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

bool gives_way(const std::string& dn, const std::string& other) {
    const auto comparable = [](const std::string& text) {
        return directory::dn::normalized(text).value_or(to_lower_ascii(text));
    };
    return comparable(dn) > comparable(other);
}

Result<Edited> claim(const Target& target,
                     const Wish& wish,
                     const Manner& manner,
                     const std::vector<std::string>& but_for) {
    Wish known = wish;
    auto seen = set_realm(target, known.add, manner.deadline);
    if (!seen) {
        return std::move(seen).error();
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
    auto claimed = claim({session, writer, dn}, {{spn}, {}, false}, {nobody, deadline});
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

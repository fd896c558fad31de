#include "registration/plan.h"

#include <algorithm>
#include <unordered_set>

#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using directory::Kind;
using Set = std::unordered_set<std::string>;

/// ASCII alone: AD takes an umlaut for its vowel, OpenLDAP does not, and a value that is only like
/// the one that was asked for must not be deleted.
Set folded_all(const std::vector<std::string>& values) {
    Set out;
    for (const auto& value : values) {
        out.insert(to_lower_ascii(value));
    }
    return out;
}

Error keeps_own(const std::string& principal) {
    return Error(Status::directory_constraint,
                 "'" + displayed(principal) +
                     "' is the account's own principal, which its keys belong to")
        .with("principal", displayed(principal))
        .with_remedy("rename the principal with kadmin first, or delete the account");
}

class Planner {
  public:
    Planner(Kind kind, const AccountNames& names)
        : kind_(kind),
          names_(names),
          own_(own_principal(names)),
          realm_(realm_of(names)),
          spns_(folded_all(names.spns)),
          principals_(names.principals.begin(), names.principals.end()) {}

    Result<void> add(const spn::ServicePrincipalName& spn) {
        // The directory ignores case here, the KDC does not.
        if (holds_spns(kind_) && spns_.insert(to_lower_ascii(spn.text())).second) {
            change(Change::Kind::add, kSpnAttribute, spn.text());
        }
        if (!serves_principals(kind_)) {
            return {};
        }
        auto principal = principal_for(spn);
        if (!principal) {
            return std::move(principal).error();
        }
        if (principals_.insert(*principal).second) {
            change(Change::Kind::add, kPrincipalAttribute, *principal);
            // Once there are two, only the canonical name tells which one the keys belong to.
            if (names_.canonical.empty() && !own_.empty() && !std::exchange(told_, true)) {
                change(Change::Kind::add, kCanonicalAttribute, own_);
            }
        }
        return {};
    }

    Result<void> remove(const spn::ServicePrincipalName& spn) {
        if (!remove_equals(kSpnAttribute, names_.spns, to_lower_ascii(spn.text())) &&
            !is_ascii(spn.text())) {
            // Only the directory knows how case folds outside ASCII.
            change(Change::Kind::remove, kSpnAttribute, spn.text());
        }
        if (!serves_principals(kind_) || names_.principals.empty()) {
            return {};
        }
        const std::string realm = spn.parts().realm.empty() ? realm_ : spn.parts().realm;
        // A name that differs in case only would still be served, with no SPN in the directory.
        const std::string folded = to_lower_ascii(spn::to_principal(spn.text(), realm));
        for (const auto& principal : names_.principals) {
            if ((principal == own_ || names_.principals.size() == 1) &&
                to_lower_ascii(principal) == folded) {
                return keeps_own(principal);
            }
        }
        remove_equals(kPrincipalAttribute, names_.principals, folded);
        return {};
    }

    Result<void> remove_all_but(const Spns& wanted) {
        Set names;
        Set principals;
        for (const auto& spn : wanted) {
            names.insert(to_lower_ascii(spn.text()));
            if (serves_principals(kind_)) {
                auto principal = principal_for(spn);
                if (!principal) {
                    return std::move(principal).error();
                }
                principals.insert(std::move(*principal));
            }
        }
        keep_own(names);
        for (const auto& value : names_.spns) {
            if (!names.contains(to_lower_ascii(value))) {
                change(Change::Kind::remove, kSpnAttribute, value);
            }
        }
        for (const auto& principal : names_.principals) {
            const auto parts = spn::split_principal(principal);
            if (serves_principals(kind_) && parts.components.size() > 1 && parts.realm == realm_ &&
                principal != kept_principal_ && !principals.contains(principal)) {
                change(Change::Kind::remove, kPrincipalAttribute, principal);
            }
        }
        return {};
    }

    Plan planned() && { return std::move(plan_); }

  private:
    void change(Change::Kind kind, const char* attribute, const std::string& value) {
        plan_.changes.push_back({kind, attribute, value});
    }

    /// Each value is deleted as it stands, once. Whether there are any.
    bool remove_equals(const char* attribute,
                       const std::vector<std::string>& values,
                       const std::string& folded) {
        if (!removed_.insert(std::string(attribute) + ' ' + folded).second) {
            return true;
        }
        const std::size_t before = plan_.changes.size();
        for (const auto& value : values) {
            if (to_lower_ascii(value) == folded) {
                change(Change::Kind::remove, attribute, value);
            }
        }
        return plan_.changes.size() > before;
    }

    /// The principal that must stay is also an SPN if it has two components.
    void keep_own(Set& wanted) {
        if (!serves_principals(kind_) || names_.principals.empty()) {
            return;
        }
        kept_principal_ = own_.empty() ? names_.principals.front() : own_;
        const auto parts = spn::split_principal(kept_principal_);
        if (parts.components.size() > 1 && wanted.insert(to_lower_ascii(parts.name())).second) {
            plan_.kept.push_back(parts.name());
        }
    }

    Result<std::string> principal_for(const spn::ServicePrincipalName& spn) const {
        if (realm_.empty()) {
            return Error(Status::directory_constraint,
                         "the account has no krbPrincipalName, so the KDC does not know it")
                .with_remedy("make the account's principal first: kadmin addprinc -x dn=...");
        }
        if (!is_ascii(spn.text())) {
            return Error(Status::spn_not_writable, "'" + displayed(spn.text()) +
                                                       "' has characters outside ASCII, which "
                                                       "krbPrincipalName cannot hold")
                .with("spn", displayed(spn.text()));
        }
        if (!spn.parts().realm.empty() && spn.parts().realm != realm_) {
            return Error(Status::spn_not_writable,
                         "the SPN is of realm " + displayed(spn.parts().realm) +
                             ", the account of realm " + displayed(realm_))
                .with("spn", displayed(spn.text()))
                .with("realm", displayed(realm_))
                .with_remedy("leave the realm out, or register it on an account of that realm");
        }
        return spn::to_principal(spn.text(), realm_);
    }

    Kind kind_;
    const AccountNames& names_;
    std::string own_;
    std::string realm_;
    Set spns_;
    Set principals_;
    Set removed_;
    std::string kept_principal_;
    bool told_ = false;
    Plan plan_;
};

}  // namespace

Result<Plan> plan(Kind kind, const AccountNames& names, const Wish& wish) {
    Planner planner(kind, names);
    for (const auto& spn : wish.remove) {
        if (auto removed = planner.remove(spn); !removed) {
            return std::move(removed).error();
        }
    }
    if (wish.nothing_else) {
        if (auto removed = planner.remove_all_but(wish.add); !removed) {
            return std::move(removed).error();
        }
    }
    for (const auto& spn : wish.add) {
        if (auto added = planner.add(spn); !added) {
            return std::move(added).error();
        }
    }
    return std::move(planner).planned();
}

}  // namespace mutauth::registration

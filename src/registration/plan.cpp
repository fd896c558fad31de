#include "registration/plan.h"

#include <algorithm>

#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using directory::Kind;

bool contains(const std::vector<std::string>& values, const std::string& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool contains_ignoring_case(const std::vector<std::string>& values, const std::string& value) {
    return std::any_of(values.begin(), values.end(),
                       [&](const auto& other) { return equal_ignoring_ascii_case(other, value); });
}

Result<std::string> principal_for(const AccountNames& names, const spn::ServicePrincipalName& spn) {
    const std::string realm = realm_of(names);
    if (realm.empty()) {
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
    if (!spn.parts().realm.empty() && spn.parts().realm != realm) {
        return Error(Status::spn_not_writable, "the SPN is of realm " +
                                                   displayed(spn.parts().realm) +
                                                   ", the account of realm " + displayed(realm))
            .with("spn", displayed(spn.text()))
            .with("realm", displayed(realm))
            .with_remedy("leave the realm out, or register it on an account of that realm");
    }
    return spn::to_principal(spn.text(), realm);
}

Error keeps_own(const std::string& principal) {
    return Error(Status::directory_constraint,
                 "'" + displayed(principal) +
                     "' is the account's own principal, which its keys belong to")
        .with("principal", displayed(principal))
        .with_remedy("rename the principal with kadmin first, or delete the account");
}

/// The values of a list that are the name but for case; each is deleted as it stands.
void remove_equals(Changes& into,
                   const char* attribute,
                   const std::vector<std::string>& values,
                   const std::string& name) {
    for (const auto& value : values) {
        if (equal_ignoring_ascii_case(value, name)) {
            into.push_back({Change::Kind::remove, attribute, value});
        }
    }
}

}  // namespace

Result<Changes> plan_add(Kind kind,
                         const AccountNames& names,
                         const spn::ServicePrincipalName& spn) {
    Changes out;
    // The directory ignores case here, the KDC does not.
    if (!contains_ignoring_case(names.spns, spn.text())) {
        out.push_back({Change::Kind::add, kSpnAttribute, spn.text()});
    }
    if (kind != Kind::mit_kldap) {
        return out;
    }
    auto principal = principal_for(names, spn);
    if (!principal) {
        return std::move(principal).error();
    }
    if (!contains(names.principals, *principal)) {
        out.push_back({Change::Kind::add, kPrincipalAttribute, *principal});
        // Once there are two, only the canonical name tells kadmin which one the keys belong to.
        if (const std::string own = own_principal(names); names.canonical.empty() && !own.empty()) {
            out.push_back({Change::Kind::add, kCanonicalAttribute, own});
        }
    }
    return out;
}

Result<Changes> plan_remove(Kind kind,
                            const AccountNames& names,
                            const spn::ServicePrincipalName& spn) {
    Changes out;
    remove_equals(out, kSpnAttribute, names.spns, spn.text());
    if (out.empty() && !is_ascii(spn.text())) {
        // Only the directory knows how case folds outside ASCII.
        out.push_back({Change::Kind::remove, kSpnAttribute, spn.text()});
    }
    if (kind != Kind::mit_kldap || names.principals.empty()) {
        return out;
    }
    const std::string realm = spn.parts().realm.empty() ? realm_of(names) : spn.parts().realm;
    // A name that differs in case only would still be served, with no SPN in the directory.
    remove_equals(out, kPrincipalAttribute, names.principals, spn::to_principal(spn.text(), realm));
    const std::string own = own_principal(names);
    for (const auto& change : out) {
        if (change.attribute == kPrincipalAttribute &&
            (change.value == own || names.principals.size() == 1)) {
            return keeps_own(change.value);
        }
    }
    return out;
}

}  // namespace mutauth::registration

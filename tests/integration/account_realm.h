// What tests of changes to accounts share: their raw values, set and read past the library's own
// rules, in either kind of realm.
#pragma once

#include <algorithm>

#include "integration/realm_directory.h"
#include "registration/account.h"
#include "registration/account_names.h"
#include "support/written.h"

namespace mutauth::testing {

using Texts = std::vector<std::string>;

inline registration::Account account_in(directory::Session& session, const std::string& called) {
    auto found = registration::Account::find(session, called, Deadline::usual());
    EXPECT_TRUE(found) << called << ": " << found.error().message();
    return std::move(*found);
}

inline Texts sorted(Texts values) {
    std::sort(values.begin(), values.end());
    return values;
}

inline Texts values_of(directory::Session& session,
                       const std::string& dn,
                       const std::string& attribute) {
    auto read = directory::read_entry(session, dn, {attribute}, Deadline::usual());
    EXPECT_TRUE(read && read->size() == 1) << dn;
    return read && !read->empty() ? sorted(read->front().values(attribute)) : Texts();
}

inline bool with_principals(const directory::Session& session) {
    return directory::serves_principals(session.profile().kind);
}

/// The account's SPNs as the directory has them. Where a KDC reads principals there, they must be
/// the same names.
inline Texts held_by(directory::Session& session, const std::string& dn) {
    const Texts spns = values_of(session, dn, registration::kSpnAttribute);
    if (with_principals(session)) {
        Texts served;
        for (const auto& principal : values_of(session, dn, registration::kPrincipalAttribute)) {
            if (principal.find('/') != std::string::npos) {
                served.push_back(principal.substr(0, principal.rfind('@')));
            }
        }
        EXPECT_EQ(sorted(served), spns) << dn;
    }
    return spns;
}

/// For an account whose own principal is no SPN.
inline void set_spns(directory::Session& session, const std::string& dn, const Texts& wanted) {
    using directory::Change;
    directory::Changes changes;
    for (const auto& value : values_of(session, dn, registration::kSpnAttribute)) {
        changes.push_back({Change::Kind::remove, registration::kSpnAttribute, value});
    }
    for (const auto& value : values_of(session, dn, registration::kPrincipalAttribute)) {
        if (value.find('/') != std::string::npos) {
            changes.push_back({Change::Kind::remove, registration::kPrincipalAttribute, value});
        }
    }
    for (const auto& value : wanted) {
        changes.push_back({Change::Kind::add, registration::kSpnAttribute, value});
        if (with_principals(session)) {
            changes.push_back(
                {Change::Kind::add, registration::kPrincipalAttribute, value + '@' + realm()});
        }
    }
    if (!changes.empty()) {
        const auto changed = written(session.modify(dn, changes, Deadline::usual()));
        ASSERT_TRUE(changed) << changed.error().message();
    }
}

}  // namespace mutauth::testing

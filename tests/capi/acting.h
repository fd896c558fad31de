// Users of this machine by number, and proven callers of the realm.
#pragma once

#include "capi/realm.h"
#include "support/kernel_view.h"

namespace realm {

using User = Owner<mutauth_local_user>;
using UserMap = Owner<mutauth_user_map>;
using Acting = Owner<mutauth_impersonation>;

/// Its primary group's number is the next one.
inline User user(const std::string& name, uint32_t uid, const std::vector<uint32_t>& groups = {}) {
    mutauth_local_user* made = nullptr;
    EXPECT_EQ(
        mutauth_local_user_new(name.c_str(), uid, uid + 1, groups.data(), groups.size(), &made),
        MUTAUTH_OK)
        << why();
    return {made, mutauth_local_user_free};
}

inline UserMap user_map() {
    mutauth_user_map* made = nullptr;
    EXPECT_EQ(mutauth_user_map_new(&made), MUTAUTH_OK) << why();
    return {made, mutauth_user_map_free};
}

/// Alice and bob of the realm as users that this machine knows by number alone.
inline UserMap alice_and_bob() {
    UserMap map = user_map();
    for (const auto& [who, uid] : {std::pair("alice", 47110U), std::pair("bob", 47120U)}) {
        EXPECT_EQ(mutauth_user_map_add_user(map.get(), principal(who).c_str(),
                                            user(who, uid, {uid + 2}).get()),
                  MUTAUTH_OK)
            << why();
    }
    return map;
}

/// As the realm's computer sees her; alive as long as the program.
inline const mutauth_identity* identity_of(const std::string& who) {
    EXPECT_EQ(who, "alice");
    static const Pair pair = proven_pair();
    return mutauth_context_identity(pair.service.get());
}

}  // namespace realm

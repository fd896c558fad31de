// Pairs of contexts by who protects the messages of either side.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "capi/realm.h"

namespace realm {

/// Of the client and of the service.
using Protectors = std::pair<int32_t, int32_t>;

inline Pair pair_of(const Protectors& protectors) {
    const Policy client = policy();
    Policy service = serving(host_spn());
    EXPECT_EQ(mutauth_policy_set_protector(client.get(), protectors.first), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_protector(service.get(), protectors.second), MUTAUTH_OK);
    return proven_pair(client, std::move(service));
}

inline auto all_protectors() {
    return testing::Values(Protectors(MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_OWN),
                           Protectors(MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_GSS),
                           Protectors(MUTAUTH_PROTECTOR_GSS, MUTAUTH_PROTECTOR_OWN),
                           Protectors(MUTAUTH_PROTECTOR_GSS, MUTAUTH_PROTECTOR_GSS));
}

}  // namespace realm

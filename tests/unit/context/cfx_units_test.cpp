#include "context/cfx_units.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace mutauth::context::cfx {
namespace {

TEST(CfxUnits, AreForTheEncryptionTypesOfSha1Alone) {
    for (const std::int32_t number : {17, 18}) {
        EXPECT_EQ(units_for(*enctype_of(number), Engine::best) != nullptr, has_units()) << number;
        EXPECT_EQ(units_for(*enctype_of(number), Engine::openssl), nullptr) << number;
    }
    for (const std::int32_t number : {19, 20}) {
        EXPECT_EQ(units_for(*enctype_of(number), Engine::best), nullptr) << number;
    }
}

TEST(CfxUnits, AreNotUsedWhereOpensslIsBoundToItsFipsModule) {
    ASSERT_EQ(::EVP_default_properties_enable_fips(nullptr, 1), 1);
    const bool used = has_units();
    const Units* found = units_for(*enctype_of(18), Engine::best);
    ASSERT_EQ(::EVP_default_properties_enable_fips(nullptr, 0), 1);
    EXPECT_FALSE(used);
    EXPECT_EQ(found, nullptr);
}

}  // namespace
}  // namespace mutauth::context::cfx

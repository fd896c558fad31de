#include <mutauth/version.h>

#include "capi/realm.h"

namespace {

TEST(CapiVersion, IsThatOfTheHeaders) {
    const std::string headers = std::to_string(MUTAUTH_VERSION_MAJOR) + "." +
                                std::to_string(MUTAUTH_VERSION_MINOR) + "." +
                                std::to_string(MUTAUTH_VERSION_PATCH);
    EXPECT_EQ(mutauth_version(), headers);
}

TEST(CapiVersion, KnowsItsFeatures) {
    EXPECT_EQ(mutauth_has_feature("kerberos"), 1);
    EXPECT_EQ(mutauth_has_feature("negotiate"), 1);
    for (const char* unknown : {"", "Kerberos", "kerberos ", "ntlm"}) {
        EXPECT_EQ(mutauth_has_feature(unknown), 0) << unknown;
    }
    EXPECT_EQ(mutauth_has_feature(nullptr), 0);
}

}  // namespace

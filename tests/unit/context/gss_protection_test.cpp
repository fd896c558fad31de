#include "context/gss_protection.h"

#include <gtest/gtest.h>
#include <krb5.h>

namespace mutauth::context {
namespace {

TEST(MacSize, IsThatOfTheEnctypesChecksum) {
    krb5_context context = nullptr;
    ASSERT_EQ(::krb5_init_context(&context), 0);
    for (const krb5_enctype enctype : {17, 18, 19, 20}) {
        unsigned trailer = 0;
        ASSERT_EQ(::krb5_c_crypto_length(context, enctype, KRB5_CRYPTO_TYPE_TRAILER, &trailer), 0);
        EXPECT_EQ(mac_size_of(enctype), trailer) << enctype;
    }
    ::krb5_free_context(context);
}

TEST(MacSize, OfAnythingButAesIsNone) {
    // DES, triple DES, RC4, Camellia, and what nobody has given out.
    for (const int enctype : {-1, 0, 1, 3, 16, 21, 23, 24, 25, 26, 1000}) {
        EXPECT_EQ(mac_size_of(enctype), 0U) << enctype;
    }
}

}  // namespace
}  // namespace mutauth::context

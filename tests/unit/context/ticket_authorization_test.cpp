// Authentication indicators (RFC 8129) in an AD-CAMMAC (RFC 7751), which the service's key must
// have signed; made here by libkrb5's checksums.
#include "context/ticket_authorization.h"

#include <gtest/gtest.h>

#include "support/forge_oddities.h"

namespace mutauth::context {
namespace {

using Indicators = std::vector<std::string>;

/// RFC 3962 7: hmac-sha1-96-aes256, and one without a key.
constexpr krb5_cksumtype kHmac = 16;
constexpr krb5_cksumtype kUnkeyed = CKSUMTYPE_SHA1;

class IndicatorsInCammac : public ::testing::Test {
  protected:
    Indicators read(const std::string& indicator,
                    krb5_cksumtype type = kHmac,
                    std::string bytes = std::string(32, 'k')) {
        const forge::Key by{ENCTYPE_AES256_CTS_HMAC_SHA1_96, std::move(bytes)};
        const std::string made =
            tree::written(forge::cammac_content(forged_, by, type, type, indicator));
        auto library = credential::KerberosLibrary::open();
        EXPECT_TRUE(library);
        const std::string service(32, 'k');
        return indicators_in(*library, bytes_of(made),
                             {ENCTYPE_AES256_CTS_HMAC_SHA1_96, bytes_of(service)});
    }

  private:
    forge::Library forged_;
};

TEST_F(IndicatorsInCammac, AreThoseThatTheServicesKeySigned) {
    EXPECT_EQ(read("otp"), Indicators{"otp"});
    EXPECT_EQ(read("otp", kHmac, std::string(32, 'x')), Indicators()) << "by another key";
    // Finding M1.
    EXPECT_EQ(read("otp", kUnkeyed), Indicators()) << "by nobody's key";
}

TEST_F(IndicatorsInCammac, AreTextThatACProgramReadsWhole) {
    EXPECT_EQ(read("\xc3\xa4"), Indicators{"\xc3\xa4"});
    EXPECT_EQ(read(std::string("otp\0unproven", 12)), Indicators());
    EXPECT_EQ(read("\xff"), Indicators());
}

}  // namespace
}  // namespace mutauth::context

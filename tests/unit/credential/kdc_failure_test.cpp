#include "credential/kdc_failure.h"

#include <gtest/gtest.h>

#include <ctime>

namespace mutauth::credential {
namespace {

std::string evidence(const Error& error, std::string_view key) {
    for (const auto& one : error.evidence()) {
        if (one.key == key) {
            return one.value;
        }
    }
    return "-";
}

class KdcFailure : public ::testing::Test {
  protected:
    Error of(krb5_error_code code, const std::optional<KrbError>& reply) {
        const auto library = KerberosLibrary::open();
        EXPECT_TRUE(library);
        return kdc_failure(*library, "getting a ticket", code, reply);
    }

    static constexpr const char* kAhead = "seconds this clock is ahead of the KDC's";
};

TEST_F(KdcFailure, TellsHowFarTheClocksAreApartWhereThatIsTheReason) {
    KrbError reply;
    reply.server_time = ::time(nullptr) - 1200;
    const Error skew = of(KRB5KRB_AP_ERR_SKEW, reply);
    EXPECT_EQ(skew.status(), Status::clock_skew);
    const int ahead = std::stoi(evidence(skew, kAhead));
    EXPECT_GE(ahead, 1200);
    EXPECT_LE(ahead, 1260);
    const Error unknown = of(KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, reply);
    EXPECT_EQ(unknown.status(), Status::client_unknown);
    EXPECT_EQ(evidence(unknown, kAhead), "-") << "the clocks have nothing to do with it";
    reply.server_time = 0;
    EXPECT_EQ(evidence(of(KRB5KRB_AP_ERR_SKEW, reply), kAhead), "-") << "it told no time";
    EXPECT_EQ(evidence(of(KRB5KRB_AP_ERR_SKEW, std::nullopt), kAhead), "-");
}

TEST_F(KdcFailure, TellsWhatTheKdcSays) {
    KrbError reply;
    reply.text = "CLIENT_NOT_FOUND";
    EXPECT_EQ(evidence(of(KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, reply), "kdc says"), reply.text);
    EXPECT_EQ(evidence(of(KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, std::nullopt), "kdc says"), "-");
}

}  // namespace
}  // namespace mutauth::credential

// mutauth_verification_run: its arguments and statuses. The story of a service's life on both
// realms is in tests/integration.
#include <mutauth/verification.h>

#include <gtest/gtest.h>

#include "capi/realm.h"

namespace {

using Findings = realm::Owner<mutauth_report>;
using Keytab = realm::Owner<mutauth_keytab>;

Keytab websvc_keytab() {
    mutauth_keytab* made = nullptr;
    EXPECT_EQ(mutauth_keytab_new(realm::keytab("websvc").c_str(), "websvc", &made), MUTAUTH_OK);
    return {made, mutauth_keytab_free};
}

/// The code of the only finding, 0 for none.
int32_t verified(const realm::Directory& directory, const char* account, const std::string& text) {
    const auto spn = realm::spn(text);
    const mutauth_spn* list[] = {spn.get()};
    mutauth_report* made = nullptr;
    EXPECT_EQ(mutauth_verification_run(directory.get(), account, websvc_keytab().get(), list, 1,
                                       nullptr, nullptr, &made),
              MUTAUTH_OK)
        << realm::why();
    const Findings found(made, mutauth_report_free);
    if (mutauth_report_count(made) == 0) {
        return 0;
    }
    EXPECT_EQ(mutauth_report_count(made), 1U);
    EXPECT_EQ(mutauth_report_faults(made), 1U);
    int32_t code = 0;
    int32_t severity = 0;
    const char* texts[3] = {};
    EXPECT_EQ(mutauth_report_at(made, 0, &code, &severity, &texts[0], &texts[1], &texts[2]),
              MUTAUTH_OK);
    EXPECT_EQ(texts[0], text);
    return code;
}

TEST(CapiVerification, SaysWhatIsMissing) {
    const std::string spn = "http/capi-verify.example.test";
    const auto directory = realm::directory_as("websvc");
    EXPECT_EQ(verified(directory, "websvc", spn), MUTAUTH_REPORT_SPN_MISSING);
    realm::register_spn("uid=websvc,ou=services", spn);
    EXPECT_EQ(verified(directory, "websvc", spn), 0);
    EXPECT_EQ(verified(directory, nullptr, spn), 0) << "the account that the session is bound as";
    EXPECT_EQ(verified(directory, "othersvc", spn), MUTAUTH_REPORT_SPN_ELSEWHERE);
}

// Finding R17.
TEST(CapiVerification, TakesTheAccountsNamesIfNoneAreGiven) {
    realm::register_spn("uid=websvc,ou=services", "http/capi-verify-all.example.test");
    const auto directory = realm::directory_as("websvc");
    const auto keytab = websvc_keytab();
    mutauth_report* made = nullptr;
    ASSERT_EQ(mutauth_verification_run(directory.get(), "websvc", keytab.get(), nullptr, 0, nullptr,
                                       nullptr, &made),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(mutauth_report_count(made), 0U);
    mutauth_report_free(made);
}

TEST(CapiVerification, RefusesWhatMakesNoSense) {
    const auto directory = realm::directory_as("websvc");
    const auto keytab = websvc_keytab();
    const auto spn = realm::spn("http/x.example.test");
    const mutauth_spn* list[] = {spn.get()};
    const mutauth_spn* none[] = {nullptr};
    auto* made = reinterpret_cast<mutauth_report*>(8);
    const auto run = [&](const char* account, const mutauth_keytab* keys,
                         const mutauth_spn* const* spns, size_t count) {
        return mutauth_verification_run(directory.get(), account, keys, spns, count, nullptr,
                                        nullptr, &made);
    };
    EXPECT_EQ(run("websvc", keytab.get(), nullptr, 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(run("", keytab.get(), list, 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(run("websvc", nullptr, list, 1), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(run("websvc", keytab.get(), none, 1), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(run("nobody", keytab.get(), list, 1), MUTAUTH_ACCOUNT_NOT_FOUND);
    EXPECT_EQ(
        mutauth_verification_run(nullptr, nullptr, keytab.get(), list, 1, nullptr, nullptr, &made),
        MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_verification_run(directory.get(), nullptr, keytab.get(), list, 1, nullptr,
                                       nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

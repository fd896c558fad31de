#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <thread>

#include "capi/realm.h"

namespace {

using testing::HasSubstr;

/// A failure with a message, evidence, a native code and a remedy.
void fail_richly() {
    mutauth_credential* none = nullptr;
    ASSERT_EQ(mutauth_credential_from_ccache("FILE:/nonexistent/ccache", &none),
              MUTAUTH_NO_CREDENTIAL);
}

realm::Error take() {
    auto* out = reinterpret_cast<mutauth_error*>(1);
    EXPECT_EQ(mutauth_error_take(&out), MUTAUTH_OK);
    return {out, mutauth_error_free};
}

TEST(CapiError, TellsAllOfTheLastFailure) {
    fail_richly();
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_NO_CREDENTIAL);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("/nonexistent/ccache"));
    EXPECT_THAT(mutauth_error_remedy(nullptr), HasSubstr("kinit"));
    ASSERT_EQ(mutauth_error_native_count(nullptr), 1U);
    int32_t system = 0;
    int64_t code = 0;
    EXPECT_EQ(mutauth_error_native_at(nullptr, 0, &system, &code), MUTAUTH_OK);
    EXPECT_EQ(system, MUTAUTH_NATIVE_KRB5);
    EXPECT_EQ(code, -1765328189);  // krb5_err.et: KRB5_FCC_NOFILE
    ASSERT_EQ(mutauth_error_evidence_count(nullptr), 1U);
    const char* key = nullptr;
    const char* value = nullptr;
    EXPECT_EQ(mutauth_error_evidence_at(nullptr, 0, &key, &value), MUTAUTH_OK);
    EXPECT_STREQ(key, "ccache");
    EXPECT_STREQ(value, "FILE:/nonexistent/ccache");
}

TEST(CapiError, IsEmptyAfterASuccess) {
    fail_richly();
    realm::spn("a/b");
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_OK);
    EXPECT_STREQ(mutauth_error_message(nullptr), "");
    EXPECT_STREQ(mutauth_error_remedy(nullptr), "");
    EXPECT_EQ(mutauth_error_native_count(nullptr), 0U);
    EXPECT_EQ(mutauth_error_evidence_count(nullptr), 0U);
    auto* none = reinterpret_cast<mutauth_error*>(1);
    EXPECT_EQ(mutauth_error_take(&none), MUTAUTH_END);
    EXPECT_EQ(none, nullptr);
}

TEST(CapiError, IsKeptByGettersAndFrees) {
    realm::Spn spn = realm::spn("a/b");
    realm::Policy policy = realm::policy();
    realm::Deadline deadline = realm::within(1000);
    fail_richly();
    const std::string before = mutauth_error_message(nullptr);
    mutauth_spn_text(spn.get());
    mutauth_spn_text(nullptr);
    mutauth_spn_equal_to_kdc(spn.get(), nullptr);
    mutauth_credential_principal(nullptr);
    mutauth_credential_expires(nullptr);
    mutauth_context_sealed_size(nullptr, 1);
    mutauth_identity_level(nullptr);
    mutauth_channel_fd(nullptr);
    mutauth_deadline_left(deadline.get());
    mutauth_deadline_cancel(deadline.get());
    mutauth_status_says(MUTAUTH_OK);
    mutauth_version();
    mutauth_has_feature("kerberos");
    int32_t system = 7;
    int64_t code = 7;
    EXPECT_EQ(mutauth_error_native_at(nullptr, 1, &system, &code), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(system, 0);
    EXPECT_EQ(code, 0);
    EXPECT_EQ(mutauth_error_native_at(nullptr, 0, nullptr, &code), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_error_native_at(nullptr, 0, &system, nullptr), MUTAUTH_INVALID_ARGUMENT);
    const char* key = "x";
    const char* value = "x";
    EXPECT_EQ(mutauth_error_evidence_at(nullptr, SIZE_MAX, &key, &value), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(key, nullptr);
    EXPECT_EQ(value, nullptr);
    EXPECT_EQ(mutauth_error_evidence_at(nullptr, 0, nullptr, &value), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_error_evidence_at(nullptr, 0, &key, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_error_take(nullptr), MUTAUTH_INVALID_ARGUMENT);
    spn.reset();
    policy.reset();
    deadline.reset();
    mutauth_error_free(nullptr);
    mutauth_bytes_free(nullptr);
    mutauth_texts_free(nullptr);
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_NO_CREDENTIAL);
    EXPECT_EQ(mutauth_error_message(nullptr), before);
}

TEST(CapiError, CanBeTakenAndCarriedToAnotherThread) {
    fail_richly();
    const realm::Error taken = take();
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_OK);
    mutauth_error* none = nullptr;
    EXPECT_EQ(mutauth_error_take(&none), MUTAUTH_END);
    std::thread([&] {
        EXPECT_EQ(mutauth_error_status(taken.get()), MUTAUTH_NO_CREDENTIAL);
        EXPECT_THAT(mutauth_error_message(taken.get()), HasSubstr("/nonexistent"));
        EXPECT_THAT(mutauth_error_remedy(taken.get()), HasSubstr("kinit"));
        EXPECT_EQ(mutauth_error_native_count(taken.get()), 1U);
        EXPECT_EQ(mutauth_error_evidence_count(taken.get()), 1U);
    }).join();
}

TEST(CapiError, BelongsToItsThread) {
    fail_richly();
    std::thread([] {
        EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_OK);
        mutauth_spn* none = nullptr;
        EXPECT_EQ(mutauth_spn_parse("x", &none), MUTAUTH_INVALID_NAME);
    }).join();
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_NO_CREDENTIAL);
}

TEST(CapiError, OfAWrongHandleIsEmpty) {
    const realm::Spn spn = realm::spn("a/b");
    const auto* wrong = reinterpret_cast<const mutauth_error*>(spn.get());
    EXPECT_EQ(mutauth_error_status(wrong), MUTAUTH_OK);
    EXPECT_STREQ(mutauth_error_message(wrong), "");
    EXPECT_EQ(mutauth_error_native_count(wrong), 0U);
}

TEST(CapiStatus, EachHasASymbolWordsAndAKind) {
    // status.h is made from status.def; what the library says must be what the header names.
    std::ifstream header(MUTAUTH_TEST_VECTORS "/../../include/mutauth/status.h");
    const std::string text{std::istreambuf_iterator<char>(header), {}};
    const std::regex line("#define (MUTAUTH_[A-Z0-9_]+) \\(?(-?[0-9]+)\\)?");
    int statuses = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at) {
        const std::string symbol = (*at)[1];
        const int number = std::stoi((*at)[2]);
        if (symbol.find("_KIND_") != std::string::npos) {
            continue;
        }
        ++statuses;
        EXPECT_EQ(mutauth_status_symbol(number), symbol);
        EXPECT_STRNE(mutauth_status_says(number), "unknown status") << symbol;
        EXPECT_EQ(mutauth_status_kind(number), number < 0 ? -number / 100 * 100 : 0) << symbol;
    }
    EXPECT_GT(statuses, 60);
}

TEST(CapiStatus, TellsTheRemedyAndTheKindThatStatusDefNames) {
    // The texts are those of the rows in status.def, which people write.
    std::ifstream file(MUTAUTH_TEST_VECTORS "/../../capi/status.def");
    const std::regex status(R"re(STATUS\((\w+), (-?\d+), "(.*)", "(.*)"\))re");
    const std::regex kind(R"re(KIND\((\w+), (\d+), "(.*)"\))re");
    int statuses = 0;
    int kinds = 0;
    std::smatch row;
    for (std::string line; std::getline(file, line);) {
        if (std::regex_match(line, row, status)) {
            ++statuses;
            EXPECT_EQ(mutauth_status_remedy(std::stoi(row[2])), row[4].str()) << line;
        } else if (std::regex_match(line, row, kind)) {
            ++kinds;
            EXPECT_EQ(mutauth_kind_says(std::stoi(row[2])), row[3].str()) << line;
        }
    }
    EXPECT_GT(statuses, 60);
    EXPECT_GT(kinds, 8);
}

TEST(CapiStatus, UnknownNumbersAreSaidToBeUnknown) {
    for (const int32_t number : {3, 1000, -1, -199, -99999, INT32_MAX, INT32_MIN}) {
        EXPECT_STREQ(mutauth_status_symbol(number), "MUTAUTH_UNKNOWN") << number;
        EXPECT_STREQ(mutauth_status_says(number), "unknown status") << number;
        EXPECT_STREQ(mutauth_status_remedy(number), "") << number;
    }
    for (const int32_t kind : {1, -300, 12300, INT32_MAX, INT32_MIN}) {
        EXPECT_STREQ(mutauth_kind_says(kind), "of no known kind") << kind;
    }
    EXPECT_EQ(mutauth_status_kind(MUTAUTH_CONTINUE), MUTAUTH_KIND_OUTCOME);
    EXPECT_EQ(mutauth_status_kind(12345), MUTAUTH_KIND_OUTCOME);
}

}  // namespace

#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using testing::HasSubstr;

using Findings = realm::Owner<mutauth_findings>;

Findings of(const std::string& a, const char* b = nullptr) {
    mutauth_findings* made = nullptr;
    const realm::Spn one = realm::spn(a);
    const realm::Spn other = b == nullptr ? realm::Spn(nullptr, mutauth_spn_free) : realm::spn(b);
    EXPECT_EQ(mutauth_findings_of(one.get(), other.get(), &made), MUTAUTH_OK);
    return {made, mutauth_findings_free};
}

// Each finding alone is in tests/unit/spn/lint_test.cpp.
TEST(CapiFindings, TellWhatHowBadWhereAndWhatToDo) {
    const Findings found = of("HTTP/192.0.2.7");
    ASSERT_EQ(mutauth_findings_count(found.get()), 1U);
    EXPECT_EQ(mutauth_findings_code_at(found.get(), 0), MUTAUTH_FINDING_ADDRESS);
    EXPECT_EQ(mutauth_findings_level_at(found.get(), 0), MUTAUTH_FINDING_LEVEL_BREAKS);
    EXPECT_STREQ(mutauth_findings_part_at(found.get(), 0), "host");
    EXPECT_THAT(mutauth_findings_text_at(found.get(), 0), HasSubstr("IP address"));
    EXPECT_THAT(mutauth_findings_remedy_at(found.get(), 0), HasSubstr("DNS name"));
    EXPECT_EQ(mutauth_findings_code_at(found.get(), 1), 0);
    EXPECT_EQ(mutauth_findings_level_at(found.get(), 1), 0);
    EXPECT_EQ(mutauth_findings_part_at(found.get(), 1), nullptr);
    EXPECT_EQ(mutauth_findings_text_at(found.get(), 1), nullptr);
    EXPECT_EQ(mutauth_findings_remedy_at(found.get(), 1), nullptr);
}

TEST(CapiFindings, TellTwoNamesApart) {
    const Findings found = of("HTTP/web", "HTTP/WEB");
    ASSERT_EQ(mutauth_findings_count(found.get()), 1U);
    EXPECT_EQ(mutauth_findings_code_at(found.get(), 0), MUTAUTH_FINDING_SAME_TO_DIRECTORIES);
    EXPECT_EQ(mutauth_findings_count(of("a/b", "a/b").get()), 0U);
    EXPECT_EQ(mutauth_findings_count(of("HTTP/web.a.test").get()), 0U);
}

TEST(CapiFindings, JudgeTheLongestNames) {
    EXPECT_GT(mutauth_findings_count(of("a/" + std::string(1022, '\x01')).get()), 0U);
}

TEST(CapiFindings, RefuseWrongHandles) {
    mutauth_findings* made = nullptr;
    const realm::Spn spn = realm::spn("a/b");
    EXPECT_EQ(mutauth_findings_of(nullptr, nullptr, &made), MUTAUTH_WRONG_HANDLE);
    const realm::Policy policy = realm::policy();
    const auto* wrong = reinterpret_cast<const mutauth_spn*>(policy.get());
    EXPECT_EQ(mutauth_findings_of(spn.get(), wrong, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_findings_of(spn.get(), nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_findings_count(nullptr), 0U);
    mutauth_findings_free(nullptr);
}

}  // namespace

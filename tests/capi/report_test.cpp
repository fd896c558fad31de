// mutauth_report: the list itself. What is found is shown where checks are made.
#include <mutauth/report.h>

#include <gtest/gtest.h>
#include <mutauth/keytab.h>

#include <filesystem>
#include <set>

#include "capi/realm.h"
#include "support/files.h"

namespace {

using Findings = realm::Owner<mutauth_report>;

Findings of_an_open_keytab(const std::string& file) {
    std::filesystem::copy_file(realm::keytab("websvc"), file);
    std::filesystem::permissions(file, std::filesystem::perms(0644));
    mutauth_keytab* keytab = nullptr;
    EXPECT_EQ(mutauth_keytab_new(file.c_str(), "websvc", &keytab), MUTAUTH_OK);
    mutauth_report* made = nullptr;
    EXPECT_EQ(
        mutauth_keytab_check(keytab, nullptr, 0, nullptr, MUTAUTH_KEYTAB_GRACE, nullptr, &made),
        MUTAUTH_OK)
        << realm::why();
    mutauth_keytab_free(keytab);
    return {made, mutauth_report_free};
}

TEST(CapiReport, AreReadOneByOne) {
    const support::Folder folder;
    const Findings found = of_an_open_keytab(folder / "open.keytab");
    ASSERT_EQ(mutauth_report_count(found.get()), 1U);
    EXPECT_EQ(mutauth_report_faults(found.get()), 0U);
    int32_t code = 0;
    int32_t severity = 0;
    const char* subject = nullptr;
    const char* text = nullptr;
    const char* remedy = nullptr;
    ASSERT_EQ(mutauth_report_at(found.get(), 0, &code, &severity, &subject, &text, &remedy),
              MUTAUTH_OK);
    EXPECT_EQ(code, MUTAUTH_REPORT_FILE_EXPOSED);
    EXPECT_EQ(severity, MUTAUTH_SEVERITY_WARNING);
    EXPECT_EQ(subject, folder / "open.keytab");
    EXPECT_NE(std::string(text).find("0644"), std::string::npos) << text;
    EXPECT_NE(std::string(remedy).find("chmod 0640"), std::string::npos) << remedy;

    EXPECT_EQ(mutauth_report_at(found.get(), 1, &code, &severity, &subject, &text, &remedy),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(code, 0);
    EXPECT_EQ(subject, nullptr);
    EXPECT_EQ(mutauth_report_at(found.get(), 0, nullptr, &severity, &subject, &text, &remedy),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_report_at(nullptr, 0, &code, &severity, &subject, &text, &remedy),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_report_count(nullptr), 0U);
    EXPECT_EQ(mutauth_report_faults(nullptr), 0U);
}

TEST(CapiReport, EachCodeHasANameOfItsOwn) {
    std::set<std::string> names;
    for (int32_t code = MUTAUTH_REPORT_KEY_MISSING; code <= MUTAUTH_REPORT_KVNO_MISLEADS; ++code) {
        EXPECT_TRUE(names.insert(mutauth_report_name(code)).second) << code;
    }
    EXPECT_EQ(names.count(""), 0U);
    EXPECT_STREQ(mutauth_report_name(MUTAUTH_REPORT_KVNO_GAP), "kvno_gap");
    for (const int32_t code : {-1, 0, 15, INT32_MAX, INT32_MIN}) {
        EXPECT_STREQ(mutauth_report_name(code), "") << code;
    }
}

}  // namespace

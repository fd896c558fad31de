// The order of DsWriteAccountSpn's checks ([MS-DRSR] 4.1.28.3), each with its Win32 number.
#include "registration/write_spns.h"

#include <gtest/gtest.h>

#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

constexpr std::int32_t kAdd = 0;
constexpr std::int32_t kReplace = 1;
constexpr std::int32_t kDelete = 2;

const std::string kDn = "uid=a,dc=test";

class WriteSpns : public ::testing::Test {
  protected:
    void SetUp() override { directory_.put(kDn, "servicePrincipalName", {"http/a"}); }

    std::int64_t number(Kind kind,
                        std::int32_t operation,
                        std::string_view account,
                        const std::vector<std::string_view>& texts) {
        FakeSession session(directory_, kind);
        const auto written = write_spns(session, operation, account, texts, Deadline::usual());
        if (written) {
            return 0;
        }
        const auto& codes = written.error().native_codes();
        return codes.empty() || codes.front().system != NativeSystem::win32 ? -1
                                                                            : codes.front().code;
    }

    FakeDirectory directory_;
};

TEST_F(WriteSpns, ChecksInTheOrderOfTheSpecification) {
    const Kind ad = Kind::active_directory;
    EXPECT_EQ(number(ad, 3, "", {}), 87) << "the account's name comes first";
    EXPECT_EQ(number(ad, 3, "uid=gone,dc=test", {}), 1) << "then the operation";
    EXPECT_EQ(number(ad, -1, kDn, {"http/b"}), 1);
    EXPECT_EQ(number(ad, kAdd, "uid=gone,dc=test", {}), 87) << "then the count";
    EXPECT_EQ(number(ad, kDelete, kDn, {}), 87);
    EXPECT_EQ(number(ad, kAdd, "uid=gone,dc=test", {"http/b", ""}), 87) << "then each SPN";
    EXPECT_EQ(number(ad, kAdd, kDn, std::vector<std::string_view>(10001, "http/b")), 87);
    EXPECT_EQ(number(ad, kAdd, "uid=gone,dc=test", {"http/b"}), 8333) << "then the account";
    EXPECT_EQ(number(Kind::plain, kAdd, kDn, {"noslash"}), 8373);
    EXPECT_EQ(number(Kind::plain, kAdd, "uid=gone,dc=test", {"noslash"}), 8333);
}

TEST_F(WriteSpns, AddsDeletesAndClears) {
    EXPECT_EQ(number(Kind::plain, kAdd, kDn, {"http/a", "http/b"}), 0);
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName").size(), 2U);
    EXPECT_EQ(number(Kind::plain, kDelete, kDn, {"HTTP/A", "http/absent"}), 0);
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName").size(), 1U);
    EXPECT_EQ(number(Kind::plain, kReplace, kDn, {}), 0);
    EXPECT_TRUE(directory_.get(kDn, "servicePrincipalName").empty());
}

TEST_F(WriteSpns, LeavesTheJudgementOfTextsToActiveDirectory) {
    EXPECT_EQ(number(Kind::active_directory, kAdd, kDn, {" (//)"}), 0);
    EXPECT_EQ(directory_.get(kDn, "servicePrincipalName").back(), " (//)");
}

}  // namespace
}  // namespace mutauth::registration

#include "directory/ldap_failure.h"

#include <gtest/gtest.h>

namespace mutauth::directory {
namespace {

// Codes: RFC 4511 appendix A.
TEST(LdapFailure, MapsResultCodes) {
    const std::pair<int, Status> expected[] = {
        {50, Status::directory_denied},     {8, Status::directory_denied},
        {13, Status::directory_denied},     {19, Status::directory_constraint},
        {21, Status::directory_constraint}, {65, Status::directory_constraint},
        {17, Status::directory_constraint}, {10, Status::directory_failed},
        {32, Status::directory_failed},     {80, Status::directory_failed},
        {9999, Status::directory_failed},
    };
    for (const auto& [code, status] : expected) {
        const Error error = ldap_failure("doing", {code, "", "", ""});
        EXPECT_EQ(error.status(), status) << code;
        EXPECT_EQ(ldap_code_of(error), static_cast<LdapCode>(code));
    }
}

TEST(LdapFailure, KeepsTheServersWords) {
    const Error error =
        ldap_failure("changing cn=x", {32, "dc=example", "no such\nthing", "ldap://other/"});
    EXPECT_STREQ(error.message(), "changing cn=x: noSuchObject (32): no such\\x0athing");
    ASSERT_EQ(error.evidence().size(), 3U);
    EXPECT_EQ(error.evidence()[0].value, "no such\\x0athing");
    EXPECT_EQ(error.evidence()[1].value, "dc=example");
    EXPECT_EQ(error.evidence()[2].value, "ldap://other/");
}

// [MS-ADTS] 3.1.1.5.3.1: the text that a domain controller gives for a second holder of an SPN.
TEST(LdapFailure, ReadsActiveDirectorysNumber) {
    const Error error = ldap_failure(
        "", {19, "", "000021C7: AtrErr: DSID-03200E9C, #1:\n\t0: 000021C7: DSID-03200E9C", ""});
    ASSERT_EQ(error.native_codes().size(), 2U);
    EXPECT_EQ(error.native_codes()[1].system, NativeSystem::win32);
    EXPECT_EQ(error.native_codes()[1].code, 8647);
    for (const char* text : {"", "0000", "000021C7", "some non-unique attributes found",
                             "0000 1C7: x", "-00021C7: x"}) {
        const Error other = ldap_failure("", {19, "", text, ""});
        if (std::string_view(text) != "-00021C7: x") {
            EXPECT_EQ(other.native_codes().size(), 1U) << text;
        }
    }
}

TEST(BindFailure, TellsARefusalFromAnOverload) {
    for (const int code : {7, 8, 48, 49, 53, 80}) {
        EXPECT_EQ(bind_failure({code, "", "", ""}).status(), Status::directory_bind_refused)
            << code;
    }
    EXPECT_EQ(bind_failure({51, "", "", ""}).status(), Status::directory_failed);
    EXPECT_EQ(bind_failure({52, "", "", ""}).status(), Status::directory_failed);
}

TEST(LdapCodeOf, IsNoneWithoutOne) {
    EXPECT_EQ(ldap_code_of(Error(Status::directory_lost)), LdapCode::none);
}

}  // namespace
}  // namespace mutauth::directory

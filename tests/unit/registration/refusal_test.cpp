// What servers say when they refuse. The texts of Samba 4.17.12 and of OpenLDAP 2.5.13 are those
// that they answered when asked; 389-ds' is in its published uid.c, Windows' numbers in MS-ADTS,
// MS-DRSR and MS-ERREF.
#include "registration/refusal.h"

#include <gtest/gtest.h>

#include "directory/ldap_failure.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

struct Refusal {
    int code;
    std::string text;
    Status status;
    std::int64_t win32;
};

Error explained(Kind kind, const Refusal& refusal) {
    FakeDirectory directory;
    FakeSession session(directory, kind);
    return explained_refusal(
        session, "cn=a,dc=test", {{directory::Change::Kind::add, "servicePrincipalName", "a/b"}},
        directory::ldap_failure("changing", {refusal.code, "", refusal.text, ""}));
}

void expect(Kind kind, const Refusal& refusal) {
    const Error error = explained(kind, refusal);
    EXPECT_EQ(error.status(), refusal.status) << refusal.text;
    ASSERT_FALSE(error.native_codes().empty()) << refusal.text;
    EXPECT_EQ(error.native_codes().front().system, NativeSystem::win32) << refusal.text;
    EXPECT_EQ(error.native_codes().front().code, refusal.win32) << refusal.text;
    EXPECT_EQ(static_cast<int>(directory::ldap_code_of(error)), refusal.code);
    EXPECT_EQ(server_text(error), refusal.text) << "the server's own words stay";
}

// Finding R5: whoever deletes is not told to delete it first.
TEST(Refusal, OfADeletionIsNeverThatTheNameIsTaken) {
    FakeDirectory directory;
    FakeSession session(directory, Kind::active_directory);
    for (const char* text : {"0000202F: samldb: spn[a/b] would cause a conflict",
                             "error in module samldb: Constraint violation"}) {
        const Error why =
            explained_refusal(session, "cn=a,dc=test",
                              {{directory::Change::Kind::remove, "servicePrincipalName", "a/b"}},
                              directory::ldap_failure("changing", {19, "", text, ""}));
        EXPECT_EQ(why.status(), Status::directory_constraint) << text;
    }
}

TEST(RefusalOfSamba, IsReadFromItsText) {
    const Refusal refusals[] = {
        {19,
         "acl: spn validation failed for spn[http/web:8080] uac[0x1000] account[web$] "
         "hostname[web.ad.test] nbname[ADTEST] ntds[(null)] forest[ad.test] domain[ad.test]\n",
         Status::spn_not_own_name, 8203},
        {19, "0000202F: samldb: spn[rpcsvc/web.ad.test] would cause a conflict", Status::spn_taken,
         8647},
        {19, "0000202F: samldb: spn[noslash] invalid with 1 components", Status::spn_malformed,
         8373},
        {19, "error in module samldb: Constraint violation during LDB_MODIFY (19)",
         Status::spn_alias_taken, 8647},
        {50, "error in module acl: insufficient access rights during LDB_MODIFY (50)",
         Status::directory_denied, 8344},
        {32, "00002030: No such Base DN: CN=gone,CN=Users,DC=ad,DC=test", Status::account_not_found,
         8333},
        {65,
         "00002014: objectclass_attrs: attribute 'servicePrincipalName' on entry "
         "'CN=Users,DC=ad,DC=test' does not exist in the specified objectclasses!",
         Status::spn_attribute_missing, 8212},
    };
    for (auto refusal : refusals) {
        // The evidence has it in one line.
        refusal.text.erase(refusal.text.find_last_not_of('\n') + 1);
        expect(Kind::active_directory, refusal);
    }
}

TEST(RefusalOfWindows, IsReadFromItsNumber) {
    for (const Refusal& refusal : {
             Refusal{19, "000021C7: AtrErr: DSID-03200E9C", Status::spn_taken, 8647},
             Refusal{19, "000020B5: AtrErr: DSID-03152F6B", Status::spn_malformed, 8373},
             Refusal{19, "0000200B: AtrErr: DSID-033E0F24", Status::spn_not_own_name, 8203},
             Refusal{50, "00002098: SecErr: DSID-031514A0", Status::directory_denied, 8344},
         }) {
        expect(Kind::active_directory, refusal);
    }
}

TEST(RefusalOfOpenLdap, IsReadFromItsCodeAndText) {
    for (const Refusal& refusal : {
             Refusal{19, "some attributes not unique", Status::spn_taken, 8647},
             Refusal{17, "servicePrincipalName: attribute type undefined",
                     Status::spn_attribute_missing, 8204},
             Refusal{65, "attribute 'servicePrincipalName' not allowed",
                     Status::spn_attribute_missing, 8212},
             Refusal{21, "krbPrincipalName: value #0 invalid per syntax", Status::spn_malformed,
                     8373},
             Refusal{50, "", Status::directory_denied, 8344},
             Refusal{16, "modify/delete: servicePrincipalName: no such value",
                     Status::directory_failed, 8202},
             Refusal{20, "modify/add: servicePrincipalName: value #0 already exists",
                     Status::directory_failed, 8205},
             Refusal{19, "something else", Status::directory_constraint, 8239},
         }) {
        expect(Kind::mit_kldap, refusal);
    }
}

TEST(RefusalOf389, IsReadFromItsText) {
    expect(Kind::freeipa, {19,
                           "Another entry with the same attribute value already exists (attribute: "
                           "\"krbPrincipalName\")",
                           Status::spn_taken, 8647});
}

TEST(Refusal, NamesTheRightToAskFor) {
    const std::pair<Kind, const char*> rights[] = {
        {Kind::active_directory, "write property (WP) on servicePrincipalName"},
        {Kind::mit_kldap, "krbPrincipalName"},
        {Kind::freeipa, "System: Manage Service Principals"},
        {Kind::plain, "write access to servicePrincipalName"}};
    for (const auto& [kind, right] : rights) {
        const Error error = explained(kind, {50, "", Status::directory_denied, 0});
        EXPECT_NE(std::string(error.remedy()).find(right), std::string::npos) << error.remedy();
    }
}

TEST(Refusal, LeavesOtherFailuresAsTheyAre) {
    const Error lost = with_win32(Error(Status::directory_lost, "gone"));
    EXPECT_EQ(lost.status(), Status::directory_lost);
    EXPECT_TRUE(lost.native_codes().empty());
    const Error once = with_win32(with_win32(Error(Status::spn_taken)));
    EXPECT_EQ(once.native_codes().size(), 1U);
}

}  // namespace
}  // namespace mutauth::registration

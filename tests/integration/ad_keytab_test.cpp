// Keytabs against Samba's KDC and password service.
#include "core/text.h"
#include "integration/keytab_cases.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using directory::Change;

class AdKeytab : public KeytabCases {
  protected:
    void replace(const std::string& dn,
                 const std::string& attribute,
                 const std::string& from,
                 const std::string& to) {
        const auto changed = written(session_->modify(
            dn, {{Change::Kind::remove, attribute, from}, {Change::Kind::add, attribute, to}},
            Deadline::usual()));
        ASSERT_TRUE(changed) << changed.error().message();
    }

    std::string value(const std::string& dn, const std::string& attribute) {
        auto read = directory::read_entry(*session_, dn, {attribute}, Deadline::usual());
        EXPECT_TRUE(read && read->size() == 1);
        return std::string(read->front().first(attribute));
    }
};

/// Active Directory keeps the salt that an account had when its password was set.
TEST_F(AdKeytab, FollowsTheSaltOfARenamedAccount) {
    const std::string dn = account_called("websvc").dn();
    const std::string upn = value(dn, "userPrincipalName");
    const std::string renamed = "renamed" + upn.substr(upn.find('@'));
    replace(dn, "sAMAccountName", "websvc", "renamed");
    replace(dn, "userPrincipalName", upn, renamed);
    account_ = "renamed";
    std::filesystem::remove(file_);
    add_by_password(password_);
    EXPECT_TRUE(kvno_opens(file_, kSpn)) << "by the old name's salt";
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    EXPECT_TRUE(rotated) << rotated.error().message();
    EXPECT_TRUE(kvno_opens(file_, kSpn)) << "by the new name's salt";
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_EQ(kvnos().size(), 2U) << "no guess is left";
    expect_nothing_left();
    replace(dn, "userPrincipalName", renamed, upn);
    replace(dn, "sAMAccountName", "renamed", "websvc");
}

/// Its salt is made of "host" and the DNS name, not of "HOST1$".
TEST_F(AdKeytab, MakesAndRotatesAComputersKeys) {
    const std::string spn = "host/host1." + to_lower_ascii(realm());
    set_password_outside("host1$", password_);
    account_ = "host1$";
    std::filesystem::remove(file_);
    const SecretText password(password_);
    KeytabAddition addition;
    addition.spn = name(spn);
    addition.password = &password;
    const auto added = add_to_keytab(place(), addition, {}, Deadline::usual());
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_TRUE(kvno_opens(file_, spn));
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_TRUE(kvno_opens(file_, spn));
    EXPECT_EQ(kvnos().size(), 2U);
    // By an alias of the directory's own: no account has the name, and the KDC serves it.
    KeytabCheck check;
    check.spns = {name("http/host1." + to_lower_ascii(realm()))};
    const auto found =
        verify_service(*session_, account_called("host1$"), place(), check, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_THAT(names_of(*found), IsEmpty());
}

TEST_F(AdKeytab, TellsTheDomainsPolicy) {
    const std::string shortest = value(suffix(), "minPwdLength");
    replace(suffix(), "minPwdLength", shortest, "100");
    const auto before = entries();
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    replace(suffix(), "minPwdLength", "100", shortest);
    ASSERT_FALSE(rotated);
    EXPECT_EQ(rotated.error().status(), Status::password_refused) << rotated.error().message();
    // Samba tells its policy in words; Windows in numbers, of which the unit tests are.
    EXPECT_NE(evidence(rotated.error(), "server says").find("at least 100 characters"),
              std::string::npos)
        << rotated.error().message();
    EXPECT_EQ(entries(), before);
    EXPECT_THAT(findings(), IsEmpty());
    expect_nothing_left();
}

}  // namespace
}  // namespace mutauth::testing

#include "registration/judged_names.h"

#include <gmock/gmock.h>

#include "registration/account_names.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "spn/parse.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kDn = "CN=web,DC=Example,DC=test";

/// An account in a directory of one kind, and names for it.
class Judged {
  public:
    explicit Judged(Kind kind) : session_(directory_, kind, true), writer_(session_) {
        directory_.put(kDn, kSpnAttribute, {});
    }

    Result<std::vector<std::string>> judge(const std::vector<std::string>& texts) {
        Spns spns;
        for (const auto& text : texts) {
            spns.push_back(*spn::parse(text));
        }
        return judged({session_, writer_, kDn}, spns);
    }
    Status status(const std::string& text) {
        const auto answer = judge({text});
        return answer ? Status::ok : answer.error().status();
    }
    FakeSession& session() { return session_; }

  private:
    FakeDirectory directory_;
    FakeSession session_;
    LdapWriter writer_;
};

// Finding R10: what lint says breaks was registered without a word.
TEST(JudgedNames, RefusesWhatWillNotWork) {
    Judged account(Kind::active_directory);
    for (const char* address : {"HTTP/192.0.2.1", "HTTP/127.1", "HTTP/2130706433:80",
                                "HTTP/0x7f.0.0.1", "HTTP/192.0.2.1.", "HTTP/[2001:db8::1]:80"}) {
        EXPECT_EQ(account.status(address), Status::name_is_address) << address;
    }
    for (const char* bad :
         {"HTTP/web.example.test.", "HTTP/_HOST", "HTTP/", "krbtgt/EXAMPLE.TEST"}) {
        EXPECT_EQ(account.status(bad), Status::name_unusable) << bad;
    }
    const auto refused = account.judge({"HTTP/a.example.test", "HTTP/_HOST"});
    EXPECT_STREQ(refused.error().remedy(), "expand it: mutauth spn expand");
    EXPECT_THAT(refused.error().evidence().back().value, HasSubstr("--allow-unusable"));
}

TEST(JudgedNames, WarnsOfWhatItIsMadeToTake) {
    Judged account(Kind::mit_kldap);
    account.session().allow_unusable_names();
    const auto taken = account.judge({"HTTP/web.example.test."});
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_THAT(*taken, ElementsAre(HasSubstr("will not work: the host ends in a dot")));
}

// MIT's KDC compares byte by byte, Active Directory's as its directory does ([MS-KILE] 3.3.5.1.1).
TEST(JudgedNames, WarnsOfCaseWhereItCounts) {
    Judged mit(Kind::mit_kldap);
    EXPECT_THAT(*mit.judge({"http/web.example.test"}), ElementsAre(HasSubstr("write HTTP/...")));
    EXPECT_THAT(*mit.judge({"HTTP/Web.example.test"}),
                ElementsAre(HasSubstr("write web.example.test")));
    Judged ad(Kind::active_directory);
    EXPECT_THAT(*ad.judge({"http/Web.example.test"}), IsEmpty());
}

TEST(JudgedNames, WarnsOfAShortNameUnlessItsFullOneIsBesideIt) {
    Judged account(Kind::mit_kldap);
    EXPECT_THAT(*account.judge({"HTTP/web"}), ElementsAre(HasSubstr("short name")));
    EXPECT_THAT(*account.judge({"HTTP/web.example.test", "HTTP/WEB"}), IsEmpty());
}

// Finding R10: "@OTHER.TEST" was dropped, and the rest registered.
TEST(JudgedNames, AreOfTheAccountsRealm) {
    Judged account(Kind::active_directory);
    EXPECT_EQ(account.status("HTTP/web.example.test@OTHER.TEST"), Status::spn_not_writable);
    EXPECT_EQ(account.status("HTTP/web.example.test@EXAMPLE.TEST"), Status::ok);
}

}  // namespace
}  // namespace mutauth::registration

// Accounts and SPNs in a real directory that a real KDC reads.
#include "directory/ldap_failure.h"
#include "integration/realm_directory.h"
#include "registration/account.h"
#include "registration/claim.h"
#include "registration/holders.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using directory::Change;
using directory::Changes;
using directory::Session;
using registration::Account;

/// One administrator's session for each test, and the realm's accounts without SPNs before it.
class Registration : public ::testing::Test {
  protected:
    void SetUp() override {
        session_ = session_of("admin");
        ASSERT_TRUE(session_);
        for (const auto& dn : {websvc(), othersvc()}) {
            Account account = found(*session_, dn);
            for (const auto& spn : spns(account)) {
                ASSERT_TRUE(account.delete_spn(name(spn), Deadline::usual()));
            }
        }
    }

    static Account found(Session& session, std::string_view called) {
        auto account = Account::find(session, called, Deadline::usual());
        EXPECT_TRUE(account) << called << ": " << account.error().message();
        return std::move(*account);
    }

    static std::vector<std::string> spns(const Account& account) {
        auto list = account.spns(Deadline::usual());
        EXPECT_TRUE(list) << list.error().message();
        return list ? *list : std::vector<std::string>();
    }

    std::vector<std::string> values(const std::string& dn, const std::string& attribute) {
        auto read = directory::read_entry(*session_, dn, {attribute}, Deadline::usual());
        EXPECT_TRUE(read);
        return read->front().values(attribute);
    }

    void change(const std::string& dn, const Changes& changes) {
        const auto changed = written(session_->modify(dn, changes, Deadline::usual()));
        ASSERT_TRUE(changed) << changed.error().message();
    }

    static Status add(Account account, const std::string& spn) {
        return account.add_spn(name(spn), Deadline::usual()).error().status();
    }

    static Status remove(Account account, const std::string& spn) {
        return account.delete_spn(name(spn), Deadline::usual()).error().status();
    }

    bool kdc_knows(const std::string& spn) {
        const auto service = name(spn);
        const auto fetched = credential_of("alice")->fetch(&service, Deadline::usual());
        EXPECT_TRUE(fetched || fetched.error().status() == Status::service_unknown)
            << fetched.error().message();
        return static_cast<bool>(fetched);
    }

    std::unique_ptr<Session> session_;
};

TEST_F(Registration, FindsAnAccountByEachOfItsNames) {
    for (const std::string& called :
         {websvc(), std::string("websvc"), std::string("EXAMPLE\\websvc"), "websvc@" + realm(),
          std::string("websvc@example.test"), "UID=websvc, OU=Services," + suffix()}) {
        EXPECT_EQ(found(*session_, called).dn(), websvc()) << called;
    }
    EXPECT_EQ(found(*session_, "host1$").dn(), "cn=host1,ou=computers," + suffix());
    EXPECT_EQ(found(*session_, "host/host1@" + realm()).dn(), "cn=host1,ou=computers," + suffix());
    const auto own = Account::find(*session_, std::nullopt, Deadline::usual());
    ASSERT_TRUE(own) << own.error().message();
    EXPECT_EQ(own->dn(), "uid=admin,ou=people," + suffix());
    const auto host = session_of("host1");
    const auto computer = Account::find(*host, std::nullopt, Deadline::usual());
    ASSERT_TRUE(computer) << computer.error().message();
    EXPECT_EQ(computer->dn(), "cn=host1,ou=computers," + suffix());
}

TEST_F(Registration, ReportsAccountsThatAreNotThere) {
    for (const std::string& called :
         {std::string("nobody"), "uid=nobody,ou=people," + suffix(), "nobody@" + realm(),
          std::string("websvc@ELSEWHERE.TEST"), std::string("*"), std::string("websvc)(uid=*")}) {
        const auto account = Account::find(*session_, called, Deadline::usual());
        ASSERT_FALSE(account) << called;
        EXPECT_EQ(account.error().status(), Status::account_not_found) << called;
    }
    const auto nameless = Account::find(*session_, "", Deadline::usual());
    EXPECT_EQ(nameless.error().status(), Status::invalid_argument);
    ASSERT_TRUE(session_->set_base(""));
    EXPECT_EQ(Account::find(*session_, "websvc", Deadline::usual()).error().status(),
              Status::directory_base_unknown);
    ASSERT_FALSE(session_->set_base("no dn"));
    ASSERT_TRUE(session_->set_base("ou=people," + suffix()));
    EXPECT_EQ(Account::find(*session_, "websvc", Deadline::usual()).error().status(),
              Status::account_not_found);
}

// Finding R4: where accounts are searched says nothing about where a name must be unique.
TEST_F(Registration, LooksForOtherHoldersEverywhereWhateverTheBase) {
    const std::string spn = "http/everywhere.example.test";
    ASSERT_EQ(add(found(*session_, "websvc"), spn), Status::ok);
    ASSERT_TRUE(session_->set_base("ou=computers," + suffix()));
    const Account host = found(*session_, host1());
    EXPECT_EQ(add(host, spn), Status::spn_taken);
    // Narrower only by name.
    EXPECT_FALSE(session_->set_unique_base("no dn"));
    ASSERT_TRUE(session_->set_unique_base("ou=computers," + suffix()));
    EXPECT_EQ(add(host, spn), Status::directory_constraint)
        << "our own look passes it; slapd's (slapo-unique) does not";
    ASSERT_TRUE(session_->set_unique_base(""));
    EXPECT_EQ(add(host, spn), Status::spn_taken);
}

TEST_F(Registration, AddsAndDeletesAgainAndAgain) {
    Account account = found(*session_, "websvc");
    const std::string spn = "http/www.example.test:8080";
    EXPECT_FALSE(kdc_knows(spn));
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(add(account, spn), Status::ok);
        EXPECT_EQ(add(account, spn), Status::ok) << "again";
        EXPECT_EQ(spns(account), std::vector<std::string>{spn});
        EXPECT_TRUE(kdc_knows(spn));
        const auto holders = registration::find_holders(
            *session_, name("HTTP/WWW.example.test:8080"), Deadline::usual());
        ASSERT_TRUE(holders) << holders.error().message();
        EXPECT_EQ(*holders, std::vector<std::string>{websvc()});
        EXPECT_EQ(remove(account, spn), Status::ok);
        EXPECT_EQ(remove(account, spn), Status::ok) << "again";
        EXPECT_EQ(spns(account), std::vector<std::string>());
        EXPECT_FALSE(kdc_knows(spn));
    }
    EXPECT_EQ(values(websvc(), "krbPrincipalName"), std::vector<std::string>{"websvc@" + realm()});
}

TEST_F(Registration, LeavesOtherValuesAlone) {
    Account account = found(*session_, "websvc");
    EXPECT_EQ(add(account, "http/one.example.test"), Status::ok);
    EXPECT_EQ(add(account, "http/two.example.test"), Status::ok);
    EXPECT_EQ(remove(account, "http/one.example.test"), Status::ok);
    EXPECT_EQ(spns(account), std::vector<std::string>{"http/two.example.test"});
}

TEST_F(Registration, RefusesWhatAnotherAccountHolds) {
    EXPECT_EQ(add(found(*session_, "othersvc"), "http/shared.example.test"), Status::ok);
    Account account = found(*session_, "websvc");
    for (const char* spn : {"http/shared.example.test", "HTTP/Shared.Example.TEST"}) {
        const auto added = account.add_spn(name(spn), Deadline::usual());
        ASSERT_FALSE(added) << spn;
        EXPECT_EQ(added.error().status(), Status::spn_taken) << added.error().message();
        EXPECT_EQ(evidence(added.error(), "holder"), othersvc());
    }
    EXPECT_EQ(spns(account), std::vector<std::string>());
    EXPECT_EQ(remove(account, "http/shared.example.test"), Status::ok);
    EXPECT_EQ(spns(found(*session_, "othersvc")).size(), 1U) << "only this account's values go";
}

TEST_F(Registration, RefusesANameThatOnlyTheKdcServesElsewhere) {
    change(othersvc(),
           {{Change::Kind::add, "krbPrincipalName", "http/half.example.test@" + realm()}});
    EXPECT_EQ(add(found(*session_, "websvc"), "http/half.example.test"), Status::spn_taken);
}

TEST_F(Registration, RepairsAttributesThatAreOutOfStep) {
    Account account = found(*session_, "websvc");
    change(websvc(), {{Change::Kind::add, "servicePrincipalName", "HTTP/left.example.test"}});
    EXPECT_FALSE(kdc_knows("http/left.example.test"));
    EXPECT_EQ(add(account, "http/left.example.test"), Status::ok);
    EXPECT_TRUE(kdc_knows("http/left.example.test"));
    change(websvc(),
           {{Change::Kind::add, "krbPrincipalName", "http/right.example.test@" + realm()}});
    EXPECT_EQ(add(account, "http/right.example.test"), Status::ok);
    EXPECT_EQ(values(websvc(), "servicePrincipalName").size(), 2U);

    change(websvc(), {{Change::Kind::remove, "servicePrincipalName", "http/right.example.test"}});
    EXPECT_EQ(spns(account).size(), 2U) << "what the KDC serves is listed too";
    EXPECT_EQ(remove(account, "http/right.example.test"), Status::ok);
    EXPECT_FALSE(kdc_knows("http/right.example.test"));
    EXPECT_EQ(remove(account, "http/left.example.test"), Status::ok);
    EXPECT_EQ(spns(account), std::vector<std::string>());
}

TEST_F(Registration, NamesTheCanonicalPrincipalBeforeThereAreTwo) {
    change(websvc(), {{Change::Kind::remove, "krbCanonicalName", "websvc@" + realm()}});
    Account account = found(*session_, "websvc");
    EXPECT_EQ(add(account, "http/canonical.example.test"), Status::ok);
    EXPECT_EQ(values(websvc(), "krbCanonicalName"), std::vector<std::string>{"websvc@" + realm()});
}

TEST_F(Registration, KeepsTheAccountsOwnPrincipal) {
    Account computer = found(*session_, "host1$");
    const auto before = spns(computer);
    const auto removed = computer.delete_spn(name("host/host1.example.test"), Deadline::usual());
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().status(), Status::directory_constraint) << removed.error().message();
    EXPECT_EQ(spns(computer), before);
}

TEST_F(Registration, RefusesWhatTheKdcCannotHold) {
    Account account = found(*session_, "websvc");
    EXPECT_EQ(add(account,
                  "http/b\xc3\xbc"
                  "cher.example.test"),
              Status::spn_not_writable);
    EXPECT_EQ(add(account, "http/www.example.test@ELSEWHERE.TEST"), Status::spn_not_writable);
    EXPECT_EQ(spns(account), std::vector<std::string>());
    EXPECT_EQ(remove(account,
                     "http/b\xc3\xbc"
                     "cher.example.test"),
              Status::ok);
}

TEST_F(Registration, DeniesThoseWithoutTheRight) {
    const auto session = session_of("alice");
    Account account = found(*session, "websvc");
    const auto added = account.add_spn(name("http/www.example.test"), Deadline::usual());
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().status(), Status::directory_denied) << added.error().message();
    ASSERT_FALSE(added.error().native_codes().empty());
    EXPECT_EQ(static_cast<int>(directory::ldap_code_of(added.error())), 50);
    EXPECT_EQ(added.error().native_codes().front().code, 8344);
    EXPECT_EQ(remove(account, "http/absent.example.test"), Status::ok) << "nothing to write";
    EXPECT_EQ(add(found(*session_, "websvc"), "http/kept.example.test"), Status::ok);
    EXPECT_EQ(remove(account, "http/kept.example.test"), Status::directory_denied);
}

TEST_F(Registration, LetsAComputerNameItself) {
    const auto session = session_of("host1");
    Account own = *Account::find(*session, std::nullopt, Deadline::usual());
    EXPECT_EQ(add(own, "http/host1.example.test"), Status::ok);
    EXPECT_EQ(remove(own, "http/host1.example.test"), Status::ok);
    EXPECT_EQ(add(own, "http/other.example.test"), Status::directory_denied);
}

TEST_F(Registration, ReportsAnAccountThatIsGone) {
    registration::LdapWriter writer(*session_);
    const std::string dn = "uid=gone,ou=services," + suffix();
    const registration::Steps nobody;
    const auto deadline = Deadline::usual();
    const registration::Target target{*session_, writer, dn};
    const registration::Spns spns{name("http/x.example.test")};
    const auto claimed = registration::told_by_status(
        registration::claim(target, {spns, {}, false}, {nobody, deadline}));
    EXPECT_EQ(claimed.error().status(), Status::account_not_found);
    const auto edited = registration::told_by_status(
        registration::edit(target, {{}, spns, false}, {nobody, deadline}));
    EXPECT_EQ(edited.error().status(), Status::account_not_found);
    const auto applied = registration::told_by_status(
        writer.apply(dn, {{Change::Kind::add, "servicePrincipalName", "a/b"}}, deadline));
    EXPECT_EQ(applied.error().status(), Status::account_not_found) << "gone in between";
}

TEST_F(Registration, RefusesAListOfWhichOneNameIsTaken) {
    Account other = found(*session_, "othersvc");
    EXPECT_EQ(add(other, "http/taken.example.test"), Status::ok);
    Account account = found(*session_, "websvc");
    const registration::Steps nobody;
    const auto deadline = Deadline::usual();
    const auto added = account.add_spns(
        {name("http/free.example.test"), name("http/taken.example.test")}, {nobody, deadline});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().status(), Status::spn_taken);
    EXPECT_EQ(added.error().native_codes().front().code, 8647);
    EXPECT_EQ(spns(account), std::vector<std::string>()) << "all or nothing";
    const auto replaced =
        account.replace_spns({name("http/taken.example.test")}, {nobody, deadline});
    EXPECT_EQ(replaced.error().status(), Status::spn_taken);
}

TEST_F(Registration, SaysWhichRightIsMissing) {
    const auto session = session_of("alice");
    Account account = found(*session, "websvc");
    const auto added = account.add_spn(name("http/www.example.test"), Deadline::usual());
    ASSERT_FALSE(added);
    EXPECT_NE(std::string(added.error().remedy()).find("krbPrincipalName"), std::string::npos);
}

TEST_F(Registration, OfTwoThatRaceOneWins) {
    constexpr int kRounds = 20;
    const auto other_session = session_of("admin");
    Account one = found(*session_, "websvc");
    Account two = found(*other_session, "othersvc");
    for (int round = 0; round < kRounds; ++round) {
        const std::string spn = "race/r" + std::to_string(round) + ".example.test";
        Status second = Status::internal;
        std::thread racer([&] { second = add(two, spn); });
        const Status first = add(one, spn);
        racer.join();
        const auto holders = registration::find_holders(*session_, name(spn), Deadline::usual());
        ASSERT_TRUE(holders);
        EXPECT_LE(holders->size(), 1U) << spn;
        EXPECT_EQ((first == Status::ok ? 1U : 0U) + (second == Status::ok ? 1U : 0U),
                  holders->size())
            << spn;
        for (const Status status : {first, second}) {
            EXPECT_TRUE(status == Status::ok || status == Status::spn_taken)
                << status_symbol(static_cast<int>(status));
        }
    }
}

}  // namespace
}  // namespace mutauth::testing

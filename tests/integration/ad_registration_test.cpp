// Accounts and SPNs on Samba: found by every name, changed, and refused with the reason.
#include "core/text.h"
#include "directory/ldap_failure.h"
#include "integration/account_realm.h"
#include "registration/claim.h"
#include "registration/holders.h"
#include "registration/ldap_writer.h"
#include "registration/refusal.h"
#include "registration/unsettled.h"

namespace mutauth::testing {
namespace {

using registration::Account;
using registration::Operation;
using registration::Steps;

class AdRegistration : public ::testing::Test {
  protected:
    void SetUp() override {
        admin_ = session_of("admin");
        ASSERT_TRUE(admin_);
        domain_ = to_lower_ascii(realm());
        clear();
    }
    void TearDown() override { clear(); }

    void clear() {
        for (const char* called : {"websvc", "othersvc"}) {
            set_spns(*admin_, account_in(*admin_, called).dn(), {});
        }
    }

    bool kdc_knows(const std::string& spn) {
        const auto service = name(spn);
        const auto fetched = credential_of("alice")->fetch(&service, Deadline::usual());
        EXPECT_TRUE(fetched || fetched.error().status() == Status::service_unknown)
            << fetched.error().message();
        return static_cast<bool>(fetched);
    }

    std::unique_ptr<directory::Session> admin_;
    std::string domain_;
    const Steps nobody_{};
    const Deadline deadline_ = Deadline::usual();
};

TEST_F(AdRegistration, FindsAnAccountByEachOfItsNames) {
    const std::string websvc = account_in(*admin_, "websvc").dn();
    for (const std::string& called :
         {websvc, std::string("WebSvc"), std::string("ADTEST\\websvc"),
          std::string("adtest\\websvc"), domain_ + "\\websvc", "websvc@" + realm()}) {
        EXPECT_EQ(account_in(*admin_, called).dn(), websvc) << called;
    }
    const std::string host1 = account_in(*admin_, "host1$").dn();
    for (const std::string& called :
         {std::string("host1"), std::string("ADTEST\\HOST1$"), "host1$@" + realm(),
          "host/host1." + domain_ + "@" + realm()}) {
        EXPECT_EQ(account_in(*admin_, called).dn(), host1) << called;
    }
}

// Samba has no who-am-i: the credential's principal tells the account.
TEST_F(AdRegistration, FindsTheAccountInUse) {
    for (const char* account : {"alice", "websvc", "host1"}) {
        const auto session = session_of(account);
        const auto own = Account::find(*session, std::nullopt, deadline_);
        ASSERT_TRUE(own) << account << ": " << own.error().message();
        EXPECT_EQ(own->dn(), account_in(*admin_, account).dn()) << account;
    }
}

TEST_F(AdRegistration, RefusesAnotherDomainsAccounts) {
    for (const char* called : {"NOWHERE\\websvc", "EXAMPLE\\websvc", "*\\websvc"}) {
        const auto account = Account::find(*admin_, called, deadline_);
        ASSERT_FALSE(account) << called;
        EXPECT_EQ(account.error().status(), Status::account_not_found) << called;
        EXPECT_NE(std::string(account.error().message()).find("this server's is ADTEST"),
                  std::string::npos)
            << account.error().message();
    }
    for (const std::string& called :
         {std::string("ADTEST\\nobody"), std::string("websvc@ELSEWHERE.TEST"),
          "CN=nobody," + std::string(suffix()), std::string("web*")}) {
        EXPECT_EQ(Account::find(*admin_, called, deadline_).error().status(),
                  Status::account_not_found)
            << called;
    }
}

TEST_F(AdRegistration, RegistersWhatTheKdcServesAtOnce) {
    Account account = account_in(*admin_, "websvc");
    const std::string spn = "http/shop." + domain_ + ":8080";
    EXPECT_FALSE(kdc_knows(spn));
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(account.add_spn(name(spn), deadline_));
    }
    EXPECT_EQ(held_by(*admin_, account.dn()), Texts{spn});
    EXPECT_TRUE(kdc_knows(spn));
    ASSERT_TRUE(account.delete_spn(name(to_upper_ascii(spn)), deadline_));
    EXPECT_FALSE(kdc_knows(spn));
    EXPECT_TRUE(account.delete_spn(name(spn), deadline_)) << "again";
}

TEST_F(AdRegistration, HoldsNamesOutsideAscii) {
    Account account = account_in(*admin_, "websvc");
    const std::string spn =
        "http/b\xc3\xbc"
        "cher." +
        domain_;
    const auto added = account.add_spn(name(spn), deadline_);
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_EQ(held_by(*admin_, account.dn()), Texts{spn});
    const auto removed = account.remove_all("http", {nobody_, deadline_});
    ASSERT_TRUE(removed) << removed.error().message();
    EXPECT_EQ(held_by(*admin_, account.dn()), Texts());
}

TEST_F(AdRegistration, LetsAComputerNameItselfOnly) {
    const auto host = session_of("host1");
    Account own = account_in(*host, "host1$");
    const auto paired = own.register_host(
        Operation::add, *registration::host_pair("nfs", "host1." + domain_), {nobody_, deadline_});
    ASSERT_TRUE(paired) << paired.error().message();
    EXPECT_TRUE(own.warnings().empty()) << "Samba takes the short name too";
    ASSERT_TRUE(own.remove_all("nfs", {nobody_, deadline_}));

    // MS-ADTS 3.1.1.5.3.1.1.4; Samba also refuses a port, which Windows takes.
    for (const std::string& spn :
         {"nfs/other." + domain_, "nfs/host1." + domain_ + ":2049", "nfs/host2." + domain_}) {
        const auto added = own.add_spn(name(spn), deadline_);
        ASSERT_FALSE(added) << spn;
        EXPECT_EQ(added.error().status(), Status::spn_not_own_name) << added.error().message();
        EXPECT_EQ(added.error().native_codes().front().code, 8203) << spn;
        EXPECT_NE(registration::server_text(added.error()).find("spn validation failed"),
                  std::string::npos);
    }
    EXPECT_EQ(account_in(*admin_, "host1$").spns(deadline_)->size(), 2U) << "nothing is left";
}

/// The short name is none of the computer's: the pair is refused, the full name alone is taken.
TEST_F(AdRegistration, RegistersTheFullNameAloneIfTheShortIsRefused) {
    const auto host = session_of("host1");
    Account own = account_in(*host, "host1$");
    const registration::HostPair pair{name("nfs/host1." + domain_), name("nfs/HOST1X")};
    const auto done = own.register_host(Operation::add, pair, {nobody_, deadline_});
    ASSERT_TRUE(done) << done.error().message();
    ASSERT_EQ(own.warnings().size(), 1U);
    EXPECT_NE(own.warnings().front().find("nfs/HOST1X was not registered"), std::string::npos);
    const auto spns = own.spns(deadline_);
    EXPECT_NE(std::find(spns->begin(), spns->end(), "nfs/host1." + domain_), spns->end());
    EXPECT_TRUE(own.remove_all("nfs", {nobody_, deadline_}));
}

TEST_F(AdRegistration, SaysWhichRightIsMissing) {
    const auto websvc = session_of("websvc");
    for (const char* called : {"websvc", "othersvc"}) {
        Account user = account_in(*websvc, called);
        const auto added = user.add_spn(name("http/own." + domain_), deadline_);
        ASSERT_FALSE(added) << called;
        EXPECT_EQ(added.error().status(), Status::directory_denied) << called;
        EXPECT_EQ(added.error().native_codes().front().code, 8344);
        EXPECT_NE(std::string(added.error().remedy()).find("nothing on a user's entry"),
                  std::string::npos)
            << added.error().remedy();
    }
    Account computer = account_in(*websvc, "host1$");
    const auto added = computer.add_spn(name("http/host1." + domain_), deadline_);
    EXPECT_EQ(added.error().status(), Status::directory_denied);
    EXPECT_NE(std::string(added.error().remedy()).find("Validated-SPN"), std::string::npos);
}

TEST_F(AdRegistration, ExplainsTheServersConflicts) {
    Account one = account_in(*admin_, "websvc");
    Account two = account_in(*admin_, "othersvc");
    ASSERT_TRUE(one.add_spn(name("http/mine." + domain_), deadline_));
    const auto taken = two.add_spns({name("ftp/mine." + domain_), name("HTTP/Mine." + domain_)},
                                    {nobody_, deadline_});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().status(), Status::spn_taken);
    EXPECT_EQ(evidence(taken.error(), "holder"), one.dn());
    EXPECT_EQ(held_by(*admin_, two.dn()), Texts()) << "all or nothing";

    // Past our own look, in one element, as the server then checks each value.
    registration::LdapWriter writer(*admin_);
    auto written = registration::told_by_status(writer.apply(
        two.dn(),
        {{directory::Change::Kind::add, "servicePrincipalName", "ftp/mine." + domain_},
         {directory::Change::Kind::add, "servicePrincipalName", "http/mine." + domain_},
         {directory::Change::Kind::add, "servicePrincipalName", "imap/mine." + domain_}},
        deadline_));
    ASSERT_FALSE(written) << "an element for each value would let the duplicate in";
    EXPECT_EQ(static_cast<int>(directory::ldap_code_of(written.error())), 19);
    EXPECT_EQ(held_by(*admin_, two.dn()), Texts());

    // host/x is what http/x stands for: sPNMappings.
    const auto alias = two.add_spn(name("host/mine." + domain_), deadline_);
    ASSERT_FALSE(alias);
    EXPECT_TRUE(alias.error().status() == Status::spn_alias_taken ||
                alias.error().status() == Status::spn_taken)
        << alias.error().message();
    EXPECT_EQ(alias.error().native_codes().front().code, 8647);
}

// Finding R5: Samba refuses the deletion of a value that another account has too.
TEST_F(AdRegistration, TakesATrueDuplicateOffByEveryChangeThatRemoves) {
    using Change = directory::Change;
    Account one = account_in(*admin_, "websvc");
    Account two = account_in(*admin_, "othersvc");
    const Account third = account_in(*admin_, "host1$");
    const std::string spn = "http/twice." + domain_;
    const std::string own = "ftp/own." + domain_;
    const Texts before = held_by(*admin_, third.dn());
    const registration::Manner manner{nobody_, deadline_};
    const std::pair<const char*, std::function<Result<void>()>> removals[] = {
        {"delete",
         [&] {
             return two.delete_spn(name(spn), deadline_);
         }},
        {"replace",
         [&] {
             return two.replace_spns({name(own)}, manner);
         }},
        {"remove all of a class",
         [&] {
             return two.remove_all("http", manner);
         }},
        {"remove all",
         [&] {
             return two.remove_all(std::nullopt, manner);
         }},
    };
    for (const auto& [what, remove] : removals) {
        set_spns(*admin_, one.dn(), {spn});
        // In the second element: Samba looks at the first alone, and our session makes one of what
        // is spelled alike.
        const auto twice =
            written(admin_->modify(two.dn(),
                                   {{Change::Kind::add, "servicePrincipalName", own},
                                    {Change::Kind::add, "ServicePrincipalName", spn}},
                                   deadline_));
        ASSERT_TRUE(twice) << twice.error().message();
        ASSERT_EQ(held_by(*admin_, two.dn()), sorted({own, spn}));
        const auto removed = remove();
        EXPECT_TRUE(removed) << what << ": " << removed.error().message();
        const Texts left = held_by(*admin_, two.dn());
        EXPECT_EQ(std::count(left.begin(), left.end(), spn), 0) << what;
        EXPECT_EQ(held_by(*admin_, one.dn()), Texts{spn}) << what;
        clear();
    }
    EXPECT_EQ(held_by(*admin_, third.dn()), before);
}

/// What is lost and gained by one modify is gained after it was lost, though what is new goes
/// first.
TEST_F(AdRegistration, ExchangesAValueForItsOwnSpelling) {
    using Change = directory::Change;
    const Account one = account_in(*admin_, "websvc");
    const auto value = [&](const std::string& service) {
        return service + "/spelt." + domain_;
    };
    set_spns(*admin_, one.dn(), {value("http"), value("ftp")});
    const auto changed =
        written(admin_->modify(one.dn(),
                               {{Change::Kind::remove, "servicePrincipalName", value("http")},
                                {Change::Kind::remove, "servicePrincipalName", value("ftp")},
                                {Change::Kind::add, "servicePrincipalName", value("HTTP")},
                                {Change::Kind::add, "servicePrincipalName", value("ftp")},
                                {Change::Kind::add, "servicePrincipalName", value("imap")}},
                               deadline_));
    ASSERT_TRUE(changed) << changed.error().message();
    EXPECT_EQ(held_by(*admin_, one.dn()), sorted({value("HTTP"), value("ftp"), value("imap")}));
    clear();
}

TEST_F(AdRegistration, SaysThatAnEntryIsNoAccount) {
    const auto users = Account::find(*admin_, "CN=Users," + suffix(), deadline_);
    ASSERT_TRUE(users);
    Account entry = *users;
    const auto added = entry.add_spn(name("http/x." + domain_), deadline_);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().status(), Status::spn_attribute_missing) << added.error().message();
    EXPECT_EQ(added.error().native_codes().front().code, 8212);
}

TEST_F(AdRegistration, WritesLongLists) {
    Account account = account_in(*admin_, "websvc");
    registration::Spns many;
    for (int i = 0; i < 300; ++i) {
        many.push_back(name("many/h" + std::to_string(i) + "." + domain_));
    }
    const auto added = account.replace_spns(many, {nobody_, deadline_});
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_EQ(account.spns(deadline_)->size(), 300U);
    ASSERT_TRUE(account.remove_all(std::nullopt, {nobody_, deadline_}));
    EXPECT_TRUE(account.spns(deadline_)->empty());
}

}  // namespace
}  // namespace mutauth::testing

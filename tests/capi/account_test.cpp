#include <mutauth/account.h>

#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Found {
    mutauth_status status;
    realm::Account account;
};

Found find(const realm::Directory& directory, const char* name) {
    auto* made = reinterpret_cast<mutauth_account*>(1);
    const mutauth_status status = mutauth_account_find(directory.get(), name, nullptr, &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    return {status, {made, mutauth_account_free}};
}

std::vector<std::string> spns_of(const realm::Account& account) {
    mutauth_texts* made = nullptr;
    EXPECT_EQ(mutauth_account_spns(account.get(), nullptr, &made), MUTAUTH_OK) << realm::why();
    const realm::Texts texts(made, mutauth_texts_free);
    std::vector<std::string> out;
    for (size_t i = 0; i < mutauth_texts_count(texts.get()); ++i) {
        out.emplace_back(mutauth_texts_at(texts.get(), i));
    }
    EXPECT_EQ(mutauth_texts_at(texts.get(), out.size()), nullptr);
    EXPECT_EQ(mutauth_texts_at(texts.get(), SIZE_MAX), nullptr);
    return out;
}

mutauth_status add(const realm::Account& account, const std::string& spn) {
    return mutauth_account_add_spn(account.get(), realm::spn(spn).get(), nullptr);
}

mutauth_status remove(const realm::Account& account, const std::string& spn) {
    return mutauth_account_delete_spn(account.get(), realm::spn(spn).get(), nullptr);
}

/// Whether the KDC gives a ticket for the name that the account's keys then open.
mutauth_status proven(const std::string& spn, const std::string& account) {
    const realm::Credential alice = realm::account("alice");
    mutauth_negotiation* made = nullptr;
    const mutauth_status status =
        mutauth_negotiation_initiate(alice.get(), realm::spn(spn).get(), nullptr, nullptr, &made);
    const realm::Negotiation client(made, mutauth_negotiation_free);
    if (status != MUTAUTH_OK) {
        return status;
    }
    const realm::Negotiation service = realm::accept(realm::account(account), realm::serving(spn));
    return realm::step(service, realm::step(client, "").token).status;
}

TEST(CapiAccount, IsFoundByEachOfItsNames) {
    const realm::Directory directory = realm::directory_as("alice");
    const std::string websvc = realm::entry("uid=websvc,ou=services");
    const std::string host1 = realm::entry("cn=host1,ou=computers");
    for (const auto& [name, dn] :
         {std::pair(websvc, websvc), std::pair(std::string("websvc"), websvc),
          std::pair(realm::principal("websvc"), websvc), std::pair(std::string("host1$"), host1)}) {
        const Found found = find(directory, name.c_str());
        ASSERT_EQ(found.status, MUTAUTH_OK) << name << ' ' << realm::why();
        EXPECT_EQ(mutauth_account_dn(found.account.get()), dn);
    }
    const Found self = find(directory, nullptr);
    ASSERT_EQ(self.status, MUTAUTH_OK) << realm::why();
    EXPECT_EQ(mutauth_account_dn(self.account.get()), realm::entry("uid=alice,ou=people"));
}

TEST(CapiAccount, IsNotFoundByHalfANameOrAFilter) {
    const realm::Directory directory = realm::directory_as("alice");
    for (const char* name :
         {"nobody", "web", "web*", "*", "websvc)(uid=*", "nobody@EXAMPLE.TEST"}) {
        EXPECT_EQ(find(directory, name).status, MUTAUTH_ACCOUNT_NOT_FOUND) << name;
    }
    EXPECT_EQ(find(directory, realm::entry("uid=nobody,ou=people").c_str()).status,
              MUTAUTH_ACCOUNT_NOT_FOUND);
    EXPECT_EQ(find(directory, "").status, MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiAccount, RegistersANameThatTheKdcServesAtOnce) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    ASSERT_EQ(websvc.status, MUTAUTH_OK) << realm::why();
    const std::string name = "http/shop.example.test";
    EXPECT_EQ(proven(name, "websvc"), MUTAUTH_SERVICE_UNKNOWN);
    const auto before = spns_of(websvc.account);
    ASSERT_EQ(add(websvc.account, name), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(add(websvc.account, name), MUTAUTH_OK) << "again";
    EXPECT_THAT(spns_of(websvc.account), Contains(name));
    EXPECT_EQ(spns_of(websvc.account).size(), before.size() + 1);
    EXPECT_THAT(realm::holders_of(directory, name),
                ElementsAre(realm::entry("uid=websvc,ou=services")));
    EXPECT_EQ(proven(name, "websvc"), MUTAUTH_OK) << realm::why();
    ASSERT_EQ(remove(websvc.account, name), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(remove(websvc.account, name), MUTAUTH_OK) << "again";
    EXPECT_EQ(spns_of(websvc.account), before);
    EXPECT_EQ(proven(name, "websvc"), MUTAUTH_SERVICE_UNKNOWN);
}

TEST(CapiAccount, DoesNotTakeANameFromAnother) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    const Found othersvc = find(directory, "othersvc");
    ASSERT_EQ(add(websvc.account, "http/mine.example.test"), MUTAUTH_OK) << realm::why();
    for (const char* name : {"http/mine.example.test", "HTTP/Mine.example.test"}) {
        EXPECT_EQ(add(othersvc.account, name), MUTAUTH_SPN_TAKEN) << realm::why();
        EXPECT_THAT(realm::why(), HasSubstr("uid=websvc"));
    }
    EXPECT_THAT(spns_of(othersvc.account), Not(Contains("http/mine.example.test")));
    EXPECT_EQ(remove(othersvc.account, "http/mine.example.test"), MUTAUTH_OK);
    EXPECT_THAT(spns_of(websvc.account), Contains("http/mine.example.test"));
}

TEST(CapiAccount, NeedsTheRightToWrite) {
    const realm::Directory directory = realm::directory_as("alice");
    const Found websvc = find(directory, "websvc");
    ASSERT_EQ(websvc.status, MUTAUTH_OK);
    const auto before = spns_of(websvc.account);
    EXPECT_EQ(add(websvc.account, "http/denied.example.test"), MUTAUTH_DIRECTORY_DENIED)
        << realm::why();
    EXPECT_EQ(spns_of(websvc.account), before);
}

TEST(CapiAccount, SaysWhatThisDirectoryCannotHold) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    // krbPrincipalName is an IA5 string.
    EXPECT_EQ(add(websvc.account,
                  "http/b\xc3\xbc"
                  "cher.example.test"),
              MUTAUTH_SPN_NOT_WRITABLE)
        << realm::why();
}

TEST(CapiAccount, KeepsOddCharactersThroughTheDirectoryAndTheKdc) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    const std::string name = "svc/host.example.test:8080/CN=a\\,b (c)*,DC=x";
    ASSERT_EQ(add(websvc.account, name), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(spns_of(websvc.account), Contains(name));
    EXPECT_EQ(proven(name, "websvc"), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(remove(websvc.account, name), MUTAUTH_OK) << realm::why();
}

TEST(CapiAccount, ChecksItsArguments) {
    const realm::Directory directory = realm::directory_as("alice");
    const realm::Spn spn = realm::spn("a/b");
    auto* made = reinterpret_cast<mutauth_account*>(1);
    EXPECT_EQ(mutauth_account_find(nullptr, "websvc", nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_account_find(directory.get(), "websvc", nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    const Found websvc = find(directory, "websvc");
    auto* texts = reinterpret_cast<mutauth_texts*>(1);
    for (auto* wrong :
         {static_cast<mutauth_account*>(nullptr), reinterpret_cast<mutauth_account*>(spn.get())}) {
        EXPECT_EQ(mutauth_account_dn(wrong), nullptr);
        EXPECT_EQ(mutauth_account_spns(wrong, nullptr, &texts), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(texts, nullptr);
        EXPECT_EQ(mutauth_account_add_spn(wrong, spn.get(), nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_account_delete_spn(wrong, spn.get(), nullptr), MUTAUTH_WRONG_HANDLE);
        mutauth_account_free(wrong);
    }
    EXPECT_EQ(mutauth_account_spns(websvc.account.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_account_add_spn(websvc.account.get(), nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_delete_spn(websvc.account.get(), nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
}

}  // namespace

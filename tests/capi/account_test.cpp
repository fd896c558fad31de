#include <mutauth/account.h>

#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

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

/// A borrowed list of SPNs, as C has it.
class List {
  public:
    explicit List(const std::vector<std::string>& texts) {
        for (const auto& text : texts) {
            spns_.push_back(realm::spn(text));
            handles_.push_back(spns_.back().get());
        }
    }
    const mutauth_spn* const* data() const { return handles_.data(); }
    size_t size() const { return handles_.size(); }

  private:
    std::vector<realm::Spn> spns_;
    std::vector<const mutauth_spn*> handles_;
};

mutauth_status add_all(const realm::Account& account,
                       const List& list,
                       const mutauth_steps* steps = nullptr) {
    return mutauth_account_add_spns(account.get(), list.data(), list.size(), steps, nullptr);
}

mutauth_status clear(const realm::Account& account) {
    return mutauth_account_replace_spns(account.get(), nullptr, 0, nullptr, nullptr);
}

std::vector<std::string> warnings_of(const realm::Account& account) {
    mutauth_texts* made = nullptr;
    EXPECT_EQ(mutauth_account_warnings(account.get(), &made), MUTAUTH_OK) << realm::why();
    const realm::Texts texts(made, mutauth_texts_free);
    std::vector<std::string> out;
    for (size_t i = 0; i < mutauth_texts_count(texts.get()); ++i) {
        out.emplace_back(mutauth_texts_at(texts.get(), i));
    }
    return out;
}

int64_t win32_of_last_error() {
    mutauth_error* made = nullptr;
    EXPECT_EQ(mutauth_error_take(&made), MUTAUTH_OK);
    const realm::Error error(made, mutauth_error_free);
    int32_t system = 0;
    int64_t code = 0;
    const bool any = mutauth_error_native_count(error.get()) > 0 &&
                     mutauth_error_native_at(error.get(), 0, &system, &code) == MUTAUTH_OK;
    return any && system == MUTAUTH_NATIVE_WIN32 ? code : -1;
}

TEST(CapiAccount, ChangesByLists) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    const Found othersvc = find(directory, "othersvc");
    ASSERT_EQ(clear(websvc.account), MUTAUTH_OK) << realm::why();
    ASSERT_EQ(clear(othersvc.account), MUTAUTH_OK) << realm::why();
    const List two({"http/list1.example.test", "ftp/list2.example.test"});
    ASSERT_EQ(add_all(websvc.account, two), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(spns_of(websvc.account),
                UnorderedElementsAre("http/list1.example.test", "ftp/list2.example.test"));
    EXPECT_EQ(add_all(othersvc.account, List({"http/x.example.test", "ftp/list2.example.test"})),
              MUTAUTH_SPN_TAKEN);
    EXPECT_EQ(win32_of_last_error(), 8647);
    EXPECT_THAT(spns_of(othersvc.account), IsEmpty()) << "all or nothing";

    ASSERT_EQ(mutauth_account_move_spns(websvc.account.get(), othersvc.account.get(), two.data(), 1,
                                        nullptr, nullptr),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_THAT(spns_of(othersvc.account), ElementsAre("http/list1.example.test"));
    EXPECT_EQ(proven("http/list1.example.test", "othersvc"), MUTAUTH_OK) << realm::why();
    ASSERT_EQ(mutauth_account_move_spns(websvc.account.get(), othersvc.account.get(), nullptr, 0,
                                        nullptr, nullptr),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_THAT(spns_of(websvc.account), IsEmpty());
    EXPECT_EQ(
        mutauth_account_move_spns(websvc.account.get(), othersvc.account.get(),
                                  List({"http/typo.example.test"}).data(), 1, nullptr, nullptr),
        MUTAUTH_SPN_NOT_THERE);
    EXPECT_EQ(mutauth_account_move_spns(websvc.account.get(), websvc.account.get(), nullptr, 0,
                                        nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);

    ASSERT_EQ(mutauth_account_remove_all(othersvc.account.get(), "HTTP", nullptr, nullptr),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_THAT(spns_of(othersvc.account), ElementsAre("ftp/list2.example.test"));
    ASSERT_EQ(mutauth_account_delete_spns(othersvc.account.get(), two.data(), two.size(), nullptr,
                                          nullptr),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_THAT(spns_of(othersvc.account), IsEmpty());
}

TEST(CapiAccount, RegistersBothNamesOfAHost) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    ASSERT_EQ(clear(websvc.account), MUTAUTH_OK);
    const auto register_host = [&](int32_t operation, const char* host) {
        return mutauth_account_register_host(websvc.account.get(), operation, "nfs", host, nullptr,
                                             nullptr);
    };
    ASSERT_EQ(register_host(MUTAUTH_SPN_ADD, "pair.example.test"), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(spns_of(websvc.account), UnorderedElementsAre("nfs/pair.example.test", "nfs/PAIR"));
    ASSERT_EQ(register_host(MUTAUTH_SPN_REPLACE, nullptr), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(spns_of(websvc.account), Not(Contains("nfs/pair.example.test")));
    ASSERT_EQ(register_host(MUTAUTH_SPN_DELETE, nullptr), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(spns_of(websvc.account), IsEmpty());
    EXPECT_EQ(register_host(3, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(register_host(MUTAUTH_SPN_ADD, "192.0.2.1"), MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(mutauth_account_register_host(websvc.account.get(), MUTAUTH_SPN_ADD, nullptr, nullptr,
                                            nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiAccount, WarnsOfItsOwnPrincipal) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found host = find(directory, "host1$");
    const auto before = spns_of(host.account);
    ASSERT_EQ(add(host.account, "nfs/host1.example.test"), MUTAUTH_OK);
    EXPECT_THAT(warnings_of(host.account), IsEmpty());
    ASSERT_EQ(mutauth_account_remove_all(host.account.get(), "nfs", nullptr, nullptr), MUTAUTH_OK);
    EXPECT_THAT(warnings_of(host.account), IsEmpty());
    ASSERT_EQ(mutauth_account_remove_all(host.account.get(), nullptr, nullptr, nullptr), MUTAUTH_OK)
        << realm::why();
    EXPECT_THAT(warnings_of(host.account), ElementsAre(HasSubstr("host/host1.example.test stays")));
    EXPECT_EQ(spns_of(host.account), std::vector<std::string>{"host/host1.example.test"});
    ASSERT_EQ(add_all(host.account, List(before)), MUTAUTH_OK) << realm::why();
}

// Finding R10: these were registered without a word. What stands on an account by an older program,
// or by a session that insists, can be taken off as ever.
TEST(CapiAccount, RegistersNamesThatWillNotWorkOnlyForWhoInsists) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    const auto before = spns_of(websvc.account);
    EXPECT_EQ(add(websvc.account, "HTTP/127.1"), MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(add(websvc.account, "HTTP/192.0.2.1"), MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(add(websvc.account, "HTTP/_HOST"), MUTAUTH_NAME_UNUSABLE);
    EXPECT_EQ(add(websvc.account, "HTTP/dot.example.test."), MUTAUTH_NAME_UNUSABLE);
    EXPECT_THAT(realm::why(), HasSubstr("ends in a dot"));
    const char* const dotted[] = {"HTTP/dot.example.test."};
    EXPECT_EQ(
        mutauth_account_write_spns(directory.get(), MUTAUTH_SPN_ADD, "websvc", dotted, 1, nullptr),
        MUTAUTH_NAME_UNUSABLE);
    EXPECT_EQ(spns_of(websvc.account), before);
    ASSERT_EQ(mutauth_directory_allow_unusable_names(directory.get()), MUTAUTH_OK);
    ASSERT_EQ(add(websvc.account, "HTTP/192.0.2.1"), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(warnings_of(websvc.account), ElementsAre(HasSubstr("will not work")));
    EXPECT_THAT(spns_of(websvc.account), Contains("HTTP/192.0.2.1"));
    EXPECT_EQ(proven("HTTP/192.0.2.1", "websvc"), MUTAUTH_OK) << realm::why();
    ASSERT_EQ(remove(websvc.account, "HTTP/192.0.2.1"), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(spns_of(websvc.account), before);
    EXPECT_EQ(mutauth_directory_allow_unusable_names(nullptr), MUTAUTH_WRONG_HANDLE);
}

// Finding R10: clients of MIT's KDC ask for HTTP, and it compares byte by byte.
TEST(CapiAccount, WarnsOfAClassThatClientsWriteOtherwise) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    ASSERT_EQ(add(websvc.account, "http/small.example.test"), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(warnings_of(websvc.account), ElementsAre(HasSubstr("write HTTP/...")));
    ASSERT_EQ(remove(websvc.account, "http/small.example.test"), MUTAUTH_OK) << realm::why();
}

TEST(CapiAccount, TellsItsSteps) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    const auto before = spns_of(websvc.account);
    using Told = std::vector<std::pair<int32_t, std::string>>;
    const auto tell = [](void* user, int32_t moment, const char* step) {
        static_cast<Told*>(user)->emplace_back(moment, step);
    };
    const List one({"http/steps.example.test"});
    for (const int32_t dry_run : {1, 0}) {
        Told told;
        mutauth_steps* made = nullptr;
        ASSERT_EQ(mutauth_steps_new(dry_run, tell, &told, nullptr, &made), MUTAUTH_OK);
        EXPECT_EQ(add_all(websvc.account, one, made), MUTAUTH_OK) << realm::why();
        mutauth_steps_free(made);
        ASSERT_EQ(told.size(), dry_run == 1 ? 1U : 2U);
        EXPECT_EQ(told[0].first, dry_run == 1 ? MUTAUTH_STEP_PLANNED : MUTAUTH_STEP_BEGINS);
        EXPECT_THAT(told[0].second, HasSubstr("add servicePrincipalName http/steps.example.test"));
        EXPECT_EQ(spns_of(websvc.account).size(), before.size() + (dry_run == 1 ? 0 : 1));
    }
    EXPECT_EQ(remove(websvc.account, "http/steps.example.test"), MUTAUTH_OK);
}

// [MS-DRSR] 4.1.28.3; the order of its checks is in tests/unit/registration/write_spns_test.cpp.
TEST(CapiAccount, WritesAsWindowsFunctionDoes) {
    const realm::Directory directory = realm::directory_as("admin");
    const Found websvc = find(directory, "websvc");
    const std::vector<const char*> texts{"http/w1.example.test", "http/w2.example.test"};
    const auto write = [&](int32_t operation, const char* account, const char* const* list,
                           size_t count) {
        return mutauth_account_write_spns(directory.get(), operation, account, list, count,
                                          nullptr);
    };
    ASSERT_EQ(write(MUTAUTH_SPN_REPLACE, "websvc", texts.data(), 2), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(spns_of(websvc.account),
                UnorderedElementsAre("http/w1.example.test", "http/w2.example.test"));
    EXPECT_EQ(write(MUTAUTH_SPN_DELETE, "websvc", texts.data(), 1), MUTAUTH_OK);
    EXPECT_EQ(write(MUTAUTH_SPN_REPLACE, "websvc", nullptr, 0), MUTAUTH_OK);
    EXPECT_THAT(spns_of(websvc.account), IsEmpty());

    const char* null_text = nullptr;
    const char* no_spn = "noslash";
    EXPECT_EQ(write(MUTAUTH_SPN_ADD, nullptr, texts.data(), 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(win32_of_last_error(), 87);
    EXPECT_EQ(write(7, "websvc", texts.data(), 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(win32_of_last_error(), 1);
    EXPECT_EQ(write(MUTAUTH_SPN_ADD, "websvc", &null_text, 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(win32_of_last_error(), 87);
    EXPECT_EQ(write(MUTAUTH_SPN_ADD, "nobody", texts.data(), 1), MUTAUTH_ACCOUNT_NOT_FOUND);
    EXPECT_EQ(win32_of_last_error(), 8333);
    EXPECT_EQ(write(MUTAUTH_SPN_ADD, "websvc", &no_spn, 1), MUTAUTH_SPN_MALFORMED);
    EXPECT_EQ(win32_of_last_error(), 8373);
    const std::vector<const char*> many(10001, "http/w1.example.test");
    EXPECT_EQ(write(MUTAUTH_SPN_ADD, "websvc", many.data(), many.size()), MUTAUTH_TOO_MANY_SPNS);
    EXPECT_EQ(win32_of_last_error(), 87);
    EXPECT_EQ(write(MUTAUTH_SPN_ADD, "websvc", nullptr, 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_account_write_spns(nullptr, 0, "websvc", texts.data(), 1, nullptr),
              MUTAUTH_WRONG_HANDLE);
}

TEST(CapiAccount, ChecksTheArgumentsOfLists) {
    const realm::Directory directory = realm::directory_as("alice");
    const Found websvc = find(directory, "websvc");
    const List one({"a/b"});
    const mutauth_spn* const gap[] = {one.data()[0], nullptr};
    auto* account = websvc.account.get();
    EXPECT_EQ(mutauth_account_add_spns(account, gap, 2, nullptr, nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_delete_spns(account, gap, 2, nullptr, nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_replace_spns(account, gap, 2, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_move_spns(account, account, gap, 2, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_move_spns(account, nullptr, one.data(), 1, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_add_spns(account, nullptr, 1, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    const std::vector<const mutauth_spn*> many(10001, one.data()[0]);
    EXPECT_EQ(mutauth_account_add_spns(account, many.data(), many.size(), nullptr, nullptr),
              MUTAUTH_TOO_MANY_SPNS);
    EXPECT_EQ(win32_of_last_error(), 87);
    EXPECT_EQ(mutauth_account_add_spns(account, nullptr, 0, nullptr, nullptr), MUTAUTH_OK);
    EXPECT_EQ(mutauth_account_remove_all(account, "", nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    const auto* steps = reinterpret_cast<const mutauth_steps*>(one.data()[0]);
    EXPECT_EQ(mutauth_account_remove_all(account, nullptr, steps, nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_account_register_host(nullptr, 0, "a", "b", nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    auto* texts = reinterpret_cast<mutauth_texts*>(1);
    EXPECT_EQ(mutauth_account_warnings(nullptr, &texts), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(texts, nullptr);
    EXPECT_EQ(mutauth_account_warnings(account, nullptr), MUTAUTH_INVALID_ARGUMENT);
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

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/files.h"
#include "support/leaks.h"

namespace {

using testing::HasSubstr;

mutauth_status from_ccache(const std::string& name, realm::Credential* out = nullptr) {
    auto* made = reinterpret_cast<mutauth_credential*>(1);
    const mutauth_status status = mutauth_credential_from_ccache(name.c_str(), &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    realm::Credential owner(made, mutauth_credential_free);
    if (out != nullptr) {
        *out = std::move(owner);
    }
    return status;
}

mutauth_status from_keytab(const std::string& file, const char* principal = nullptr) {
    auto* made = reinterpret_cast<mutauth_credential*>(1);
    const mutauth_status status = mutauth_credential_from_keytab(file.c_str(), principal, &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    mutauth_credential_free(made);
    return status;
}

realm::Credential from_password(const std::string& principal, const std::string& password) {
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_from_password(principal.c_str(), password.c_str(), &made),
              MUTAUTH_OK)
        << realm::why();
    return {made, mutauth_credential_free};
}

mutauth_status fetch(const realm::Credential& credential, const std::string& spn = "") {
    return mutauth_credential_fetch(credential.get(), spn.empty() ? nullptr : realm::spn(spn).get(),
                                    nullptr);
}

/// Made by MIT's own kinit.
std::string kinit(const support::Folder& folder, const std::string& options = "") {
    std::string ccache = folder / "ccache";
    support::must_run("kinit " + options + " -c " + ccache + " -k -t " + realm::keytab("alice") +
                      " alice");
    return ccache;
}

// Finding R7; tests/interop/enterprise_test.py has what the KDCs make of the names.
TEST(CapiCredential, TakesEnterpriseNames) {
    mutauth_credential* made = nullptr;
    for (const char* name : {"carol@corp.example", "carol\\@corp.example"}) {
        ASSERT_EQ(mutauth_credential_from_enterprise_password(name, "x", &made), MUTAUTH_OK)
            << realm::why();
        EXPECT_EQ(mutauth_credential_principal(made), realm::principal("carol\\@corp.example"));
        mutauth_credential_free(made);
    }
    ASSERT_EQ(
        mutauth_credential_from_enterprise_password("carol@corp.example@OTHER.TEST", "x", &made),
        MUTAUTH_OK);
    EXPECT_STREQ(mutauth_credential_principal(made), "carol\\@corp.example@OTHER.TEST");
    mutauth_credential_free(made);
    ASSERT_EQ(mutauth_credential_from_enterprise_keytab(realm::keytab("alice").c_str(),
                                                        "carol@corp.example", &made),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(mutauth_credential_fetch(made, nullptr, nullptr), MUTAUTH_CLIENT_UNKNOWN);
    const realm::Credential service(made, mutauth_credential_free);
    ASSERT_EQ(mutauth_credential_for_enterprise_user(service.get(), "carol@corp.example", &made),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_credential_principal(made), realm::principal("carol\\@corp.example"));
    mutauth_credential_free(made);
    EXPECT_EQ(mutauth_credential_for_enterprise_user(nullptr, "a@b", &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_credential_for_enterprise_user(service.get(), nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_enterprise_password("", "x", &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_enterprise_password("a@b", nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_enterprise_keytab("", "a@b", &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_enterprise_keytab("/absent.keytab", "a@b", &made),
              MUTAUTH_KEYTAB_UNREADABLE);
}

TEST(CapiCredential, ServesFromATicketCache) {
    const support::Folder folder;
    const std::string ccache = kinit(folder);
    for (const std::string& name : {ccache, "FILE:" + ccache}) {
        realm::Credential credential{nullptr, mutauth_credential_free};
        ASSERT_EQ(from_ccache(name, &credential), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(mutauth_credential_principal(credential.get()), realm::principal("alice"));
        EXPECT_GT(mutauth_credential_expires(credential.get()), ::time(nullptr) + 60);
        EXPECT_EQ(fetch(credential, realm::host_spn()), MUTAUTH_OK) << realm::why();
    }
    // The caller's file was copied, not written: it holds its first ticket alone.
    EXPECT_EQ(support::run("klist " + ccache).output.find("host/"), std::string::npos);
}

TEST(CapiCredential, TakesTheEnvironmentsCacheWhenAsked) {
    const support::Folder folder;
    const support::Variable here("KRB5CCNAME", kinit(folder));
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_environment(&made), MUTAUTH_OK) << realm::why();
    const realm::Credential credential(made, mutauth_credential_free);
    EXPECT_EQ(mutauth_credential_principal(made), realm::principal("alice"));
    const support::Variable nowhere("KRB5CCNAME", folder / "absent");
    made = reinterpret_cast<mutauth_credential*>(1);
    EXPECT_EQ(mutauth_credential_from_environment(&made), MUTAUTH_NO_CREDENTIAL);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_credential_from_environment(nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiCredential, TellsAnAbsentCacheFromAnUnreadableOne) {
    const support::Folder folder;
    EXPECT_EQ(from_ccache(folder / "absent"), MUTAUTH_NO_CREDENTIAL);
    EXPECT_EQ(realm::evidence("ccache"), folder / "absent");
    support::write_file(folder / "void", "");
    EXPECT_EQ(from_ccache(folder / "void"), MUTAUTH_CCACHE_UNREADABLE) << realm::why();
    // MIT's format, version 4: no header tags, a principal of one component, and no ticket.
    support::write_file(folder / "empty",
                        std::string("\5\4\0\0\0\0\0\1\0\0\0\1\0\0\0\1R\0\0\0\1a", 22));
    EXPECT_EQ(from_ccache(folder / "empty"), MUTAUTH_NO_CREDENTIAL) << realm::why();
    EXPECT_EQ(realm::evidence("ccache"), folder / "empty");
    support::write_file(folder / "garbage", "this is no credential cache at all");
    EXPECT_EQ(from_ccache(folder / "garbage"), MUTAUTH_CCACHE_UNREADABLE) << realm::why();
    EXPECT_EQ(from_ccache(folder / "."), MUTAUTH_CCACHE_UNREADABLE) << realm::why();
    EXPECT_EQ(from_ccache("NOSUCHTYPE:x"), MUTAUTH_CCACHE_UNREADABLE) << realm::why();
    EXPECT_EQ(from_ccache("MEMORY:nobody-made-this"), MUTAUTH_NO_CREDENTIAL) << realm::why();
    if (::geteuid() != 0) {
        const std::string ccache = kinit(folder);
        ASSERT_EQ(::chmod(ccache.c_str(), 0), 0);
        EXPECT_EQ(from_ccache(ccache), MUTAUTH_CCACHE_UNREADABLE) << realm::why();
    }
}

TEST(CapiCredential, ReadsEveryCutOfACacheWithoutHarm) {
    const support::Folder folder;
    const std::string whole = support::read_file(kinit(folder));
    ASSERT_GT(whole.size(), 200U);
    for (size_t size = 0; size < whole.size(); size += 7) {
        support::write_file(folder / "cut", whole.substr(0, size));
        realm::Credential credential{nullptr, mutauth_credential_free};
        const mutauth_status status = from_ccache(folder / "cut", &credential);
        if (status == MUTAUTH_OK) {
            // Cut between two entries: what is whole may serve, and the rest is not made up.
            EXPECT_LT(fetch(credential, realm::host_spn()), 0) << size;
        } else {
            EXPECT_EQ(mutauth_status_kind(status), MUTAUTH_KIND_CREDENTIAL) << size;
        }
    }
}

TEST(CapiCredential, SaysThatItsTicketHasExpired) {
    const support::Folder folder;
    const std::string ccache = kinit(folder, "-l 1s");
    realm::Credential credential{nullptr, mutauth_credential_free};
    ASSERT_EQ(from_ccache(ccache, &credential), MUTAUTH_OK) << realm::why();
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    EXPECT_EQ(fetch(credential), MUTAUTH_CREDENTIAL_EXPIRED);
    EXPECT_EQ(fetch(credential, realm::host_spn()), MUTAUTH_CREDENTIAL_EXPIRED) << realm::why();
    EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
}

TEST(CapiCredential, TellsWhatIsWrongWithAKeytab) {
    const support::Folder folder;
    EXPECT_EQ(from_keytab(folder / "absent"), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(realm::evidence("keytab"), folder / "absent");
    support::write_file(folder / "garbage", "this is no keytab");
    EXPECT_EQ(from_keytab(folder / "garbage"), MUTAUTH_KEYTAB_UNREADABLE);
    support::write_file(folder / "void", "");
    EXPECT_EQ(from_keytab(folder / "void"), MUTAUTH_KEYTAB_UNREADABLE);
    // MIT's keytab format: version 5.2, and not one entry.
    support::write_file(folder / "empty", "\x05\x02");
    EXPECT_EQ(from_keytab(folder / "empty"), MUTAUTH_KEYTAB_LACKS_NAME) << realm::why();
    EXPECT_EQ(from_keytab(folder / "."), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(from_keytab("NOSUCHTYPE:x"), MUTAUTH_KEYTAB_UNREADABLE);
    const std::string host = realm::keytab("host1");
    EXPECT_EQ(from_keytab(host), MUTAUTH_OK);
    EXPECT_EQ(from_keytab("FILE:" + host), MUTAUTH_OK);
    EXPECT_EQ(from_keytab(host, "host/host1.example.test"), MUTAUTH_OK);
    EXPECT_EQ(from_keytab(host, "nobody"), MUTAUTH_KEYTAB_LACKS_NAME);
    EXPECT_EQ(realm::evidence("wanted"), realm::principal("nobody"));
    EXPECT_THAT(realm::evidence("present"), HasSubstr(realm::principal("host1$")));
    EXPECT_EQ(from_keytab(host, "host/host1.example.test@OTHER.TEST"), MUTAUTH_KEYTAB_LACKS_NAME);
}

TEST(CapiCredential, ReadsEveryCutOfAKeytabWithoutHarm) {
    const support::Folder folder;
    const std::string whole = support::read_file(realm::keytab("host1"));
    // MIT 1.20's keytab reader itself does not free what it had read of a cut entry.
    const support::LeaksForgiven forgiven;
    for (size_t size = 0; size < whole.size(); ++size) {
        support::write_file(folder / "cut", whole.substr(0, size));
        const mutauth_status status = from_keytab(folder / "cut");
        EXPECT_TRUE(status == MUTAUTH_OK || status == MUTAUTH_KEYTAB_UNREADABLE ||
                    status == MUTAUTH_KEYTAB_LACKS_NAME)
            << size << ' ' << realm::why();
    }
}

TEST(CapiCredential, TellsTheKdcsReasonsApart) {
    EXPECT_EQ(fetch(from_password("alice", realm::variable("MUTAUTH_REALM_USER_PASSWORD"))),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(fetch(from_password("alice", "wrong")), MUTAUTH_WRONG_PASSWORD);
    EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
    EXPECT_EQ(std::string(mutauth_error_message(nullptr)).find("wrong"), std::string::npos);
    EXPECT_EQ(fetch(from_password("alice", "")), MUTAUTH_WRONG_PASSWORD) << realm::why();
    EXPECT_EQ(fetch(from_password("nobody", "x")), MUTAUTH_CLIENT_UNKNOWN);
    EXPECT_EQ(fetch(from_password("alice@NOWHERE.TEST", "x")), MUTAUTH_REALM_UNKNOWN);
    EXPECT_EQ(realm::evidence("realm"), "NOWHERE.TEST");
    const realm::Credential alice = realm::account("alice");
    EXPECT_EQ(fetch(alice, "http/nobody.example.test"), MUTAUTH_SERVICE_UNKNOWN);
    EXPECT_EQ(fetch(alice, "host/host1.example.test@NOWHERE.TEST"), MUTAUTH_SERVICE_UNKNOWN)
        << realm::why();
    EXPECT_EQ(fetch(alice, realm::host_spn()), MUTAUTH_OK) << realm::why();
    support::kadmin("addprinc -pw locked -allow_tix locked");
    EXPECT_EQ(fetch(from_password("locked", "locked")), MUTAUTH_CLIENT_LOCKED) << realm::why();
    support::kadmin("addprinc -pw old +needchange old");
    EXPECT_EQ(fetch(from_password("old", "old")), MUTAUTH_CLIENT_LOCKED) << realm::why();
    support::kadmin("addprinc -pw expired -expire yesterday expired");
    EXPECT_EQ(fetch(from_password("expired", "expired")), MUTAUTH_CLIENT_LOCKED) << realm::why();
}

TEST(CapiCredential, SaysThatTheKeytabsKeyIsNotTheAccounts) {
    support::kadmin("addprinc -randkey stale");
    const std::string file = realm::variable("MUTAUTH_REALM_DIR") + "/stale.keytab";
    support::kadmin("ktadd -norandkey -k " + file + " stale");
    support::kadmin("cpw -randkey stale");
    EXPECT_EQ(fetch(realm::from_keytab(file, "stale")), MUTAUTH_WRONG_PASSWORD) << realm::why();
    EXPECT_EQ(realm::evidence("keytab"), file);
}

TEST(CapiCredential, FetchesOnceForAllThreads) {
    const realm::Credential alice = realm::account("alice");
    std::vector<std::thread> threads;
    for (int i = 0; i < 32; ++i) {
        threads.emplace_back([&] {
            EXPECT_EQ(fetch(alice, realm::host_spn()), MUTAUTH_OK) << realm::why();
            const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
            EXPECT_EQ(realm::step(client, "").status, MUTAUTH_CONTINUE);
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_GT(mutauth_credential_expires(alice.get()), ::time(nullptr) + 60);
}

TEST(CapiCredential, MayBeFreedBeforeWhatItServes) {
    realm::Credential alice = realm::account("alice");
    realm::Credential host = realm::computer();
    realm::Policy policy = realm::serving(realm::host_spn());
    const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
    const realm::Negotiation service = realm::accept(host, policy);
    alice.reset();
    host.reset();
    policy.reset();
    const realm::Step answer = realm::step(service, realm::step(client, "").token);
    EXPECT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
}

TEST(CapiCredential, HasNoTicketAtFirst) {
    const realm::Credential alice = realm::account("alice");
    EXPECT_EQ(mutauth_credential_expires(alice.get()), 0);
    EXPECT_EQ(fetch(alice), MUTAUTH_OK);
    EXPECT_GT(mutauth_credential_expires(alice.get()), ::time(nullptr));
}

TEST(CapiCredential, ChecksItsArguments) {
    auto* made = reinterpret_cast<mutauth_credential*>(1);
    EXPECT_EQ(mutauth_credential_from_ccache(nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(from_ccache(""), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_ccache("x", nullptr), MUTAUTH_INVALID_ARGUMENT);
    made = reinterpret_cast<mutauth_credential*>(1);
    EXPECT_EQ(mutauth_credential_from_keytab(nullptr, nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_credential_from_keytab("x", nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(from_keytab(""), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(from_keytab(realm::keytab("host1"), ""), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(from_keytab(realm::keytab("host1"), "a@b@c"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(from_keytab(realm::keytab("host1"), "\xff"), MUTAUTH_INVALID_ARGUMENT);
    made = reinterpret_cast<mutauth_credential*>(1);
    EXPECT_EQ(mutauth_credential_from_password(nullptr, "p", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_credential_from_password("a", nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_password("a", "p", nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_password("", "p", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_password("a@b@c", "p", &made), MUTAUTH_INVALID_ARGUMENT);

    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_credential*>(spn.get());
    for (auto* credential : {static_cast<mutauth_credential*>(nullptr), wrong}) {
        EXPECT_EQ(mutauth_credential_fetch(credential, nullptr, nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_credential_principal(credential), nullptr);
        EXPECT_EQ(mutauth_credential_expires(credential), 0);
        mutauth_credential_free(credential);
    }
    const realm::Credential alice = realm::account("alice");
    EXPECT_EQ(
        mutauth_credential_fetch(alice.get(), reinterpret_cast<mutauth_spn*>(alice.get()), nullptr),
        MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr,
                                       reinterpret_cast<mutauth_deadline*>(alice.get())),
              MUTAUTH_WRONG_HANDLE);
}

}  // namespace

// Credentials the second time: what is read again, what stays after a failure, what a forked child
// can do.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <thread>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/fake_kdc.h"
#include "support/files.h"
#include "support/sanitizers.h"

namespace {

void wait_for_a_look() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
}

/// The realm's KDC behind a door that can be shut, and a configuration that knows no other way.
class Door {
  public:
    /// From now on connections are closed without an answer.
    void shut() { shut_ = true; }
    void open() { shut_ = false; }

  private:
    std::string answer(const std::string& request) {
        return shut_ ? ""
                     : support::kdc_reply(
                           support::reply_of_kdc(realm::variable("MUTAUTH_REALM_KDC"), request));
    }

    std::atomic<bool> shut_{false};
    support::FakeKdc kdc_{[this](const std::string& request) {
        return answer(request);
    }};
    support::KerberosConfiguration configuration_{
        support::KerberosConfiguration::with_kdcs("EXAMPLE.TEST", kdc_.line())};
};

mutauth_status fetched(const realm::Credential& credential, const std::string& spn) {
    return mutauth_credential_fetch(credential.get(), realm::spn(spn).get(),
                                    realm::within(5000).get());
}

/// 0 if the work says true in a forked child. clang 14's AddressSanitizer keeps the locks of its
/// allocator over a fork: if another thread was allocating just then, the child waits for ever in
/// malloc. That is no fault of the library's, and is tried again.
int in_a_child(const std::function<bool()>& work) {
    int status = -1;
    for (int tries = support::kUnderAddressSanitizer ? 4 : 1; tries > 0; --tries) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(30);
            ::_exit(work() ? 0 : 1);
        }
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGALRM) {
            break;
        }
    }
    return status;
}

TEST(CapiCredentialAgain, ARenewalThatFailsTakesNothingAway) {
    Door door;
    const realm::Credential alice = realm::account("alice");
    ASSERT_EQ(fetched(alice, realm::host_spn()), MUTAUTH_OK) << realm::why();
    const int64_t end = mutauth_credential_expires(alice.get());
    door.shut();
    for (int i = 0; i < 2; ++i) {
        EXPECT_LT(mutauth_credential_ensure_fresh(alice.get(), INT32_MAX, nullptr), 0);
        EXPECT_EQ(mutauth_credential_expires(alice.get()), end);
        EXPECT_EQ(fetched(alice, realm::host_spn()), MUTAUTH_OK) << realm::why();
    }
    door.open();
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_ensure_fresh(alice.get(), INT32_MAX, nullptr), MUTAUTH_OK)
        << realm::why();
    EXPECT_GT(mutauth_credential_expires(alice.get()), end);
    // With the new tickets the service's is got anew.
    EXPECT_EQ(fetched(alice, realm::host_spn()), MUTAUTH_OK) << realm::why();
}

TEST(CapiCredentialAgain, ACacheWithTicketsThatEndEarlierIsNotTaken) {
    const support::Folder folder;
    const auto kinit = [&](const std::string& life) {
        support::must_run("kinit -l " + life + " -c FILE:" + (folder / "ccache") + " -k -t " +
                          realm::keytab("alice") + " alice");
    };
    kinit("2h");
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_ccache((folder / "ccache").c_str(), &made), MUTAUTH_OK);
    const realm::Credential alice(made, mutauth_credential_free);
    const int64_t end = mutauth_credential_expires(made);
    kinit("10m");
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_ensure_fresh(made, 3600, nullptr), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(mutauth_credential_expires(made), end);
    kinit("3h");
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_ensure_fresh(made, 9000, nullptr), MUTAUTH_OK) << realm::why();
    EXPECT_GT(mutauth_credential_expires(made), end);
}

TEST(CapiCredentialAgain, AKeytabIsTakenAgainOnceItHasTheAccountsKeysAgain) {
    const support::Folder folder;
    const std::string keytab = folder / "keytab";
    const auto become = [&](const std::string& account) {
        std::filesystem::copy_file(realm::keytab(account), keytab + ".new");
        std::filesystem::rename(keytab + ".new", keytab);
        wait_for_a_look();
    };
    std::filesystem::copy_file(realm::keytab("websvc"), keytab);
    const realm::Credential service =
        realm::from_keytab(keytab, realm::principal("websvc").c_str());
    const std::string spn = realm::web_spn();
    const realm::Credential alice = realm::account("alice");
    for (const char* account : {"othersvc", "websvc", "othersvc"}) {
        become(account);
        const realm::Negotiation client = realm::initiate(alice, spn);
        const realm::Negotiation answering = realm::accept(service, realm::serving(spn));
        EXPECT_EQ(realm::step(answering, realm::step(client, "").token).status, MUTAUTH_OK)
            << account << ": " << realm::why();
    }
}

TEST(CapiCredentialAgain, AForkedChildFetchesAndRenewsByItself) {
    const realm::Credential alice = realm::account("alice");
    ASSERT_EQ(mutauth_credential_renew_in_background(alice.get(), 60, nullptr), MUTAUTH_OK);
    ASSERT_EQ(fetched(alice, realm::host_spn()), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(
        in_a_child([&] {
            return fetched(alice, realm::host_spn()) == MUTAUTH_OK &&
                   mutauth_credential_ensure_fresh(alice.get(), INT32_MAX, nullptr) == MUTAUTH_OK &&
                   mutauth_credential_stop_renewal(alice.get()) == MUTAUTH_OK &&
                   mutauth_credential_renew_in_background(alice.get(), 60, nullptr) == MUTAUTH_OK &&
                   mutauth_credential_stop_renewal(alice.get()) == MUTAUTH_OK;
        }),
        0);
    // The parent's renewal was not ended by the child's.
    EXPECT_EQ(mutauth_credential_renew_in_background(alice.get(), 60, nullptr),
              MUTAUTH_WRONG_STATE);
    EXPECT_EQ(mutauth_credential_stop_renewal(alice.get()), MUTAUTH_OK);
}

struct Asked {
    std::atomic<bool> waits{true};
    std::atomic<int> times{0};

    static int32_t ask(void* user, const char*, char* buffer, size_t) {
        auto& self = *static_cast<Asked*>(user);
        const pid_t here = ::getpid();
        ++self.times;
        while (self.waits && here == ::getpid()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        const std::string password = realm::variable("MUTAUTH_REALM_USER_PASSWORD");
        std::memcpy(buffer, password.data(), password.size());
        return static_cast<int32_t>(password.size());
    }
};

TEST(CapiCredentialAgain, AChildForkedWhileSomebodyIsAskedIsAskedItself) {
    Asked asked;
    mutauth_credential* made = nullptr;
    ASSERT_EQ(
        mutauth_credential_from_password_callback("alice", Asked::ask, &asked, nullptr, &made),
        MUTAUTH_OK);
    const realm::Credential alice(made, mutauth_credential_free);
    std::thread waiting(
        [&] { EXPECT_EQ(mutauth_credential_fetch(made, nullptr, nullptr), MUTAUTH_OK); });
    while (asked.times == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(in_a_child([&] {
                  asked.waits = false;
                  return mutauth_credential_expires(made) == 0 &&
                         mutauth_credential_fetch(made, nullptr, nullptr) == MUTAUTH_OK &&
                         mutauth_credential_expires(made) != 0;
              }),
              0);
    asked.waits = false;
    waiting.join();
}

}  // namespace

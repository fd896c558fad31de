// Credentials that outlive what they were made from: keytabs that are rotated, caches that kinit
// writes again, tickets that end.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <thread>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/files.h"

namespace {

using testing::HasSubstr;

/// A little more than the time between two looks at a file.
void wait_for_a_look() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
}

struct Lines {
    static void keep(void* user, int32_t level, const char* /*area*/, const char* text) {
        auto& self = *static_cast<Lines*>(user);
        const std::lock_guard held(self.mutex);
        self.all.emplace_back(level, text);
    }
    realm::Log log() {
        mutauth_log* made = nullptr;
        EXPECT_EQ(mutauth_log_new(keep, this, nullptr, MUTAUTH_LOG_DEBUG, &made), MUTAUTH_OK);
        return {made, mutauth_log_free};
    }
    size_t count(int32_t level, const std::string& part) {
        const std::lock_guard held(mutex);
        return static_cast<size_t>(std::count_if(all.begin(), all.end(), [&](const auto& line) {
            return line.first == level && line.second.find(part) != std::string::npos;
        }));
    }

    std::mutex mutex;
    std::vector<std::pair<int32_t, std::string>> all;
};

/// What a service with these keys makes of a client that has just got a ticket.
mutauth_status negotiated(const realm::Credential& client,
                          const realm::Credential& service,
                          const std::string& spn,
                          const realm::Policy& policy) {
    mutauth_negotiation* made = nullptr;
    const mutauth_status begun =
        mutauth_negotiation_initiate(client.get(), realm::spn(spn).get(), nullptr, nullptr, &made);
    const realm::Negotiation asking(made, mutauth_negotiation_free);
    if (begun != MUTAUTH_OK) {
        return begun;
    }
    const mutauth_status accepted = mutauth_negotiation_accept(service.get(), policy.get(), &made);
    const realm::Negotiation answering(made, mutauth_negotiation_free);
    if (accepted != MUTAUTH_OK) {
        return accepted;
    }
    const realm::Step answer = realm::step(answering, realm::step(asking, "").token);
    return answer.status == MUTAUTH_OK ? realm::step(asking, answer.token).status : answer.status;
}

void rotate(const std::string& name, const std::string& keytab) {
    support::kadmin("cpw -randkey " + name);
    const std::string fresh = keytab + ".new";
    std::filesystem::remove(fresh);
    support::kadmin("ktadd -norandkey -k " + fresh + " " + name);
    std::filesystem::rename(fresh, keytab);
}

TEST(CapiCredentialRenewal, AServiceFollowsItsKeytab) {
    const std::string name = "watched/host.example.test";
    const std::string keytab = realm::service_keytab(name);
    const realm::Credential service = realm::from_keytab(keytab, nullptr);
    Lines lines;
    const realm::Log log = lines.log();
    const realm::Policy policy = realm::serving(name);
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
    ASSERT_EQ(negotiated(realm::account("alice"), service, name, policy), MUTAUTH_OK);
    for (int rotation = 0; rotation < 2; ++rotation) {
        rotate(name, keytab);
        wait_for_a_look();
        EXPECT_EQ(negotiated(realm::account("alice"), service, name, policy), MUTAUTH_OK)
            << realm::why();
    }
    EXPECT_EQ(lines.count(MUTAUTH_LOG_NOTICE, "has changed"), 2U);
    // Written in place, as ktadd does to a keytab that is there.
    support::kadmin("cpw -randkey -keepold " + name);
    support::kadmin("ktadd -norandkey -k " + keytab + " " + name);
    wait_for_a_look();
    EXPECT_EQ(negotiated(realm::account("alice"), service, name, policy), MUTAUTH_OK)
        << realm::why();
}

TEST(CapiCredentialRenewal, ABrokenKeytabChangesNothing) {
    const std::string name = "broken/host.example.test";
    const std::string keytab = realm::service_keytab(name);
    const std::string content = support::read_file(keytab);
    const realm::Credential service =
        realm::from_keytab(keytab, (name + "@" + realm::name()).c_str());
    Lines lines;
    const realm::Log log = lines.log();
    const realm::Policy policy = realm::serving(name);
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
    const realm::Credential alice = realm::account("alice");
    size_t warnings = 0;
    for (const std::string& bad : {std::string(), std::string("no keytab"), std::string("\5\2", 2),
                                   support::read_file(realm::keytab("bob"))}) {
        support::write_file(keytab, bad);
        wait_for_a_look();
        for (int again = 0; again < 3; ++again) {
            EXPECT_EQ(negotiated(alice, service, name, policy), MUTAUTH_OK) << realm::why();
        }
        EXPECT_EQ(lines.count(MUTAUTH_LOG_WARNING, "the old keys stay"), ++warnings);
    }
    std::filesystem::remove(keytab);
    wait_for_a_look();
    EXPECT_EQ(negotiated(alice, service, name, policy), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(lines.count(MUTAUTH_LOG_WARNING, "the old keys stay"), ++warnings);
    support::write_file(keytab, content);
    wait_for_a_look();
    EXPECT_EQ(negotiated(alice, service, name, policy), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(lines.count(MUTAUTH_LOG_NOTICE, "has changed"), 1U);
}

TEST(CapiCredentialRenewal, ServesWhileTheKeytabIsRotated) {
    const std::string name = "busy/host.example.test";
    const std::string keytab = realm::service_keytab(name);
    const realm::Credential service = realm::from_keytab(keytab, nullptr);
    const realm::Credential alice = realm::account("alice");
    ASSERT_EQ(mutauth_credential_fetch(alice.get(), realm::spn(name).get(), nullptr), MUTAUTH_OK);
    std::atomic<bool> going = true;
    std::atomic<int> proven = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const realm::Policy policy = realm::serving(name);
            while (going) {
                EXPECT_EQ(negotiated(alice, service, name, policy), MUTAUTH_OK) << realm::why();
                ++proven;
            }
        });
    }
    // The old version stays, since clients have tickets for it.
    for (int rotation = 0; rotation < 3; ++rotation) {
        support::kadmin("cpw -randkey -keepold " + name);
        support::kadmin("ktadd -norandkey -k " + keytab + " " + name);
        wait_for_a_look();
    }
    going = false;
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_GT(proven, 100);
    EXPECT_EQ(negotiated(realm::account("alice"), service, name, realm::serving(name)), MUTAUTH_OK)
        << realm::why();
}

TEST(CapiCredentialRenewal, NoNegotiationFailsWhileTicketsAreRenewed) {
    constexpr int kThreads = 64;
    constexpr int kRenewals = 1000;
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    const std::string spn = realm::host_spn();
    std::atomic<bool> going = true;
    std::atomic<long> proven = 0;
    std::atomic<long> failed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            const realm::Policy policy = realm::serving(spn);
            while (going) {
                ++(negotiated(alice, host, spn, policy) == MUTAUTH_OK ? proven : failed);
            }
        });
    }
    for (int renewal = 0; renewal < kRenewals; ++renewal) {
        // No ticket lives that long, so each call gets a new one.
        ASSERT_EQ(mutauth_credential_ensure_fresh(alice.get(), INT32_MAX, nullptr), MUTAUTH_OK)
            << realm::why();
    }
    going = false;
    for (auto& thread : threads) {
        thread.join();
    }
    std::printf("%ld negotiations through %d renewals, %ld failed\n", proven.load(), kRenewals,
                failed.load());
    EXPECT_EQ(failed, 0);
    EXPECT_GT(proven, kThreads);
}

TEST(CapiCredentialRenewal, GetsANewTicketOnlyIfTheOldOneEndsTooEarly) {
    const realm::Credential alice = realm::account("alice");
    ASSERT_EQ(mutauth_credential_ensure_fresh(alice.get(), 0, nullptr), MUTAUTH_OK);
    const int64_t first = mutauth_credential_expires(alice.get());
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    ASSERT_EQ(mutauth_credential_ensure_fresh(alice.get(), 60, nullptr), MUTAUTH_OK);
    EXPECT_EQ(mutauth_credential_expires(alice.get()), first);
    ASSERT_EQ(mutauth_credential_ensure_fresh(alice.get(), first - ::time(nullptr) + 1, nullptr),
              MUTAUTH_OK);
    EXPECT_GT(mutauth_credential_expires(alice.get()), first);
}

TEST(CapiCredentialRenewal, RunsInTheBackgroundUntilStopped) {
    support::kadmin("addprinc -maxlife 3s -pw brief-password brief");
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_password("brief", "brief-password", &made), MUTAUTH_OK);
    Lines lines;
    const realm::Log log = lines.log();
    realm::Credential brief(made, mutauth_credential_free);
    ASSERT_EQ(mutauth_credential_renew_in_background(made, 2, log.get()), MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(mutauth_credential_renew_in_background(made, 2, nullptr), MUTAUTH_WRONG_STATE);
    std::this_thread::sleep_for(std::chrono::milliseconds(4500));
    EXPECT_GT(mutauth_credential_expires(made), ::time(nullptr));
    EXPECT_GE(lines.count(MUTAUTH_LOG_DEBUG, "fresh"), 3U);
    ASSERT_EQ(mutauth_credential_stop_renewal(made), MUTAUTH_OK);
    const size_t renewed = lines.count(MUTAUTH_LOG_DEBUG, "fresh");
    std::this_thread::sleep_for(std::chrono::milliseconds(2500));
    EXPECT_EQ(lines.count(MUTAUTH_LOG_DEBUG, "fresh"), renewed);
    // What fails is told and tried again, and ends with the credential.
    support::kadmin("cpw -pw another-password brief");
    ASSERT_EQ(mutauth_credential_renew_in_background(made, 2, log.get()), MUTAUTH_OK);
    std::this_thread::sleep_for(std::chrono::milliseconds(2500));
    EXPECT_GE(lines.count(MUTAUTH_LOG_WARNING, "next try"), 2U);
    brief.reset();
}

int32_t give_password(void* user, const char* principal, char* buffer, size_t capacity) {
    auto& asked = *static_cast<std::pair<std::string, int>*>(user);
    ++asked.second;
    EXPECT_EQ(principal, realm::principal("asked"));
    EXPECT_GE(capacity, 256U);
    if (asked.first.empty()) {
        return -1;
    }
    std::memcpy(buffer, asked.first.data(), asked.first.size());
    return static_cast<int32_t>(asked.first.size());
}

TEST(CapiCredentialRenewal, AsksTheProgramForThePassword) {
    support::kadmin("addprinc -pw first-password asked");
    std::pair<std::string, int> password{"first-password", 0};
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_password_callback("asked", give_password, &password, nullptr,
                                                        &made),
              MUTAUTH_OK);
    const realm::Credential owner(made, mutauth_credential_free);
    EXPECT_EQ(password.second, 0);
    ASSERT_EQ(mutauth_credential_fetch(made, nullptr, nullptr), MUTAUTH_OK) << realm::why();
    ASSERT_EQ(mutauth_credential_fetch(made, realm::spn(realm::host_spn()).get(), nullptr),
              MUTAUTH_OK);
    EXPECT_EQ(password.second, 1);
    // Changed meanwhile, as the program knows.
    support::kadmin("cpw -pw second-password asked");
    EXPECT_EQ(mutauth_credential_ensure_fresh(made, INT32_MAX, nullptr), MUTAUTH_WRONG_PASSWORD);
    password.first = "second-password";
    EXPECT_EQ(mutauth_credential_ensure_fresh(made, INT32_MAX, nullptr), MUTAUTH_OK);
    password.first.clear();
    EXPECT_EQ(mutauth_credential_ensure_fresh(made, INT32_MAX, nullptr), MUTAUTH_NO_CREDENTIAL);
    EXPECT_EQ(password.second, 4);
}

/// A cache that kinit fills for one and then another.
class Cache {
  public:
    std::string name() const { return "FILE:" + (folder_ / "ccache"); }
    void fill(const std::string& account, const std::string& life = "1h") const {
        support::must_run("kinit -l " + life + " -c " + name() + " -k -t " +
                          realm::keytab(account) + " " + account);
    }
    realm::Credential open() const {
        mutauth_credential* made = nullptr;
        EXPECT_EQ(mutauth_credential_from_ccache(name().c_str(), &made), MUTAUTH_OK)
            << realm::why();
        return {made, mutauth_credential_free};
    }

  private:
    support::Folder folder_;
};

TEST(CapiCredentialRenewal, TakesWhatKinitRenewed) {
    const Cache cache;
    cache.fill("alice", "30s");
    const realm::Credential alice = cache.open();
    const int64_t first = mutauth_credential_expires(alice.get());
    EXPECT_EQ(mutauth_credential_ensure_fresh(alice.get(), 600, nullptr),
              MUTAUTH_CREDENTIAL_EXPIRED);
    cache.fill("alice");
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_ensure_fresh(alice.get(), 600, nullptr), MUTAUTH_OK)
        << realm::why();
    EXPECT_GT(mutauth_credential_expires(alice.get()), first + 600);
    // kdestroy takes nothing from a program that runs.
    support::must_run("kdestroy -c " + cache.name());
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_fetch(alice.get(), realm::spn(realm::host_spn()).get(), nullptr),
              MUTAUTH_OK);
}

TEST(CapiCredentialRenewal, StaysWhoItIsUnlessToldToFollow) {
    const Cache cache;
    cache.fill("alice", "30s");
    const realm::Credential still = cache.open();
    const realm::Credential following = cache.open();
    ASSERT_EQ(mutauth_credential_follow_source(following.get()), MUTAUTH_OK);
    const char* before = mutauth_credential_principal(following.get());
    cache.fill("bob");
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_ensure_fresh(still.get(), 600, nullptr),
              MUTAUTH_CREDENTIAL_CHANGED);
    EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
    EXPECT_EQ(realm::evidence("now"), realm::principal("bob"));
    EXPECT_EQ(mutauth_credential_principal(still.get()), realm::principal("alice"));

    EXPECT_EQ(mutauth_credential_ensure_fresh(following.get(), 600, nullptr), MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(mutauth_credential_principal(following.get()), realm::principal("bob"));
    EXPECT_EQ(before, realm::principal("alice"));
    cache.fill("alice");
    wait_for_a_look();
    EXPECT_EQ(mutauth_credential_ensure_fresh(still.get(), 600, nullptr), MUTAUTH_OK)
        << realm::why();
}

TEST(CapiCredentialRenewal, FallsBackToTheClientKeytab) {
    const support::Folder folder;
    const support::Variable no_cache("KRB5CCNAME", "FILE:" + (folder / "none"));
    mutauth_credential* made = nullptr;
    {
        const support::Variable none("KRB5_CLIENT_KTNAME", folder / "none.keytab");
        EXPECT_EQ(mutauth_credential_from_environment(&made), MUTAUTH_NO_CREDENTIAL);
        EXPECT_EQ(made, nullptr);
        EXPECT_EQ(mutauth_credential_from_client_keytab(nullptr, &made), MUTAUTH_KEYTAB_UNREADABLE);
    }
    const support::Variable keytab("KRB5_CLIENT_KTNAME", realm::keytab("alice"));
    ASSERT_EQ(mutauth_credential_from_environment(&made), MUTAUTH_OK) << realm::why();
    realm::Credential owner(made, mutauth_credential_free);
    EXPECT_EQ(mutauth_credential_principal(made), realm::principal("alice"));
    EXPECT_EQ(mutauth_credential_fetch(made, realm::spn(realm::host_spn()).get(), nullptr),
              MUTAUTH_OK)
        << realm::why();
    ASSERT_EQ(mutauth_credential_from_client_keytab("alice", &made), MUTAUTH_OK);
    owner.reset(made);
    EXPECT_EQ(mutauth_credential_from_client_keytab("bob", &made), MUTAUTH_KEYTAB_LACKS_NAME);
}

// Finding R9. As MIT's gss_acquire_cred: the client keytab gets new tickets where it has a key of
// the cache's principal. The cache itself is left as it is.
TEST(CapiCredentialRenewal, RenewsTheEnvironmentsTicketsByTheClientKeytab) {
    const support::Folder folder;
    const std::string cache = "FILE:" + (folder / "short");
    support::must_run("kinit -l 1s -c " + cache + " -k -t " + realm::keytab("alice") + " alice");
    const std::string before = support::read_file(folder / "short");
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    const support::Variable here("KRB5CCNAME", cache);
    const realm::Spn spn = realm::spn(realm::host_spn());
    for (const auto& [keys, status] :
         {std::pair("bob", MUTAUTH_CREDENTIAL_EXPIRED), std::pair("alice", MUTAUTH_OK)}) {
        const support::Variable keytab("KRB5_CLIENT_KTNAME", realm::keytab(keys));
        mutauth_credential* made = nullptr;
        ASSERT_EQ(mutauth_credential_from_environment(&made), MUTAUTH_OK) << realm::why();
        const realm::Credential owner(made, mutauth_credential_free);
        EXPECT_EQ(mutauth_credential_principal(made), realm::principal("alice"));
        EXPECT_EQ(mutauth_credential_fetch(made, spn.get(), nullptr), status) << realm::why();
        // It is an initiator's: nothing is accepted by keys that nobody named.
        mutauth_negotiation* accepting = nullptr;
        EXPECT_NE(
            mutauth_negotiation_accept(made, realm::serving(realm::host_spn()).get(), &accepting),
            MUTAUTH_OK);
    }
    EXPECT_EQ(support::read_file(folder / "short"), before);
}

TEST(CapiCredentialRenewal, ChecksItsArguments) {
    const realm::Credential alice = realm::account("alice");
    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_credential*>(spn.get());
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_from_client_keytab(nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_client_keytab("", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_credential_from_password_callback("a", nullptr, nullptr, nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(
        mutauth_credential_from_password_callback(nullptr, give_password, nullptr, nullptr, &made),
        MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(
        mutauth_credential_from_password_callback("a", give_password, nullptr, nullptr, nullptr),
        MUTAUTH_INVALID_ARGUMENT);
    for (auto* bad : {static_cast<mutauth_credential*>(nullptr), wrong}) {
        EXPECT_EQ(mutauth_credential_follow_source(bad), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_credential_ensure_fresh(bad, 1, nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_credential_renew_in_background(bad, 1, nullptr), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_credential_stop_renewal(bad), MUTAUTH_WRONG_HANDLE);
    }
    for (const int64_t seconds : {int64_t{-1}, int64_t{INT32_MAX} + 1, INT64_MAX, INT64_MIN}) {
        EXPECT_EQ(mutauth_credential_ensure_fresh(alice.get(), seconds, nullptr),
                  MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_credential_renew_in_background(alice.get(), seconds, nullptr),
                  MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_credential_stop_renewal(alice.get()), MUTAUTH_OK);
}

}  // namespace

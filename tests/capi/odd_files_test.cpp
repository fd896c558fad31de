// Finding C14: what is no file where a file is expected, given or put in its place.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "capi/realm.h"
#include "support/files.h"
#include "support/tcp.h"

namespace {

using testing::HasSubstr;

void wait_for_a_look() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
}

/// Each with what the error calls it.
struct Odd {
    const char* called;
    std::function<void(const std::string& path)> make;
};

const std::vector<Odd>& odd_ones() {
    static const std::vector<Odd> all{
        {"is a FIFO",
         [](const auto& path) {
             ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
         }},
        {"is a directory",
         [](const auto& path) {
             std::filesystem::create_directory(path);
         }},
        {"is a device",
         [](const auto& path) {
             std::filesystem::create_symlink("/dev/zero", path);
         }},
        {"is a socket",
         [](const auto& path) {
             ASSERT_EQ(::mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
         }},
    };
    return all;
}

/// A test that waits for a FIFO's writer ends by the alarm.
class CapiOddFiles : public testing::Test {
  protected:
    void SetUp() override { ::alarm(60); }
    void TearDown() override { ::alarm(0); }

    support::Folder folder_;
};

TEST_F(CapiOddFiles, AreNoKeytabs) {
    for (const auto& odd : odd_ones()) {
        const std::string path = folder_ / odd.called;
        odd.make(path);
        for (const std::string& name : {path, "FILE:" + path, "WRFILE:" + path}) {
            mutauth_credential* made = nullptr;
            EXPECT_EQ(mutauth_credential_from_keytab(name.c_str(), nullptr, &made),
                      MUTAUTH_KEYTAB_UNREADABLE);
            EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(odd.called));
            EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(path));
        }
    }
}

TEST_F(CapiOddFiles, AreNoCredentialCaches) {
    for (const auto& odd : odd_ones()) {
        const std::string path = folder_ / odd.called;
        odd.make(path);
        for (const std::string& name : {path, "FILE:" + path, "DIR::" + path}) {
            mutauth_credential* made = nullptr;
            EXPECT_EQ(mutauth_credential_from_ccache(name.c_str(), &made),
                      MUTAUTH_CCACHE_UNREADABLE)
                << name;
            EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(odd.called));
            EXPECT_EQ(realm::evidence("ccache"), name);
        }
    }
}

TEST_F(CapiOddFiles, AreNoPartOfACollection) {
    for (const auto& odd : odd_ones()) {
        const std::string path = folder_ / (std::string("collection ") + odd.called);
        std::filesystem::create_directory(path);
        odd.make(path + "/primary");
        mutauth_credential* made = nullptr;
        EXPECT_EQ(mutauth_credential_from_ccache(("DIR:" + path).c_str(), &made),
                  MUTAUTH_CCACHE_UNREADABLE);
        EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(odd.called));
        std::filesystem::remove_all(path + "/primary");
        support::write_file(path + "/primary", "tktodd\n");
        odd.make(path + "/tktodd");
        EXPECT_EQ(mutauth_credential_from_ccache(("DIR:" + path).c_str(), &made),
                  MUTAUTH_CCACHE_UNREADABLE);
        EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(odd.called));
    }
}

TEST_F(CapiOddFiles, ACollectionsCacheIsRead) {
    const std::string path = folder_ / "collection";
    std::filesystem::create_directory(path);
    support::must_run("kinit -c DIR:" + path + " -k -t " + realm::keytab("alice") + " alice");
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_ccache(("DIR:" + path).c_str(), &made), MUTAUTH_OK)
        << realm::why();
    const realm::Credential alice(made, mutauth_credential_free);
    EXPECT_EQ(mutauth_credential_principal(made), realm::principal("alice"));
    EXPECT_EQ(mutauth_credential_fetch(made, realm::spn(realm::host_spn()).get(), nullptr),
              MUTAUTH_OK)
        << realm::why();
    // A folder without caches has no credential, as one without a file has none.
    const std::string none = folder_ / "none";
    EXPECT_EQ(mutauth_credential_from_ccache(("DIR::" + none + "/tkt").c_str(), &made),
              MUTAUTH_NO_CREDENTIAL);
}

TEST_F(CapiOddFiles, InAKeytabsPlaceLeaveTheOldKeys) {
    const std::string path = folder_ / "keytab";
    std::filesystem::copy_file(realm::keytab("host1"), path);
    const realm::Credential host = realm::from_keytab(path, nullptr);
    const realm::Credential alice = realm::account("alice");
    for (const auto& odd : odd_ones()) {
        std::filesystem::remove_all(path);
        odd.make(path);
        wait_for_a_look();
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
        const realm::Negotiation service = realm::accept(host, realm::serving(realm::host_spn()));
        EXPECT_EQ(realm::step(service, realm::step(client, "").token).status, MUTAUTH_OK)
            << odd.called << ": " << realm::why();
    }
}

TEST_F(CapiOddFiles, InACachesPlaceLeaveTheOldTickets) {
    const std::string path = folder_ / "ccache";
    support::must_run("kinit -c FILE:" + path + " -k -t " + realm::keytab("alice") + " alice");
    mutauth_credential* made = nullptr;
    ASSERT_EQ(mutauth_credential_from_ccache(path.c_str(), &made), MUTAUTH_OK);
    const realm::Credential alice(made, mutauth_credential_free);
    for (const auto& odd : odd_ones()) {
        std::filesystem::remove_all(path);
        odd.make(path);
        wait_for_a_look();
        EXPECT_EQ(mutauth_credential_ensure_fresh(made, 60, nullptr), MUTAUTH_OK)
            << odd.called << ": " << realm::why();
        EXPECT_EQ(mutauth_credential_fetch(made, realm::spn(realm::host_spn()).get(), nullptr),
                  MUTAUTH_OK);
    }
}

}  // namespace

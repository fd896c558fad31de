// Finding C13: what an acceptor remembers of the requests it took is its own setting.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/files.h"

namespace {

using testing::HasSubstr;

struct Way {
    const char* name;
    int32_t mechanism;
    int32_t protector;
};

constexpr Way kWays[] = {
    {"Kerberos", MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN},
    {"Kerberos by GSS-API", MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS},
    {"SPNEGO", MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN},
};

realm::Policy by(const Way& way, realm::Policy policy) {
    EXPECT_EQ(mutauth_policy_set_protector(policy.get(), way.protector), MUTAUTH_OK);
    return realm::with_mechanism(std::move(policy), way.mechanism);
}

std::string token_of_a_client(const Way& way) {
    static const realm::Credential alice = realm::account("alice");
    return realm::step(realm::initiate(alice, realm::host_spn(), by(way, realm::policy())), "")
        .token;
}

/// Each time with keys that are read anew, as by another process.
mutauth_status taken(const std::string& token, const realm::Policy& policy) {
    const realm::Credential host = realm::computer();
    mutauth_negotiation* made = nullptr;
    const mutauth_status begun = mutauth_negotiation_accept(host.get(), policy.get(), &made);
    const realm::Negotiation service(made, mutauth_negotiation_free);
    return begun == MUTAUTH_OK ? realm::step(service, token).status : begun;
}

realm::Policy serving_with(const Way& way, const std::string& file) {
    realm::Policy policy = by(way, realm::serving(realm::host_spn()));
    EXPECT_EQ(mutauth_policy_set_replay_cache(policy.get(), file.c_str()), MUTAUTH_OK);
    return policy;
}

TEST(CapiReplayCache, NothingInTheEnvironmentTurnsItOffOrMovesIt) {
    const support::Folder folder;
    const std::pair<const char*, std::string> hostile[] = {
        {"KRB5RCACHENAME", "none:"},
        {"KRB5RCACHENAME", "file2:" + (folder / "other")},
        {"KRB5RCACHENAME", "bogus:x"},
        {"KRB5RCACHETYPE", "none"},
        {"KRB5RCACHEDIR", folder / "nowhere"},
        {"TMPDIR", folder / ""},
        {"KRB5_KTNAME", "BOGUS:x"},
        {"KRB5_KTNAME", "FILE:/nowhere/x"},
        {"KRB5_CLIENT_KTNAME", "BOGUS:x"},
        {"KRB5CCNAME", "BOGUS:x"},
    };
    for (const auto& way : kWays) {
        for (const auto& [name, value] : hostile) {
            SCOPED_TRACE(std::string(way.name) + " with " + name + "=" + value);
            const std::string token = token_of_a_client(way);
            const realm::Policy policy = by(way, realm::serving(realm::host_spn()));
            {
                const support::Variable set(name, value);
                EXPECT_EQ(taken(token, policy), MUTAUTH_OK) << realm::why();
                EXPECT_EQ(taken(token, policy), MUTAUTH_TOKEN_REPLAYED) << realm::why();
            }
            EXPECT_EQ(taken(token, policy), MUTAUTH_TOKEN_REPLAYED) << realm::why();
        }
    }
}

TEST(CapiReplayCache, NothingInTheConfigurationTurnsItOffOrMovesIt) {
    const support::Folder folder;
    for (const auto& way : kWays) {
        for (const std::string& value :
             {std::string("none:"), "file2:" + (folder / "other"), std::string("bogus:x")}) {
            SCOPED_TRACE(std::string(way.name) + " with " + value);
            const std::string token = token_of_a_client(way);
            const realm::Policy policy = by(way, realm::serving(realm::host_spn()));
            const support::KerberosConfiguration configuration(
                support::KerberosConfiguration::with_defaults(
                    " default_rcache_name = " + value +
                    "\n default_keytab_name = BOGUS:x\n default_client_keytab_name = BOGUS:x\n"
                    " default_ccache_name = BOGUS:x\n ignore_acceptor_hostname = true\n"
                    " allow_weak_crypto = true\n err_fmt = accepted\n"));
            EXPECT_EQ(taken(token, policy), MUTAUTH_OK) << realm::why();
            EXPECT_EQ(taken(token, policy), MUTAUTH_TOKEN_REPLAYED) << realm::why();
        }
    }
}

TEST(CapiReplayCache, IsTheUsualFileOfThisUser) {
    const std::string usual = "/var/tmp/krb5_" + std::to_string(::geteuid()) + ".rcache2";
    for (const auto& way : kWays) {
        const std::string token = token_of_a_client(way);
        EXPECT_EQ(taken(token, by(way, realm::serving(realm::host_spn()))), MUTAUTH_OK)
            << realm::why();
        EXPECT_EQ(taken(token, serving_with(way, usual)), MUTAUTH_TOKEN_REPLAYED) << way.name;
    }
}

TEST(CapiReplayCache, MayBeAnotherFile) {
    const support::Folder folder;
    for (const auto& way : kWays) {
        SCOPED_TRACE(way.name);
        const std::string file = folder / way.name;
        const std::string token = token_of_a_client(way);
        EXPECT_EQ(taken(token, serving_with(way, file)), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(taken(token, serving_with(way, file)), MUTAUTH_TOKEN_REPLAYED) << realm::why();
        EXPECT_EQ(std::filesystem::status(file).permissions(),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        // What is in no file is not remembered, as the caller of this wanted.
        EXPECT_EQ(taken(token, serving_with(way, folder / "third")), MUTAUTH_OK) << realm::why();
        std::filesystem::remove(folder / "third");
        // Removed under a service that runs: it is made anew.
        std::filesystem::remove(file);
        EXPECT_EQ(taken(token, serving_with(way, file)), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(taken(token, serving_with(way, file)), MUTAUTH_TOKEN_REPLAYED) << realm::why();
    }
}

TEST(CapiReplayCache, CanBeWaivedByNameAndTheLogSaysSo) {
    for (const auto& way : kWays) {
        SCOPED_TRACE(way.name);
        std::string lines;
        mutauth_log* log = nullptr;
        ASSERT_EQ(mutauth_log_new(
                      [](void* user, int32_t, const char*, const char* text) {
                          *static_cast<std::string*>(user) += std::string(text) + "\n";
                      },
                      &lines, nullptr, MUTAUTH_LOG_WARNING, &log),
                  MUTAUTH_OK);
        const realm::Log owner(log, mutauth_log_free);
        realm::Policy policy = by(way, realm::serving(realm::host_spn()));
        ASSERT_EQ(mutauth_policy_set_log(policy.get(), log), MUTAUTH_OK);
        ASSERT_EQ(mutauth_policy_waive_replay_cache(policy.get()), MUTAUTH_OK);
        const std::string token = token_of_a_client(way);
        EXPECT_EQ(taken(token, policy), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(taken(token, policy), MUTAUTH_OK) << realm::why();
        EXPECT_THAT(lines, HasSubstr("waives the replay cache"));
        // Naming a file takes it back.
        ASSERT_EQ(mutauth_policy_set_replay_cache(policy.get(), nullptr), MUTAUTH_OK);
        EXPECT_EQ(taken(token, policy), MUTAUTH_OK) << "the first that is remembered";
        EXPECT_EQ(taken(token, policy), MUTAUTH_TOKEN_REPLAYED) << realm::why();
    }
}

/// Credentials of GSS-API are kept beside the keys, and must not take their file to another policy.
TEST(CapiReplayCache, OfTwoPoliciesWithOneCredentialStaysEachOnesOwn) {
    const support::Folder folder;
    for (const auto& way : kWays) {
        SCOPED_TRACE(way.name);
        const realm::Credential host = realm::computer();
        const realm::Policy usual = by(way, realm::serving(realm::host_spn()));
        const realm::Policy own = serving_with(way, folder / way.name);
        const std::string token = token_of_a_client(way);
        const auto step = [&](const realm::Policy& policy) {
            return realm::step(realm::accept(host, policy), token).status;
        };
        EXPECT_EQ(step(own), MUTAUTH_OK);
        EXPECT_EQ(step(usual), MUTAUTH_OK);
        EXPECT_EQ(step(own), MUTAUTH_TOKEN_REPLAYED);
        EXPECT_EQ(step(usual), MUTAUTH_TOKEN_REPLAYED);
    }
}

TEST(CapiReplayCache, ThatCannotBeUsedIsNamedAndLetsNobodyIn) {
    const support::Folder folder;
    support::write_file(folder / "target", "");
    std::filesystem::create_symlink(folder / "target", folder / "link");
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    std::vector<std::string> bad{folder / "nowhere/cache", folder / "link", folder / "fifo",
                                 folder / "", "/dev/null"};
    if (::geteuid() == 0) {
        support::write_file(folder / "others", "");
        ASSERT_EQ(::chown((folder / "others").c_str(), 65534, 65534), 0);
        bad.push_back(folder / "others");
    } else {
        std::cout << "not root: no file of another user is tried\n";
    }
    for (const auto& way : kWays) {
        const std::string token = token_of_a_client(way);
        for (const auto& file : bad) {
            EXPECT_EQ(taken(token, serving_with(way, file)), MUTAUTH_REPLAY_CACHE_UNUSABLE)
                << file << realm::why();
            EXPECT_EQ(realm::evidence("replay cache"), file);
            EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(file));
            EXPECT_THAT(mutauth_error_remedy(nullptr), HasSubstr("name another one"));
        }
    }
}

TEST(CapiReplayCache, ChecksItsArguments) {
    const realm::Policy policy = realm::policy();
    EXPECT_EQ(mutauth_policy_set_replay_cache(nullptr, "/a"), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_policy_waive_replay_cache(nullptr), MUTAUTH_WRONG_HANDLE);
    for (const char* file : {"", "relative", "file2:/a"}) {
        EXPECT_EQ(mutauth_policy_set_replay_cache(policy.get(), file), MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_policy_set_replay_cache(policy.get(), nullptr), MUTAUTH_OK);
}

}  // namespace

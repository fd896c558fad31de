// What a callback may do, and when what it was made with is free.
#include <mutauth/callback.h>

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>
#include <future>
#include <thread>

#include "capi/channels.h"
#include "capi/realm.h"
#include "support/environment.h"
#include "support/fake_kdc.h"
#include "support/files.h"

namespace {

using testing::HasSubstr;

/// A callback that waits for itself would wait for ever: then the test ends here and says so.
void within_seconds(const std::function<void()>& work) {
    std::packaged_task<void()> task(work);
    auto done = task.get_future();
    std::thread thread(std::move(task));
    if (done.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
        std::fprintf(stderr, "a callback waits for itself\n");
        std::abort();
    }
    thread.join();
}

/// A callback's user: what it does with each line, and how often it was let go.
struct Told {
    std::function<void(const std::string& text)> act;
    std::atomic<int> released{0};
    std::atomic<std::thread::id> released_on{};
    std::atomic<int> lines{0};

    static void write(void* user, int32_t /*level*/, const char* /*area*/, const char* text) {
        auto& self = *static_cast<Told*>(user);
        ++self.lines;
        if (self.act) {
            self.act(text);
        }
    }
    static void tell(void* user, int32_t moment, const char* step) {
        write(user, moment, "", step);
    }
    /// Gives a password that no account has.
    static int32_t ask(void* user, const char* principal, char* buffer, size_t capacity) {
        write(user, 0, "", principal);
        const std::string password = "no account has this one";
        EXPECT_GE(capacity, password.size());
        std::memcpy(buffer, password.data(), password.size());
        return static_cast<int32_t>(password.size());
    }
    static void release(void* user) {
        auto& self = *static_cast<Told*>(user);
        // It may call the library, and leaves the thread's last error alone.
        mutauth_spn* made = nullptr;
        EXPECT_EQ(mutauth_spn_parse("", &made), MUTAUTH_INVALID_NAME);
        self.released_on = std::this_thread::get_id();
        ++self.released;
    }

    realm::Log log(int32_t level = MUTAUTH_LOG_DEBUG) {
        mutauth_log* made = nullptr;
        EXPECT_EQ(mutauth_log_new(write, this, release, level, &made), MUTAUTH_OK);
        return {made, mutauth_log_free};
    }
    realm::Credential asked(const std::string& principal) {
        mutauth_credential* made = nullptr;
        EXPECT_EQ(
            mutauth_credential_from_password_callback(principal.c_str(), ask, this, release, &made),
            MUTAUTH_OK);
        return {made, mutauth_credential_free};
    }
};

void set_log(const realm::Policy& policy, const realm::Log& log) {
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
}

// Finding C8.
TEST(CapiCallback, ALogMayNegotiateWithTheKeytabThatHasChanged) {
    const support::Folder folder;
    const std::string keytab = folder / "keytab";
    std::filesystem::copy_file(realm::keytab("host1"), keytab);
    const realm::Credential host = realm::from_keytab(keytab, nullptr);
    // Let go of by the policy, so it comes first.
    Told told;
    const realm::Policy policy = realm::serving(realm::host_spn());
    int nested = 0;
    told.act = [&](const std::string& text) {
        if (text.find("has changed") != std::string::npos) {
            ++nested;
            realm::accept(host, policy);
        }
    };
    set_log(policy, told.log());
    realm::accept(host, policy);
    std::filesystem::last_write_time(keytab, std::filesystem::file_time_type::clock::now());
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    within_seconds([&] { realm::accept(host, policy); });
    EXPECT_EQ(nested, 1);
}

// Finding C8.
TEST(CapiCallback, ALogMayEndTheRenewalThatItIsToldOf) {
    for (const bool frees : {false, true}) {
        mutauth_credential* made = nullptr;
        ASSERT_EQ(mutauth_credential_from_password("alice", "wrong password", &made), MUTAUTH_OK);
        Told told;
        std::promise<void> ended;
        told.act = [&](const std::string& text) {
            EXPECT_THAT(text, HasSubstr("failed"));
            EXPECT_EQ(mutauth_credential_stop_renewal(made), MUTAUTH_OK);
            if (frees) {
                mutauth_credential_free(made);
            }
            ended.set_value();
        };
        ASSERT_EQ(mutauth_credential_renew_in_background(made, 60, told.log().get()), MUTAUTH_OK);
        within_seconds([&] { ended.get_future().wait(); });
        // The thread lets the log go by itself, since nobody waits for it.
        for (int i = 0; i < 500 && told.released == 0; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        EXPECT_EQ(told.released, 1);
        EXPECT_EQ(told.lines, 1);
        if (!frees) {
            mutauth_credential_free(made);
        }
    }
}

// Finding C8.
TEST(CapiCallback, APasswordCallbackMayUseTheCredential) {
    Told told;
    const realm::Credential alice = told.asked("alice");
    realm::Log log = told.log();
    told.act = [&](const std::string& text) {
        if (text != realm::principal("alice")) {
            return;
        }
        EXPECT_EQ(mutauth_credential_expires(alice.get()), 0);
        EXPECT_EQ(mutauth_credential_follow_source(alice.get()), MUTAUTH_OK);
        EXPECT_EQ(mutauth_credential_stop_renewal(alice.get()), MUTAUTH_OK);
        // What needs the password can only wait for itself.
        EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, nullptr), MUTAUTH_WRONG_STATE);
        EXPECT_EQ(mutauth_credential_fetch(realm::account("bob").get(), nullptr, nullptr),
                  MUTAUTH_OK)
            << realm::why();
    };
    within_seconds([&] {
        EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, nullptr), MUTAUTH_WRONG_PASSWORD);
        EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_WRONG_PASSWORD);
    });
    // On the renewal's own thread, which the callback ends.
    ASSERT_EQ(mutauth_credential_renew_in_background(alice.get(), 60, log.get()), MUTAUTH_OK);
    log = nullptr;
    within_seconds([&] {
        while (told.released == 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    });
}

// Finding C8.
TEST(CapiCallback, APasswordCallbackMayLetGoOfTheFetchThatAsks) {
    Told told;
    realm::Credential alice = told.asked("alice");
    mutauth_fetch* fetch = nullptr;
    std::promise<void> known;
    told.act = [&](const std::string&) {
        known.get_future().wait();
        mutauth_fetch_free(fetch);
    };
    ASSERT_EQ(mutauth_fetch_start(alice.get(), nullptr, 10000, &fetch), MUTAUTH_OK);
    alice = nullptr;
    known.set_value();
    within_seconds([&] {
        while (told.released == 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    });
}

// Finding C8.
TEST(CapiCallback, NeverAsksForAPasswordOnTwoThreadsAtOnce) {
    Told told;
    const realm::Credential alice = told.asked("alice");
    std::atomic<int> asking{0};
    told.act = [&](const std::string&) {
        EXPECT_EQ(++asking, 1);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        --asking;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, nullptr),
                      MUTAUTH_WRONG_PASSWORD);
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(told.lines, 3);
    // Who will not wait for somebody else's password does not.
    told.act = [&](const std::string&) {
        EXPECT_EQ(std::async(std::launch::async,
                             [&] {
                                 return mutauth_credential_fetch(alice.get(), nullptr,
                                                                 realm::within(50).get());
                             })
                      .get(),
                  MUTAUTH_DEADLINE_PASSED);
    };
    EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, nullptr), MUTAUTH_WRONG_PASSWORD);
}

// Finding C8.
TEST(CapiCallback, LeavesTheLastErrorOfTheCallItRunsInAlone) {
    Told told;
    told.act = [](const std::string&) {
        EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_OK);
        mutauth_spn* made = nullptr;
        EXPECT_EQ(mutauth_spn_parse("", &made), MUTAUTH_INVALID_NAME);
        EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_INVALID_NAME);
    };
    realm::Policy policy = realm::serving(realm::host_spn());
    set_log(policy, told.log());
    const realm::Pair pair = realm::proven_pair({nullptr, mutauth_policy_free}, std::move(policy));
    EXPECT_GT(told.lines, 0);
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_OK);
    EXPECT_EQ(realm::open(pair.service, "junk").status, MUTAUTH_MESSAGE_TAMPERED);
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_MESSAGE_TAMPERED);
}

TEST(CapiCallback, ALogIsLetGoOnceByTheLastThatHasIt) {
    Told told;
    {
        const realm::Policy policy = realm::serving(realm::host_spn());
        set_log(policy, told.log());
        realm::Negotiation negotiation = realm::accept(realm::computer(), policy);
        EXPECT_EQ(mutauth_policy_set_log(policy.get(), nullptr), MUTAUTH_OK);
        EXPECT_EQ(told.released, 0);
        mutauth_spn* made = nullptr;
        EXPECT_EQ(mutauth_spn_parse("a b", &made), MUTAUTH_INVALID_NAME);
        negotiation = nullptr;
        EXPECT_EQ(told.released, 1);
        EXPECT_EQ(told.released_on.load(), std::this_thread::get_id());
        EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_INVALID_NAME) << "frees leave it alone";
    }
    EXPECT_EQ(told.released, 1);
}

/// Never on the renewal's thread, which is waited for.
TEST(CapiCallback, ARenewalsLogIsLetGoByWhoEndsIt) {
    Told told;
    const realm::Credential alice = realm::account("alice");
    ASSERT_EQ(mutauth_credential_renew_in_background(alice.get(), 60, told.log().get()),
              MUTAUTH_OK);
    while (told.lines == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(told.released, 0);
    EXPECT_EQ(mutauth_credential_stop_renewal(alice.get()), MUTAUTH_OK);
    EXPECT_EQ(told.released, 1);
    EXPECT_EQ(told.released_on.load(), std::this_thread::get_id());
}

TEST(CapiCallback, APasswordsUserIsLetGoWithTheCredential) {
    Told told;
    realm::Credential alice = told.asked("alice");
    mutauth_fetch* fetch = nullptr;
    ASSERT_EQ(mutauth_fetch_start(alice.get(), nullptr, 10000, &fetch), MUTAUTH_OK);
    alice = nullptr;
    EXPECT_EQ(told.released, 0);
    mutauth_fetch_free(fetch);
    EXPECT_EQ(told.released, 1);
    EXPECT_EQ(told.released_on.load(), std::this_thread::get_id());
}

TEST(CapiCallback, StepsLetGoOnceWithSomebodyToTellOrNobody) {
    for (const auto tell : {&Told::tell, static_cast<mutauth_step_tell>(nullptr)}) {
        Told told;
        mutauth_steps* steps = nullptr;
        ASSERT_EQ(mutauth_steps_new(1, tell, &told, Told::release, &steps), MUTAUTH_OK);
        EXPECT_EQ(told.released, 0);
        mutauth_steps_free(steps);
        EXPECT_EQ(told.released, 1);
    }
}

TEST(CapiCallback, WhatCouldNotBeMadeStaysTheCallers) {
    Told told;
    mutauth_log* log = nullptr;
    EXPECT_EQ(mutauth_log_new(Told::write, &told, Told::release, 7, &log),
              MUTAUTH_INVALID_ARGUMENT);
    mutauth_steps* steps = nullptr;
    EXPECT_EQ(mutauth_steps_new(2, Told::tell, &told, Told::release, &steps),
              MUTAUTH_INVALID_ARGUMENT);
    mutauth_credential* credential = nullptr;
    EXPECT_EQ(
        mutauth_credential_from_password_callback("", Told::ask, &told, Told::release, &credential),
        MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(told.released, 0);
}

// Finding C9: the obvious idiom.
TEST(CapiCallback, TheLastErrorsTextMayBeAnArgument) {
    const realm::Ends ends = realm::open_ends();
    const realm::Requirements requirements = [] {
        mutauth_requirements* made = nullptr;
        EXPECT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
        return realm::Requirements(made, mutauth_requirements_free);
    }();
    ASSERT_EQ(mutauth_requirements_add_client(requirements.get(), realm::principal("bob").c_str()),
              MUTAUTH_OK);
    ASSERT_LT(mutauth_requirements_check(requirements.get(),
                                         mutauth_channel_identity(ends.service.channel.get())),
              0);
    const std::string said = mutauth_error_message(nullptr);
    ASSERT_THAT(said, HasSubstr("alice"));
    EXPECT_EQ(
        mutauth_channel_refuse(ends.service.channel.get(), mutauth_error_message(nullptr), nullptr),
        MUTAUTH_OK);
    realm::received(ends.client.channel, MUTAUTH_REFUSED_BY_PEER);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr(said));
    // Also where the call fails, and says what it was given.
    mutauth_credential* made = nullptr;
    const std::string given = mutauth_error_message(nullptr);
    EXPECT_EQ(mutauth_credential_from_keytab(mutauth_error_message(nullptr), nullptr, &made),
              MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(realm::evidence("keytab"), given);
}

// Finding C15.
TEST(CapiCallback, GettersDoNotWaitForAnotherThreadsExchange) {
    const support::FakeKdc silent;
    const support::KerberosConfiguration configuration(
        support::KerberosConfiguration::with_kdcs("EXAMPLE.TEST", silent.line()));
    const realm::Credential alice = realm::account("alice");
    auto fetched = std::async(std::launch::async, [&] {
        return mutauth_credential_fetch(alice.get(), nullptr, realm::within(2000).get());
    });
    while (silent.asked() == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(mutauth_credential_expires(alice.get()), 0);
    EXPECT_EQ(mutauth_credential_follow_source(alice.get()), MUTAUTH_OK);
    EXPECT_STREQ(mutauth_credential_principal(alice.get()), realm::principal("alice").c_str());
    EXPECT_EQ(fetched.wait_for(std::chrono::seconds(0)), std::future_status::timeout)
        << "they waited";
    EXPECT_EQ(fetched.get(), MUTAUTH_KDC_SILENT);
}

}  // namespace

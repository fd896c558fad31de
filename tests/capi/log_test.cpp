#include <mutauth/log.h>

#include <gmock/gmock.h>

#include <stdexcept>

#include "capi/realm.h"

namespace {

using testing::HasSubstr;
using testing::Not;

struct Lines {
    std::vector<std::pair<int32_t, std::string>> all;

    std::string text() const {
        std::string out;
        for (const auto& line : all) {
            out += line.second + "\n";
        }
        return out;
    }
};

void keep(void* user, int32_t level, const char* area, const char* text) {
    static_cast<Lines*>(user)->all.emplace_back(level, std::string(area) + ": " + text);
}

realm::Log log_into(Lines& lines, int32_t level) {
    mutauth_log* made = nullptr;
    EXPECT_EQ(mutauth_log_new(keep, &lines, nullptr, level, &made), MUTAUTH_OK);
    return {made, mutauth_log_free};
}

TEST(CapiLog, GetsItsLevelAndTheMoreImportant) {
    for (const int32_t level : {MUTAUTH_LOG_WARNING, MUTAUTH_LOG_NOTICE, MUTAUTH_LOG_DEBUG}) {
        Lines lines;
        realm::Policy policy = realm::policy();
        {
            // The policy keeps the log that its caller lets go of.
            const realm::Log log = log_into(lines, level);
            ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
        }
        const realm::Pair pair = realm::proven_pair(policy);
        EXPECT_EQ(lines.all.empty(), level == MUTAUTH_LOG_WARNING) << lines.text();
        for (const auto& line : lines.all) {
            EXPECT_LE(line.first, level);
            EXPECT_THAT(line.second, Not(HasSubstr("\n")));
        }
        // A refused message is a warning whatever the level was.
        lines.all.clear();
        EXPECT_EQ(realm::open(pair.client, "junk").status, MUTAUTH_MESSAGE_TAMPERED);
        ASSERT_EQ(lines.all.size(), 1U);
        EXPECT_EQ(lines.all[0].first, MUTAUTH_LOG_WARNING);
        EXPECT_THAT(lines.all[0].second, HasSubstr("context: "));
    }
}

// Finding C18: whoever can send datagrams must not be able to fill the log.
TEST(CapiLog, CountsForgedDatagramsAndDoesNotListThem) {
    Lines lines;
    realm::Policy loose = realm::serving(realm::host_spn());
    ASSERT_EQ(mutauth_policy_set_replay_window(loose.get(), 64), MUTAUTH_OK);
    const realm::Log log = log_into(lines, MUTAUTH_LOG_WARNING);
    ASSERT_EQ(mutauth_policy_set_log(loose.get(), log.get()), MUTAUTH_OK);
    const realm::Policy asking = realm::policy();
    ASSERT_EQ(mutauth_policy_set_replay_window(asking.get(), 64), MUTAUTH_OK);
    const realm::Pair pair = realm::proven_pair(asking, std::move(loose));
    std::string forged = realm::seal(pair.client, "message");
    forged.back() = static_cast<char>(~forged.back());
    lines.all.clear();
    for (int i = 0; i < 1500; ++i) {
        EXPECT_EQ(realm::open(pair.service, forged).status, MUTAUTH_MESSAGE_TAMPERED);
    }
    ASSERT_EQ(lines.all.size(), 4U) << lines.text();
    EXPECT_THAT(lines.all[0].second, HasSubstr("a message from " + realm::principal("alice")));
    EXPECT_THAT(lines.all[3].second, HasSubstr("1000 messages from "));
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "true")).message, "true");
}

TEST(CapiLog, CanBeTakenAwayAgain) {
    Lines lines;
    realm::Policy policy = realm::policy();
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log_into(lines, MUTAUTH_LOG_DEBUG).get()),
              MUTAUTH_OK);
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), nullptr), MUTAUTH_OK);
    realm::proven_pair(policy);
    EXPECT_EQ(lines.text(), "");
}

TEST(CapiLog, SurvivesACallbackThatThrows) {
    mutauth_log* made = nullptr;
    const auto throwing = [](void*, int32_t, const char*, const char*) {
        throw std::runtime_error("from a callback");
    };
    ASSERT_EQ(mutauth_log_new(throwing, nullptr, nullptr, MUTAUTH_LOG_DEBUG, &made), MUTAUTH_OK);
    const realm::Log log(made, mutauth_log_free);
    realm::Policy policy = realm::policy();
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
    const realm::Pair pair = realm::proven_pair(policy);
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
}

TEST(CapiLog, MayCallTheLibraryBack) {
    mutauth_log* made = nullptr;
    const auto calling = [](void*, int32_t, const char*, const char*) {
        realm::spn("a/b");
    };
    ASSERT_EQ(mutauth_log_new(calling, nullptr, nullptr, MUTAUTH_LOG_DEBUG, &made), MUTAUTH_OK);
    const realm::Log log(made, mutauth_log_free);
    realm::Policy policy = realm::policy();
    ASSERT_EQ(mutauth_policy_set_log(policy.get(), log.get()), MUTAUTH_OK);
    const realm::Pair pair = realm::proven_pair(policy);
    // The failure that was logged is still the thread's last, not the callback's success.
    EXPECT_EQ(realm::open(pair.client, "junk").status, MUTAUTH_MESSAGE_TAMPERED);
    EXPECT_EQ(mutauth_error_status(nullptr), MUTAUTH_MESSAGE_TAMPERED);
}

TEST(CapiLog, ChecksItsArguments) {
    auto* made = reinterpret_cast<mutauth_log*>(1);
    EXPECT_EQ(mutauth_log_new(nullptr, nullptr, nullptr, MUTAUTH_LOG_DEBUG, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_log_new(keep, nullptr, nullptr, MUTAUTH_LOG_DEBUG, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    for (const int32_t level : {0, 4, -1, INT32_MAX}) {
        EXPECT_EQ(mutauth_log_new(keep, nullptr, nullptr, level, &made), MUTAUTH_INVALID_ARGUMENT);
    }
    mutauth_log_free(nullptr);
}

}  // namespace

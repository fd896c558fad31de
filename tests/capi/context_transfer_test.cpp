// A context's life beyond its messages: its key, its limits, and its way to another process.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "capi/realm.h"

namespace {

/// Which one protects the messages of both sides.
class CapiContextTransfer : public testing::TestWithParam<int32_t> {
  protected:
    static realm::Pair pair() {
        const realm::Policy client = realm::policy();
        realm::Policy service = realm::serving(realm::host_spn());
        EXPECT_EQ(mutauth_policy_set_protector(client.get(), GetParam()), MUTAUTH_OK);
        EXPECT_EQ(mutauth_policy_set_protector(service.get(), GetParam()), MUTAUTH_OK);
        return realm::proven_pair(client, std::move(service));
    }
};

INSTANTIATE_TEST_SUITE_P(Protectors,
                         CapiContextTransfer,
                         testing::Values(MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_GSS));

std::string exported(const realm::Context& context) {
    mutauth_bytes* out = nullptr;
    EXPECT_EQ(mutauth_context_export(context.get(), &out), MUTAUTH_OK) << realm::why();
    return realm::text_of(realm::Bytes(out, mutauth_bytes_free));
}

struct Imported {
    mutauth_status status;
    realm::Context context;
};

Imported import(const std::string& octets,
                const realm::Policy& demands = {nullptr, mutauth_policy_free}) {
    auto* out = reinterpret_cast<mutauth_context*>(1);
    const mutauth_status status =
        mutauth_context_import(octets.data(), octets.size(), demands.get(), &out);
    return {status, realm::Context(out, mutauth_context_free)};
}

TEST_P(CapiContextTransfer, GoesOnWhereItStopped) {
    const realm::Pair pair = CapiContextTransfer::pair();
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "before")).message, "before");
    const std::string under_way = realm::seal(pair.client, "under way");
    const std::string octets = exported(pair.service);
    const Imported imported = import(octets);
    ASSERT_EQ(imported.status, MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::open(imported.context, under_way).message, "under way") << realm::why();
    EXPECT_EQ(realm::open(imported.context, realm::seal(pair.client, "after")).message, "after");
    EXPECT_EQ(realm::open(pair.client, realm::seal(imported.context, "answer")).message, "answer");

    const mutauth_identity* was = mutauth_context_identity(pair.service.get());
    const mutauth_identity* is = mutauth_context_identity(imported.context.get());
    EXPECT_STREQ(mutauth_identity_client(is), mutauth_identity_client(was));
    EXPECT_STREQ(mutauth_identity_asked_service(is), mutauth_identity_asked_service(was));
    EXPECT_STREQ(mutauth_identity_service_key(is), mutauth_identity_service_key(was));
    EXPECT_EQ(mutauth_identity_expires(is), mutauth_identity_expires(was));
    EXPECT_EQ(mutauth_identity_flags(is), mutauth_identity_flags(was));
    EXPECT_EQ(mutauth_identity_enctype(is), mutauth_identity_enctype(was));
    EXPECT_EQ(mutauth_identity_level(is), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(mutauth_identity_mutual(is), 1);
    EXPECT_EQ(mutauth_context_protector(imported.context.get()), GetParam());
}

TEST_P(CapiContextTransfer, LeavesNothingBehind) {
    const realm::Pair pair = CapiContextTransfer::pair();
    const std::string sealed = realm::seal(pair.client, "m");
    exported(pair.service);
    EXPECT_EQ(realm::open(pair.service, sealed).status, MUTAUTH_CONTEXT_EXPORTED);
    std::string out(200, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_seal(pair.service.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_CONTEXT_EXPORTED);
    EXPECT_EQ(mutauth_context_verify(pair.service.get(), "m", 1, "s", 1), MUTAUTH_CONTEXT_EXPORTED);
    mutauth_bytes* again = nullptr;
    EXPECT_EQ(mutauth_context_export(pair.service.get(), &again), MUTAUTH_CONTEXT_EXPORTED);
    EXPECT_EQ(again, nullptr);
    EXPECT_STREQ(mutauth_identity_client(mutauth_context_identity(pair.service.get())),
                 realm::principal("alice").c_str());
}

TEST_P(CapiContextTransfer, ReachesAnotherProcess) {
    const realm::Pair pair = CapiContextTransfer::pair();
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        std::string octets(100000, '\0');
        octets.resize(static_cast<size_t>(::read(ends[1], octets.data(), octets.size())));
        const Imported imported = import(octets);
        const std::string sealed = realm::seal(imported.context, "from a worker");
        const ssize_t sent = ::write(ends[1], sealed.data(), sealed.size());
        ::_exit(imported.status == MUTAUTH_OK && sent > 0 ? 0 : 1);
    }
    const std::string octets = exported(pair.service);
    ASSERT_EQ(::write(ends[0], octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
    std::string sealed(1000, '\0');
    sealed.resize(static_cast<size_t>(::read(ends[0], sealed.data(), sealed.size())));
    EXPECT_EQ(realm::open(pair.client, sealed).message, "from a worker");
    int status = 1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_P(CapiContextTransfer, RefusesWhatWasCutAndWhatFollows) {
    const std::string octets = exported(CapiContextTransfer::pair().service);
    for (size_t size = 0; size < octets.size(); ++size) {
        const Imported imported = import(octets.substr(0, size));
        EXPECT_EQ(imported.status, MUTAUTH_EXPORT_MALFORMED) << size;
        EXPECT_FALSE(imported.context);
    }
    EXPECT_EQ(import(octets + '\0').status, MUTAUTH_EXPORT_MALFORMED);
    std::string other_version = octets;
    ++other_version[7];
    EXPECT_EQ(import(other_version).status, MUTAUTH_EXPORT_MALFORMED);
    EXPECT_EQ(import(octets).status, MUTAUTH_OK) << realm::why();
}

TEST_P(CapiContextTransfer, HasAPolicyToMeet) {
    const std::string octets = exported(CapiContextTransfer::pair().service);
    const realm::Policy rc4_free = realm::policy();
    const int32_t other = 17;
    ASSERT_EQ(mutauth_policy_set_session_enctypes(rc4_free.get(), &other, 1), MUTAUTH_OK);
    const mutauth_status status = import(octets, rc4_free).status;
    EXPECT_EQ(status, MUTAUTH_WEAK_KEY) << "the realm's keys are aes256";
    const realm::Pair signing = realm::proven_pair(
        realm::with_level(realm::policy(), MUTAUTH_LEVEL_INTEGRITY),
        realm::with_level(realm::serving(realm::host_spn()), MUTAUTH_LEVEL_INTEGRITY));
    const std::string lower = exported(signing.client);
    EXPECT_EQ(import(lower).status, MUTAUTH_LEVEL_NOT_REACHED);
    const Imported taken =
        import(lower, realm::with_level(realm::policy(), MUTAUTH_LEVEL_INTEGRITY));
    ASSERT_EQ(taken.status, MUTAUTH_OK) << realm::why();
    std::string out(200, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_seal(taken.context.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_LEVEL_TOO_LOW);
}

TEST_P(CapiContextTransfer, ChecksItsArguments) {
    const realm::Pair pair = CapiContextTransfer::pair();
    mutauth_bytes* bytes = nullptr;
    EXPECT_EQ(mutauth_context_export(pair.client.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_export(nullptr, &bytes), MUTAUTH_WRONG_HANDLE);
    mutauth_context* context = nullptr;
    EXPECT_EQ(mutauth_context_import("x", 1, nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_import(nullptr, 1, nullptr, &context), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_import(
                  "x", 1, reinterpret_cast<const mutauth_policy*>(pair.client.get()), &context),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_import(nullptr, 0, nullptr, &context), MUTAUTH_EXPORT_MALFORMED);
}

std::string key_of(const realm::Context& context) {
    std::string out(64, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_session_key(context.get(), out.data(), out.size(), &written),
              MUTAUTH_OK)
        << realm::why();
    out.resize(written);
    return out;
}

TEST_P(CapiContextTransfer, BothSidesShareAKeyOfTheirOwn) {
    const realm::Pair pair = CapiContextTransfer::pair();
    const std::string key = key_of(pair.client);
    EXPECT_EQ(key.size(), 32U);
    EXPECT_EQ(key_of(pair.service), key);
    const realm::Pair other = CapiContextTransfer::pair();
    EXPECT_NE(key_of(other.client), key);
    const Imported imported = import(exported(pair.service));
    EXPECT_EQ(key_of(imported.context), key);

    std::string out(31, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_session_key(pair.client.get(), out.data(), 31, &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, 32U);
    EXPECT_EQ(out, std::string(31, '\0'));
    EXPECT_EQ(mutauth_context_session_key(pair.client.get(), out.data(), 31, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_session_key(nullptr, out.data(), 31, &written), MUTAUTH_WRONG_HANDLE);
}

/// Both sides with what an action changes in their policies.
template <typename Action>
realm::Pair pair_with(int32_t protector, Action action) {
    const realm::Policy client = realm::policy();
    realm::Policy service = realm::serving(realm::host_spn());
    for (mutauth_policy* one : {client.get(), service.get()}) {
        EXPECT_EQ(mutauth_policy_set_protector(one, protector), MUTAUTH_OK);
        EXPECT_EQ(action(one), MUTAUTH_OK) << realm::why();
    }
    return realm::proven_pair(client, std::move(service));
}

TEST_P(CapiContextTransfer, ProtectsAsManyMessagesAsItMay) {
    const realm::Pair pair = pair_with(GetParam(), [](mutauth_policy* policy) {
        return mutauth_policy_set_message_limit(policy, 3);
    });
    EXPECT_EQ(mutauth_context_messages_left(pair.client.get()), 3U);
    for (uint64_t left = 3; left-- > 0;) {
        EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
        EXPECT_EQ(mutauth_context_messages_left(pair.client.get()), left);
        EXPECT_EQ(mutauth_context_messages_left(pair.service.get()), left);
    }
    std::string out(200, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_seal(pair.client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_MESSAGE_LIMIT);
    EXPECT_EQ(mutauth_context_open(pair.service.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_MESSAGE_LIMIT);
    // The other direction has a limit of its own.
    EXPECT_EQ(realm::open(pair.client, realm::seal(pair.service, "m")).message, "m");
    EXPECT_EQ(mutauth_context_messages_left(nullptr), 0U);

    const realm::Policy policy = realm::policy();
    EXPECT_EQ(mutauth_policy_set_message_limit(policy.get(), 0), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_policy_set_message_limit(nullptr, 1), MUTAUTH_WRONG_HANDLE);
}

TEST_P(CapiContextTransfer, TakesItsLimitAlong) {
    const realm::Pair pair = pair_with(GetParam(), [](mutauth_policy* policy) {
        return mutauth_policy_set_message_limit(policy, 2);
    });
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
    const Imported imported = import(exported(pair.service));
    ASSERT_EQ(imported.status, MUTAUTH_OK);
    EXPECT_EQ(mutauth_context_messages_left(imported.context.get()), 1U);
}

TEST_P(CapiContextTransfer, WithAWindowTakesWhatIsLateOnceAndLivesOn) {
    const realm::Pair pair = pair_with(GetParam(), [](mutauth_policy* policy) {
        return mutauth_policy_set_replay_window(policy, 64);
    });
    std::vector<std::string> sealed;
    for (int i = 0; i < 100; ++i) {
        sealed.push_back(realm::seal(pair.client, std::to_string(i)));
    }
    EXPECT_EQ(realm::open(pair.service, sealed[2]).message, "2") << realm::why();
    EXPECT_EQ(realm::open(pair.service, sealed[0]).message, "0") << realm::why();
    EXPECT_EQ(realm::open(pair.service, sealed[0]).status, MUTAUTH_MESSAGE_REPLAYED);
    // Anybody may throw something in: it is not the end.
    EXPECT_EQ(realm::open(pair.service, "junk from somebody else").status,
              MUTAUTH_MESSAGE_TAMPERED);
    std::string changed = sealed[1];
    changed.back() = static_cast<char>(changed.back() ^ 1);
    EXPECT_EQ(realm::open(pair.service, changed).status, MUTAUTH_MESSAGE_TAMPERED);
    EXPECT_EQ(realm::open(pair.service, sealed[1]).message, "1");
    EXPECT_EQ(realm::open(pair.service, sealed[99]).message, "99");
    EXPECT_EQ(realm::open(pair.service, sealed[3]).status, MUTAUTH_MESSAGE_REPLAYED)
        << "too late to be told from a replay";
    EXPECT_EQ(realm::open(pair.service, sealed[98]).message, "98");
    EXPECT_EQ(realm::open(pair.service, sealed[98]).status, MUTAUTH_MESSAGE_REPLAYED);

    const realm::Policy policy = realm::policy();
    EXPECT_EQ(mutauth_policy_set_replay_window(policy.get(), MUTAUTH_REPLAY_WINDOW_MAX + 1),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_policy_set_replay_window(nullptr, 1), MUTAUTH_WRONG_HANDLE);
}

TEST_P(CapiContextTransfer, SaysHowLongItLivesAndTellsItsEndAhead) {
    std::vector<std::string> lines;
    mutauth_log* log = nullptr;
    const auto keep = [](void* to, int32_t, const char*, const char* text) {
        static_cast<std::vector<std::string>*>(to)->emplace_back(text);
    };
    ASSERT_EQ(mutauth_log_new(keep, &lines, nullptr, MUTAUTH_LOG_NOTICE, &log), MUTAUTH_OK);
    const realm::Log owner(log, mutauth_log_free);
    {
        const realm::Pair pair = pair_with(GetParam(), [&](mutauth_policy* policy) {
            EXPECT_EQ(mutauth_policy_set_log(policy, log), MUTAUTH_OK);
            return mutauth_policy_set_longest_life(policy, 2);
        });
        EXPECT_THAT(mutauth_context_seconds_left(pair.client.get()),
                    testing::AllOf(testing::Ge(1), testing::Le(2)));
        lines.clear();
        EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
        EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
        // Once for each side.
        EXPECT_THAT(lines, testing::ElementsAre(testing::HasSubstr("ends in"),
                                                testing::HasSubstr("ends in")));
        std::this_thread::sleep_for(std::chrono::milliseconds(2100));
        EXPECT_EQ(mutauth_context_seconds_left(pair.client.get()), 0);
        std::string out(200, '\0');
        size_t written = 0;
        EXPECT_EQ(mutauth_context_seal(pair.client.get(), "m", 1, out.data(), 200, &written),
                  MUTAUTH_CONTEXT_EXPIRED);
        mutauth_bytes* bytes = nullptr;
        EXPECT_EQ(mutauth_context_export(pair.client.get(), &bytes), MUTAUTH_CONTEXT_EXPIRED);
    }
    EXPECT_EQ(mutauth_context_seconds_left(nullptr), 0);
}

}  // namespace

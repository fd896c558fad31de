// Finding I1: programs started as a caller.
#include <mutauth/spawn.h>

#include <fcntl.h>
#include <poll.h>

#include <array>
#include <mutauth/mutauth.hpp>

#include "capi/acting.h"

namespace {

namespace auth = mutauth::v1;

using Program = realm::Owner<mutauth_program>;
using Process = realm::Owner<mutauth_process>;

Program program(const std::vector<std::string>& words) {
    mutauth_program* made = nullptr;
    EXPECT_EQ(mutauth_program_new(words.front().c_str(), &made), MUTAUTH_OK) << realm::why();
    for (std::size_t i = 1; i < words.size(); ++i) {
        EXPECT_EQ(mutauth_program_add_argument(made, words[i].c_str()), MUTAUTH_OK);
    }
    return {made, mutauth_program_free};
}

int32_t end_of(mutauth_process* process) {
    int32_t code = 0;
    int32_t signal = 0;
    EXPECT_EQ(mutauth_process_wait(process, nullptr, &code, &signal), MUTAUTH_OK) << realm::why();
    return signal != 0 ? -signal : code;
}

/// What the other end of a pipe wrote, once nobody can write any more.
std::string all_of(int reader) {
    std::string out;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = ::read(reader, buffer.data(), buffer.size())) > 0;) {
        out.append(buffer.data(), static_cast<std::size_t>(size));
    }
    ::close(reader);
    return out;
}

using CapiSpawn = support::AsRoot;

TEST_F(CapiSpawn, StartsAProgramAsTheCaller) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const Program what =
        program({"/bin/dash", "-c", "/usr/bin/id -ru; /usr/bin/id -G; echo $WORD; pwd; exit 7"});
    ASSERT_EQ(mutauth_program_add_environment(what.get(), "WORD", "given"), MUTAUTH_OK);
    ASSERT_EQ(mutauth_program_add_descriptor(what.get(), ends[1], 1), MUTAUTH_OK);
    ASSERT_EQ(mutauth_program_set_directory(what.get(), "/usr"), MUTAUTH_OK);
    mutauth_process* made = nullptr;
    ASSERT_EQ(mutauth_spawn_as(realm::identity_of("alice"), realm::alice_and_bob().get(),
                               what.get(), nullptr, &made),
              MUTAUTH_OK)
        << realm::why();
    const Process process(made, mutauth_process_free);
    ::close(ends[1]);
    EXPECT_EQ(all_of(ends[0]), "47110\n47111 47112\ngiven\n/usr\n");
    EXPECT_GT(mutauth_process_id(made), 0);
    pollfd ended{mutauth_process_fd(made), POLLIN, 0};
    EXPECT_EQ(::poll(&ended, 1, 30000), 1);
    EXPECT_EQ(end_of(made), 7);
    EXPECT_EQ(mutauth_process_signal(made, SIGTERM), MUTAUTH_WRONG_STATE);
}

TEST_F(CapiSpawn, WaitsAsLongAsItIsToldTo) {
    const Program what = program({"/bin/sleep", "1000"});
    mutauth_process* made = nullptr;
    ASSERT_EQ(mutauth_spawn_as_user(realm::user("a", 47110).get(), what.get(), nullptr, &made),
              MUTAUTH_OK)
        << realm::why();
    const Process process(made, mutauth_process_free);
    mutauth_deadline* soon = nullptr;
    ASSERT_EQ(mutauth_deadline_in(10, &soon), MUTAUTH_OK);
    int32_t code = 5;
    int32_t signal = 5;
    EXPECT_EQ(mutauth_process_wait(made, soon, &code, &signal), MUTAUTH_DEADLINE_PASSED);
    EXPECT_EQ(code, -1);
    EXPECT_EQ(signal, 0);
    mutauth_deadline_free(soon);
    EXPECT_EQ(mutauth_process_signal(made, 0), MUTAUTH_OK);
    EXPECT_EQ(mutauth_process_signal(made, -1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_process_signal(made, SIGKILL), MUTAUTH_OK);
    EXPECT_EQ(end_of(made), -SIGKILL);
}

TEST_F(CapiSpawn, SaysWhatTheChildCouldNot) {
    const realm::User alice = realm::user("a", 47110);
    mutauth_process* made = nullptr;
    EXPECT_EQ(mutauth_spawn_as_user(alice.get(), program({"/no/such"}).get(), nullptr, &made),
              MUTAUTH_PROGRAM_NOT_EXECUTED);
    EXPECT_EQ(realm::evidence("program"), "/no/such");
    EXPECT_EQ(made, nullptr);
    const Program elsewhere = program({"/bin/true"});
    ASSERT_EQ(mutauth_program_set_directory(elsewhere.get(), "/no/such"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_spawn_as_user(alice.get(), elsewhere.get(), nullptr, &made),
              MUTAUTH_DIRECTORY_NOT_ENTERED);
    EXPECT_EQ(realm::evidence("directory"), "/no/such");
    mutauth_local_user* found = nullptr;
    ASSERT_EQ(mutauth_local_user_find("root", &found), MUTAUTH_OK);
    const realm::User root(found, mutauth_local_user_free);
    EXPECT_EQ(mutauth_spawn_as_user(found, program({"/bin/true"}).get(), nullptr, &made),
              MUTAUTH_ROOT_NOT_ALLOWED);
    EXPECT_TRUE(support::ended_well(support::in_child([] {
        support::become(1000, 0);
        mutauth_process* none = nullptr;
        EXPECT_EQ(mutauth_spawn_as_user(realm::user("a", 47110).get(), program({"/bin/true"}).get(),
                                        nullptr, &none),
                  MUTAUTH_CAPABILITY_MISSING);
        EXPECT_EQ(realm::evidence("capability"), "CAP_SETGID");
    })));
}

// Finding I2.
TEST_F(CapiSpawn, IsRefusedWhereTheClientAllowsOnlyToBeIdentified) {
    realm::Policy asked = realm::policy();
    ASSERT_EQ(mutauth_policy_set_identify_only(asked.get()), MUTAUTH_OK);
    const realm::Pair pair =
        realm::proven_pair(std::move(asked), realm::serving(realm::host_spn()));
    const mutauth_identity* seen = mutauth_context_identity(pair.service.get());
    const realm::UserMap users = realm::alice_and_bob();
    const Program what = program({"/bin/true"});
    mutauth_process* made = nullptr;
    EXPECT_EQ(mutauth_spawn_as(seen, users.get(), what.get(), nullptr, &made),
              MUTAUTH_IMPERSONATION_NOT_GRANTED);
    mutauth_local_user* found = nullptr;
    ASSERT_EQ(mutauth_user_map_find(users.get(), seen, &found), MUTAUTH_OK);
    const realm::User user(found, mutauth_local_user_free);
    EXPECT_EQ(mutauth_spawn_as_user(found, what.get(), nullptr, &made),
              MUTAUTH_IMPERSONATION_NOT_GRANTED);
    EXPECT_EQ(made, nullptr);
}

TEST_F(CapiSpawn, IsAnObjectInCpp) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    auth::Program what("/usr/bin/env");
    what.add_environment("A", "b").add_descriptor(ends[1], 1).set_directory("/");
    auth::UserMap users;
    users.add_user(realm::principal("alice"), auth::LocalUser("alice", 47110, 47111));
    auto process =
        auth::Process::spawn_as(auth::Identity(realm::identity_of("alice")), users, what);
    ::close(ends[1]);
    EXPECT_EQ(all_of(ends[0]), "A=b\n");
    EXPECT_EQ(process.wait().code, 0);
    auto sleeping = auth::Process::spawn_as(auth::LocalUser("a", 47110, 47111),
                                            auth::Program("/bin/sleep").add_argument("1000"));
    EXPECT_GE(sleeping.fd(), 0);
    EXPECT_GT(sleeping.id(), 0);
    sleeping.signal(SIGTERM);
    EXPECT_EQ(sleeping.wait().signal, SIGTERM);
    EXPECT_THROW(auth::Program("env"), auth::Error);
}

TEST(CapiSpawned, ChecksItsArguments) {
    auto* made = reinterpret_cast<mutauth_program*>(1);
    EXPECT_EQ(mutauth_program_new("true", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_program_new(nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_new("/bin/true", nullptr), MUTAUTH_INVALID_ARGUMENT);
    const Program what = program({"/bin/true"});
    EXPECT_EQ(mutauth_program_add_argument(what.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_add_environment(what.get(), nullptr, "x"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_add_environment(what.get(), "A", nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_add_environment(what.get(), "A=", "x"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_add_descriptor(what.get(), -1, 0), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_add_descriptor(what.get(), 0, 1024), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_set_directory(what.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_program_set_directory(what.get(), "tmp"), MUTAUTH_INVALID_ARGUMENT);
    const realm::UserMap users = realm::alice_and_bob();
    const realm::User user = realm::user("a", 47110);
    const mutauth_identity* alice = realm::identity_of("alice");
    auto* process = reinterpret_cast<mutauth_process*>(1);
    EXPECT_EQ(mutauth_spawn_as(nullptr, users.get(), what.get(), nullptr, &process),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(process, nullptr);
    EXPECT_EQ(mutauth_spawn_as(alice, nullptr, what.get(), nullptr, &process),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_spawn_as(alice, users.get(), nullptr, nullptr, &process),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_spawn_as(alice, users.get(), what.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_spawn_as(alice, realm::user_map().get(), what.get(), nullptr, &process),
              MUTAUTH_USER_NOT_MAPPED);
    EXPECT_EQ(mutauth_spawn_as_user(nullptr, what.get(), nullptr, &process), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_spawn_as_user(user.get(), nullptr, nullptr, &process), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_spawn_as_user(user.get(), what.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpawned, KnowsAWrongHandle) {
    const realm::Spn spn = realm::spn("a/b");
    int32_t number = 0;
    for (auto* wrong :
         {static_cast<mutauth_process*>(nullptr), reinterpret_cast<mutauth_process*>(spn.get())}) {
        EXPECT_EQ(mutauth_process_id(wrong), -1);
        EXPECT_EQ(mutauth_process_fd(wrong), -1);
        EXPECT_EQ(mutauth_process_wait(wrong, nullptr, &number, &number), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_process_wait(wrong, nullptr, nullptr, &number), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_process_signal(wrong, 0), MUTAUTH_WRONG_HANDLE);
        mutauth_process_free(wrong);
    }
    for (auto* wrong :
         {static_cast<mutauth_program*>(nullptr), reinterpret_cast<mutauth_program*>(spn.get())}) {
        EXPECT_EQ(mutauth_program_add_argument(wrong, ""), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_program_add_environment(wrong, "A", ""), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_program_add_descriptor(wrong, 0, 0), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_program_set_directory(wrong, "/"), MUTAUTH_WRONG_HANDLE);
        mutauth_program_free(wrong);
    }
}

}  // namespace

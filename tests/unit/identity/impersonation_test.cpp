#include "identity/impersonation.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/stat.h>

#include <thread>

#include "support/files.h"
#include "support/kernel_view.h"

namespace {

using namespace mutauth;
using identity::Impersonation;
using identity::LocalUser;
using support::in_child;
using support::who_is;
using support::WhoIs;

/// Nobody of this machine: the kernel wants numbers alone.
LocalUser alice() {
    return {"alice", 47110, 47111, {47112, 47113}};
}

LocalUser bob() {
    return {"bob", 47120, 47121, {}};
}

/// On a thread of its own, which cannot leave anything behind.
void on_own_thread(const std::function<void()>& body) {
    std::thread(body).join();
}

Impersonation begin(const LocalUser& user) {
    auto scope = Impersonation::begin(user);
    if (!scope) {
        ADD_FAILURE() << scope.error().message();
        ::_exit(1);
    }
    return std::move(*scope);
}

Status status_of(Result<void> result) {
    return result ? Status::ok : result.error().status();
}

int open_error(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (file < 0) {
        return errno;
    }
    ::close(file);
    return 0;
}

using Acting = support::AsRoot;

TEST_F(Acting, IsWhatTheKernelSeesOfThisThreadAlone) {
    on_own_thread([] {
        const WhoIs before = who_is();
        auto scope = begin(alice());
        const WhoIs acting = who_is();
        EXPECT_EQ(acting.uid, "0 47110 0 47110");
        EXPECT_EQ(acting.gid, "0 47111 0 47111");
        EXPECT_EQ(acting.groups, "47112 47113");
        EXPECT_EQ(acting.effective, "0000000000000000");
        EXPECT_EQ(acting.permitted, before.permitted);
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
    });
}

TEST_F(Acting, LeavesOtherThreadsAlone) {
    const WhoIs here = who_is();
    on_own_thread([&] {
        auto scope = begin(alice());
        EXPECT_NE(who_is(), here);
        EXPECT_TRUE(scope.revert());
    });
    EXPECT_EQ(who_is(), here);
}

TEST_F(Acting, OpensAndMakesFilesAsTheUser) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0777), 0);
    for (const auto& [name, owner] : {std::pair("alices", 47110), std::pair("bobs", 47120)}) {
        support::write_file(folder / name, name);
        ASSERT_EQ(::chown((folder / name).c_str(), owner, 0), 0);
        ASSERT_EQ(::chmod((folder / name).c_str(), 0600), 0);
    }
    on_own_thread([&] {
        auto scope = begin(alice());
        EXPECT_EQ(open_error(folder / "alices", O_RDONLY), 0);
        EXPECT_EQ(open_error(folder / "bobs", O_RDONLY), EACCES);
        EXPECT_EQ(open_error(folder / "made", O_WRONLY | O_CREAT), 0);
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(open_error(folder / "bobs", O_RDONLY), 0);
    });
    struct stat made {};
    ASSERT_EQ(::stat((folder / "made").c_str(), &made), 0);
    EXPECT_EQ(made.st_uid, 47110U);
    EXPECT_EQ(made.st_gid, 47111U);
}

TEST_F(Acting, UsesTheSupplementaryGroups) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0777), 0);
    support::write_file(folder / "shared", "x");
    ASSERT_EQ(::chown((folder / "shared").c_str(), 0, 47113), 0);
    ASSERT_EQ(::chmod((folder / "shared").c_str(), 0640), 0);
    on_own_thread([&] {
        auto scope = begin(alice());
        EXPECT_EQ(open_error(folder / "shared", O_RDONLY), 0);
        EXPECT_EQ(open_error(folder / "shared", O_RDWR), EACCES);
        EXPECT_TRUE(scope.revert());
        auto other = begin(bob());
        EXPECT_EQ(open_error(folder / "shared", O_RDONLY), EACCES);
    });
}

TEST_F(Acting, Nests) {
    on_own_thread([] {
        const WhoIs before = who_is();
        auto outer = begin(alice());
        const WhoIs as_alice = who_is();
        auto inner = begin(bob());
        EXPECT_EQ(who_is().uid, "0 47120 0 47120");
        EXPECT_EQ(who_is().groups, "");
        EXPECT_EQ(identity::impersonation_depth(), 2U);
        EXPECT_EQ(identity::impersonated_user()->name, "bob");
        EXPECT_EQ(status_of(outer.revert()), Status::impersonation_not_innermost);
        EXPECT_EQ(who_is().uid, "0 47120 0 47120");
        EXPECT_TRUE(inner.revert());
        EXPECT_EQ(who_is(), as_alice);
        EXPECT_EQ(status_of(inner.revert()), Status::wrong_state);
        EXPECT_TRUE(outer.revert());
        EXPECT_EQ(who_is(), before);
        EXPECT_FALSE(identity::impersonated_user());
    });
}

TEST_F(Acting, EndsWithItsScopeAlsoOutOfOrder) {
    on_own_thread([] {
        const WhoIs before = who_is();
        { const auto scope = begin(alice()); }
        EXPECT_EQ(who_is(), before);
        auto outer = std::make_unique<Impersonation>(begin(alice()));
        auto inner = begin(bob());
        outer.reset();
        EXPECT_EQ(who_is().uid, "0 47120 0 47120") << "code inside still acts as bob";
        EXPECT_TRUE(inner.revert());
        EXPECT_EQ(who_is(), before);
        EXPECT_EQ(identity::impersonation_depth(), 0U);
    });
}

TEST_F(Acting, IsRevertedByItsOwnThreadAlone) {
    const WhoIs here = who_is();
    on_own_thread([&] {
        auto scope = std::make_unique<Impersonation>(begin(alice()));
        std::thread([&] {
            EXPECT_EQ(status_of(scope->revert()), Status::impersonation_on_other_thread);
            EXPECT_EQ(identity::impersonation_depth(), 0U);
            scope.reset();
        }).join();
        EXPECT_EQ(who_is().uid, "0 47110 0 47110");
        // The next task on this thread begins as the service again, not as alice.
        auto next = begin(bob());
        EXPECT_TRUE(next.revert());
        EXPECT_EQ(who_is(), here);
    });
}

TEST_F(Acting, DiesWithAThreadThatNeverReverted) {
    std::optional<Impersonation> left;
    const WhoIs here = who_is();
    on_own_thread([&] { left.emplace(begin(alice())); });
    EXPECT_EQ(who_is(), here);
    on_own_thread([&] { EXPECT_EQ(who_is(), here); });
    EXPECT_EQ(status_of(left->revert()), Status::impersonation_on_other_thread);
}

TEST_F(Acting, IsInheritedByThreadsStartedInside) {
    on_own_thread([] {
        auto scope = begin(alice());
        std::thread([] {
            EXPECT_EQ(who_is().uid, "0 47110 0 47110");
            EXPECT_EQ(identity::impersonation_depth(), 0U) << "there is nothing to revert to";
        }).join();
    });
}

TEST_F(Acting, GoesOnInAChildWhichMayRevert) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        const WhoIs before = who_is();
        auto scope = begin(alice());
        EXPECT_TRUE(support::ended_well(in_child([&] {
            EXPECT_EQ(who_is().uid, "0 47110 0 47110");
            EXPECT_TRUE(scope.revert());
            EXPECT_EQ(who_is(), before);
        })));
        EXPECT_EQ(who_is().uid, "0 47110 0 47110") << "the child's revert is the child's alone";
    })));
}

// execve(2): the saved ids become the effective ones, the real ids stay the service's, so a
// program started inside is no sandbox for the client.
TEST_F(Acting, GoesOnInAnotherProgramWithTheServicesRealIds) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0777), 0);
    EXPECT_TRUE(support::ended_well(in_child([&] {
        auto scope = begin(alice());
        const std::string out = folder / "status";
        const int file = ::open(out.c_str(), O_WRONLY | O_CREAT, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::execl("/bin/grep", "grep", "-E", "Uid|CapEff", "/proc/self/status", nullptr);
    })));
    EXPECT_EQ(support::read_file(folder / "status"),
              "Uid:\t0\t47110\t47110\t47110\nCapEff:\t0000000000000000\n");
}

TEST_F(Acting, RefusesRootUnlessAllowed) {
    on_own_thread([] {
        LocalUser root{"root", 0, 0, {}};
        auto refused = Impersonation::begin(root);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().status(), Status::root_not_allowed);
        root.may_be_root = true;
        auto outer = begin(alice());
        auto scope = begin(root);
        EXPECT_EQ(who_is().uid, "0 0 0 0");
        EXPECT_EQ(who_is().effective, who_is().permitted);
    });
}

/// As a service with these capabilities alone, in a process of its own.
void as_service(std::uint64_t capabilities, const std::function<void()>& body) {
    EXPECT_TRUE(support::ended_well(in_child([&] {
        support::become(1000, capabilities);
        body();
    })));
}

constexpr auto kSetUid = support::capability(CAP_SETUID);
constexpr auto kSetGid = support::capability(CAP_SETGID);
constexpr auto kOverride = support::capability(CAP_DAC_OVERRIDE);

TEST_F(Acting, KeepsNothingOfACapableServiceThatTheClientLacks) {
    const support::Folder folder;
    ASSERT_EQ(::chmod((folder / ".").c_str(), 0777), 0);
    support::write_file(folder / "bobs", "x");
    ASSERT_EQ(::chown((folder / "bobs").c_str(), 47120, 0), 0);
    ASSERT_EQ(::chmod((folder / "bobs").c_str(), 0600), 0);
    as_service(kSetUid | kSetGid | kOverride, [&] {
        const WhoIs before = who_is();
        EXPECT_EQ(open_error(folder / "bobs", O_RDONLY), 0) << "by CAP_DAC_OVERRIDE";
        auto scope = begin(alice());
        EXPECT_EQ(who_is().uid, "1000 47110 1000 47110");
        EXPECT_EQ(who_is().effective, "0000000000000000");
        EXPECT_EQ(open_error(folder / "bobs", O_RDONLY), EACCES);
        auto inner = begin(bob());
        EXPECT_EQ(open_error(folder / "bobs", O_RDONLY), 0) << "as its owner";
        EXPECT_TRUE(inner.revert());
        EXPECT_EQ(open_error(folder / "bobs", O_RDONLY), EACCES);
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
    });
}

TEST_F(Acting, TakesAmbientCapabilitiesFromProgramsStartedInside) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        support::become(1000, kSetUid | kSetGid | kOverride, true);
        ASSERT_EQ(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0), 0);
        const WhoIs before = who_is();
        EXPECT_EQ(before.ambient, "0000000000000002");
        auto scope = begin(alice());
        EXPECT_EQ(who_is().ambient, "0000000000000000");
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
    })));
}

TEST_F(Acting, FailsWithoutACapabilityNamesItAndChangesNothing) {
    for (const auto& [held, lacks] : {std::pair(kSetUid | kOverride, "CAP_SETGID"),
                                      std::pair(kSetGid | kOverride, "CAP_SETUID"),
                                      std::pair(std::uint64_t{0}, "CAP_SETGID")}) {
        as_service(held, [lacks = lacks] {
            const WhoIs before = who_is();
            const auto refused = Impersonation::begin(alice());
            ASSERT_FALSE(refused);
            EXPECT_EQ(refused.error().status(), Status::capability_missing);
            EXPECT_EQ(refused.error().evidence().at(0).value, lacks);
            EXPECT_EQ(who_is(), before);
            EXPECT_EQ(identity::impersonation_depth(), 0U);
        });
    }
}

TEST_F(Acting, WorksWithoutPrivilegeWhereNothingMustChange) {
    as_service(0, [] {
        const WhoIs before = who_is();
        auto scope = begin({"service", 1000, 1000, {1000}});
        EXPECT_EQ(who_is(), before);
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
    });
    as_service(kOverride, [] {
        auto scope = begin({"service", 1000, 1000, {}});
        EXPECT_EQ(who_is().effective, "0000000000000000") << "the user itself has none";
    });
}

TEST_F(Acting, RaisesWhatTheServiceMayHaveButDoesNotUse) {
    as_service(kSetUid | kSetGid, [] {
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        const auto both = static_cast<std::uint32_t>(kSetUid | kSetGid);
        __user_cap_data_struct data[2] = {{0, both, 0}, {0, 0, 0}};
        ASSERT_EQ(::syscall(SYS_capset, &header, data), 0);
        const WhoIs before = who_is();
        auto scope = begin(alice());
        EXPECT_EQ(who_is().uid, "1000 47110 1000 47110");
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
    });
}

TEST_F(Acting, GivesBackFileSystemIdsThatDifferedAndTheDeathSignal) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        ::syscall(SYS_setfsuid, 47130);
        ::syscall(SYS_setfsgid, 47131);
        ASSERT_EQ(::prctl(PR_SET_PDEATHSIG, SIGUSR1), 0);
        const WhoIs before = who_is();
        EXPECT_EQ(before.uid, "0 0 0 47130");
        auto scope = begin(alice());
        EXPECT_EQ(who_is().uid, "0 47110 0 47110");
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
        int signal = 0;
        ASSERT_EQ(::prctl(PR_GET_PDEATHSIG, &signal), 0);
        EXPECT_EQ(signal, SIGUSR1);
    })));
}

// user_namespaces(7): an id that the namespace does not map is no id there.
TEST_F(Acting, NamesAUserWhoIsOutsideTheNamespace) {
    int ready[2] = {};
    int mapped[2] = {};
    ASSERT_EQ(::pipe2(ready, O_CLOEXEC) | ::pipe2(mapped, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        char byte = 0;
        EXPECT_EQ(::unshare(CLONE_NEWUSER), 0);
        EXPECT_EQ(::write(ready[1], "x", 1), 1);
        EXPECT_EQ(::read(mapped[0], &byte, 1), 1);
        const auto refused = Impersonation::begin({"far", 47110, 500, {501}, false});
        EXPECT_FALSE(refused);
        EXPECT_EQ(refused.error().status(), Status::user_outside_namespace);
        auto near = begin({"near", 500, 500, {501}, false});
        EXPECT_EQ(who_is().uid, "0 500 0 500");
        EXPECT_TRUE(near.revert());
        ::_exit(HasFailure() ? 1 : 0);
    }
    char byte = 0;
    EXPECT_EQ(::read(ready[0], &byte, 1), 1);
    for (const char* map : {"/uid_map", "/gid_map"}) {
        support::write_file("/proc/" + std::to_string(child) + map, "0 0 1000\n");
    }
    EXPECT_EQ(::write(mapped[1], "x", 1), 1);
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(support::ended_well(status));
    for (const int end : {ready[0], ready[1], mapped[0], mapped[1]}) {
        ::close(end);
    }
}

/// The process's uids, with CAP_SETUID and CAP_SETGID permitted where one of them is 0.
void with_uids(uid_t real, uid_t effective, uid_t saved, const std::function<void()>& body) {
    EXPECT_TRUE(support::ended_well(in_child([&] {
        ASSERT_EQ(::setresuid(real, effective, saved), 0);
        body();
    })));
}

// Finding I8: capabilities(7): such a thread loses its permitted capabilities with its last uid 0.
TEST_F(Acting, ComesBackToTheOnlyUidThatIsRoots) {
    with_uids(1000, 0, 1000, [] {
        const WhoIs before = who_is();
        auto scope = begin(alice());
        EXPECT_EQ(who_is().uid, "1000 47110 1000 47110");
        EXPECT_EQ(who_is().effective, "0000000000000000");
        auto inner = begin(bob());
        EXPECT_TRUE(inner.revert());
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
        EXPECT_EQ(::prctl(PR_GET_KEEPCAPS), 0);
    });
    // A service that is not root comes back from root likewise.
    as_service(kSetUid | kSetGid, [] {
        ASSERT_EQ(::prctl(PR_SET_KEEPCAPS, 0), 0);
        const WhoIs before = who_is();
        auto scope = begin({"root", 0, 0, {}, true});
        EXPECT_EQ(who_is().uid, "1000 0 1000 0");
        EXPECT_TRUE(scope.revert());
        EXPECT_EQ(who_is(), before);
        EXPECT_EQ(::prctl(PR_GET_KEEPCAPS), 0);
    });
}

TEST_F(Acting, FailsUnchangedWhereItMayNotKeepTheWayBack) {
    with_uids(1000, 0, 1000, [] {
        ASSERT_EQ(::prctl(PR_SET_SECUREBITS, SECBIT_KEEP_CAPS_LOCKED), 0);
        const WhoIs before = who_is();
        const auto refused = Impersonation::begin(alice());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().status(), Status::system_error);
        EXPECT_EQ(who_is(), before);
    });
}

/// What a thread_local object sees when it is destroyed.
struct Witness {
    ~Witness() { *seen = who_is().uid; }
    std::string* seen;
};

// Finding I4: objects of a thread or of the process may hold scopes longer than the thread's frames
// live.
TEST_F(Acting, EndsWithScopesThatTheThreadsEndDestroys) {
    std::string after;
    on_own_thread([&] {
        thread_local Witness witness{&after};
        thread_local std::optional<Impersonation> outer;
        thread_local std::optional<Impersonation> inner;
        EXPECT_EQ(witness.seen, &after);
        outer.emplace(begin(alice()));
        inner.emplace(begin(bob()));
    });
    EXPECT_EQ(after, "0 0 0 0");
    // In the wrong order: the outer one is destroyed first and takes the inner one with it.
    on_own_thread([&] {
        thread_local Witness witness{&after};
        thread_local std::optional<Impersonation> inner;
        thread_local std::optional<Impersonation> outer;
        EXPECT_EQ(witness.seen, &after);
        outer.emplace(begin(alice()));
        inner.emplace(begin(bob()));
    });
    EXPECT_EQ(after, "0 0 0 0");
}

/// Ends the process as what it was, or the test sees it.
struct EndsAsRoot {
    ~EndsAsRoot() {
        scope.reset();
        ::_exit(who_is().uid == "0 0 0 0" && identity::impersonation_depth() == 0 ? 0 : 3);
    }
    std::optional<Impersonation> scope;
};

TEST_F(Acting, EndsWithScopesThatTheProcessesEndDestroys) {
    EXPECT_TRUE(support::ended_well(in_child([] {
        static EndsAsRoot last;
        last.scope.emplace(begin(alice()));
        std::exit(2);
    })));
}

/// Tries to act once more while the thread ends.
struct Late {
    ~Late() { *seen = status_of_begin(); }
    static Status status_of_begin() {
        const auto begun = Impersonation::begin(alice());
        return begun ? Status::ok : begun.error().status();
    }
    Status* seen;
};

TEST_F(Acting, BeginsNoMoreOnAThreadThatEnds) {
    Status seen = Status::ok;
    on_own_thread([&] {
        thread_local Late late{&seen};
        EXPECT_EQ(late.seen, &seen);
        auto scope = begin(alice());
        EXPECT_TRUE(scope.revert());
    });
    EXPECT_EQ(seen, Status::wrong_state);
}

TEST_F(Acting, EndsTheProcessIfThereIsNoWayBack) {
    const int status = in_child([] {
        auto scope = begin(alice());
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct data[2] = {};
        EXPECT_EQ(::syscall(SYS_capset, &header, data), 0);
        static_cast<void>(scope.revert());
    });
    EXPECT_TRUE(support::ended_by(status, SIGABRT)) << status;
}

// nptl's setxid: it ends the process when the kernel answers its threads differently. So a service
// cannot come to believe that it gave up root on every thread while one keeps the way back.
TEST_F(Acting, MeetsGlibcsChangeOfEveryThreadByTheProcesssEnd) {
    const int status = in_child([] {
        std::atomic<bool> acting{false};
        std::thread([&] {
            auto scope = begin(alice());
            acting = true;
            ::pause();
        }).detach();
        while (!acting) {
            std::this_thread::yield();
        }
        EXPECT_EQ(::setresuid(1000, 1000, 1000), -1) << "it comes back";
    });
    EXPECT_TRUE(support::ended_by(status, SIGABRT)) << status;
}

struct Touched {
    bool signalled = false;
    bool traced = false;
};

/// Lets a process that is alice in every way touch one that did `setup`.
Touched touched_by_alice(const std::function<void()>& setup) {
    int ready[2] = {};
    EXPECT_EQ(::pipe2(ready, O_CLOEXEC), 0);
    const pid_t target = ::fork();
    if (target == 0) {
        setup();
        // Else the kernel refuses to trace any process whose ids were changed.
        ::prctl(PR_SET_DUMPABLE, 1);
        EXPECT_EQ(::write(ready[1], "x", 1), 1);
        for (;;) {
            ::pause();
        }
    }
    char byte = 0;
    EXPECT_EQ(::read(ready[0], &byte, 1), 1);
    const int status = in_child([target] {
        support::become(47110, 0);
        const bool signalled = ::kill(target, 0) == 0;
        const bool traced = open_error("/proc/" + std::to_string(target) + "/mem", O_RDONLY) == 0;
        ::_exit((signalled ? 2 : 0) + (traced ? 4 : 0));
    });
    ::kill(target, SIGKILL);
    ::waitpid(target, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) != 1);
    return {(WEXITSTATUS(status) & 2) != 0, (WEXITSTATUS(status) & 4) != 0};
}

// kill(2): the sender's ids against the real and saved ids of the target. ptrace(2): against all.
TEST_F(Acting, DoesNotLetTheClientSignalOrTraceTheService) {
    const Touched acting = touched_by_alice([] { static auto scope = begin(alice()); });
    EXPECT_FALSE(acting.signalled);
    EXPECT_FALSE(acting.traced);
    // What it would be with real and saved ids too.
    const Touched being = touched_by_alice([] { support::become(47110, 0); });
    EXPECT_TRUE(being.signalled);
    EXPECT_TRUE(being.traced);
}

}  // namespace

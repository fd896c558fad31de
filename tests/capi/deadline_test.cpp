#include <mutauth/deadline.h>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "capi/realm.h"

namespace {

TEST(CapiDeadline, CountsDown) {
    const realm::Deadline deadline = realm::within(200);
    const int64_t left = mutauth_deadline_left(deadline.get());
    EXPECT_GT(left, 100);
    EXPECT_LE(left, 200);
    std::this_thread::sleep_for(std::chrono::milliseconds(210));
    EXPECT_EQ(mutauth_deadline_left(deadline.get()), 0);
    EXPECT_EQ(mutauth_deadline_left(realm::within(0).get()), 0);
}

TEST(CapiDeadline, MayNeverCome) {
    const realm::Deadline never = realm::within(INT64_MAX);
    EXPECT_GT(mutauth_deadline_left(never.get()), int64_t{1000} * 3600 * 24 * 365);
    // And a wait under it still ends when it is cancelled.
    mutauth_listener* made = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &made), MUTAUTH_OK);
    const realm::Listener listener(made, mutauth_listener_free);
    std::thread cancelling([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        mutauth_deadline_cancel(never.get());
    });
    int fd = 7;
    EXPECT_EQ(mutauth_listener_accept(listener.get(), never.get(), &fd), MUTAUTH_CANCELLED);
    EXPECT_EQ(fd, -1);
    cancelling.join();
}

TEST(CapiDeadline, OnceCancelledStaysSo) {
    const realm::Deadline deadline = realm::within(10000);
    mutauth_deadline_cancel(deadline.get());
    mutauth_deadline_cancel(deadline.get());
    const realm::Credential alice = realm::account("alice");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, deadline.get()),
                  MUTAUTH_CANCELLED);
    }
}

TEST(CapiDeadline, MayBeCancelledByASignalHandler) {
    static mutauth_deadline* shared = nullptr;
    const realm::Deadline deadline = realm::within(10000);
    shared = deadline.get();
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = [](int) {
        mutauth_deadline_cancel(shared);
    };
    ASSERT_EQ(::sigaction(SIGALRM, &action, &before), 0);
    mutauth_listener* made = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &made), MUTAUTH_OK);
    const realm::Listener listener(made, mutauth_listener_free);
    ::ualarm(30000, 0);
    int fd = 7;
    EXPECT_EQ(mutauth_listener_accept(listener.get(), deadline.get(), &fd), MUTAUTH_CANCELLED);
    ::sigaction(SIGALRM, &before, nullptr);
}

TEST(CapiDeadline, ChecksItsArguments) {
    EXPECT_EQ(mutauth_deadline_in(1, nullptr), MUTAUTH_INVALID_ARGUMENT);
    auto* made = reinterpret_cast<mutauth_deadline*>(1);
    EXPECT_EQ(mutauth_deadline_in(-1, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    made = reinterpret_cast<mutauth_deadline*>(1);
    EXPECT_EQ(mutauth_deadline_in(INT64_MIN, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_deadline_left(nullptr), 0);
    mutauth_deadline_cancel(nullptr);
    mutauth_deadline_free(nullptr);
}

TEST(CapiDeadline, SaysThatDescriptorsRanOut) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{3, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    auto* made = reinterpret_cast<mutauth_deadline*>(1);
    const mutauth_status status = mutauth_deadline_in(1, &made);
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(status, MUTAUTH_SYSTEM_ERROR);
    EXPECT_EQ(made, nullptr);
    int32_t system = 0;
    int64_t code = 0;
    EXPECT_EQ(mutauth_error_native_at(nullptr, 0, &system, &code), MUTAUTH_OK);
    EXPECT_EQ(system, MUTAUTH_NATIVE_SYSTEM);
    EXPECT_EQ(code, EMFILE);
}

}  // namespace

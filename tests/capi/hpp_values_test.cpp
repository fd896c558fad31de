// Errors, deadlines, policies and requirements by the C++ classes; what can be moved and copied.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <type_traits>

#include "capi/hpp.h"

namespace {

namespace auth = mutauth::v1;
using hpp::thrown;
using std::chrono::milliseconds;

template <class Class>
constexpr bool move_only =
    std::is_nothrow_move_constructible_v<Class>&& std::is_nothrow_move_assignable_v<Class> &&
    !std::is_copy_constructible_v<Class>;

static_assert(move_only<auth::Account> && move_only<auth::Bytes> && move_only<auth::Channel> &&
              move_only<auth::Context> && move_only<auth::Credential> &&
              move_only<auth::Deadline> && move_only<auth::Directory> &&
              move_only<auth::Listener> && move_only<auth::Negotiation> &&
              move_only<auth::Policy> && move_only<auth::Requirements> &&
              move_only<auth::AliasMap> && move_only<auth::Controller> && move_only<auth::Service>);
static_assert(std::is_nothrow_copy_constructible_v<auth::Spn>, "names are values");
static_assert(std::is_nothrow_copy_constructible_v<auth::Error>, "exceptions are copied");

/// Only a negotiation that is given up yields a context.
template <class Class, class = void>
constexpr bool finishes_as = false;
template <class Class>
constexpr bool finishes_as<Class, std::void_t<decltype(std::declval<Class>().finish())>> = true;
static_assert(finishes_as<auth::Negotiation&&> && !finishes_as<auth::Negotiation&>);

TEST(HppError, SaysEverythingAndOutlivesOtherCalls) {
    try {
        auth::Spn::compose("http", "192.0.2.1");
        FAIL() << "an address is no host";
    } catch (const auth::Error& error) {
        EXPECT_EQ(thrown([] { auth::Spn::parse(""); }), MUTAUTH_INVALID_NAME);
        const std::exception& plain = error;
        EXPECT_STRNE(plain.what(), "");
        EXPECT_EQ(error.status(), MUTAUTH_NAME_IS_ADDRESS);
        EXPECT_EQ(error.kind(), MUTAUTH_KIND_NAME);
        EXPECT_STREQ(error.symbol(), "MUTAUTH_NAME_IS_ADDRESS");
        EXPECT_STRNE(error.remedy(), "");
        EXPECT_NE(error.explanation().find(error.remedy()), std::string::npos);
        EXPECT_TRUE(error.token().empty());
        for (const auth::Evidence& fact : error.evidence()) {
            EXPECT_FALSE(fact.key.empty());
        }
    }
}

TEST(HppError, CarriesNativeCodes) {
    try {
        auth::Credential::from_keytab("/nonexistent/keytab");
        FAIL() << "there is no such keytab";
    } catch (const auth::Error& error) {
        EXPECT_EQ(error.status(), MUTAUTH_KEYTAB_UNREADABLE);
        for (const auth::Native& code : error.native()) {
            EXPECT_GT(code.system, 0);
            EXPECT_NE(code.code, 0);
        }
    }
}

TEST(HppError, CanCrossThreads) {
    auto failing = std::async(std::launch::async, [] { auth::Spn::parse(""); });
    EXPECT_EQ(thrown([&] { failing.get(); }), MUTAUTH_INVALID_NAME);
}

TEST(HppError, CanBeMadeWithoutTheLibrary) {
    const auth::Error error(MUTAUTH_CANCELLED, "never mind");
    EXPECT_STREQ(error.what(), "never mind");
    EXPECT_STREQ(error.remedy(), "");
    EXPECT_EQ(error.explanation(), "never mind");
    EXPECT_TRUE(error.evidence().empty() && error.native().empty());
}

TEST(HppDeadline, PassesAndIsCancelled) {
    const auth::Listener listener("127.0.0.1:0");
    const auth::Deadline soon(milliseconds(20));
    EXPECT_EQ(thrown([&] { listener.accept(soon); }), MUTAUTH_DEADLINE_PASSED);
    EXPECT_EQ(soon.left(), milliseconds(0));
    const auto never = auth::Deadline::never();
    EXPECT_GT(never.left(), std::chrono::hours(24));
    std::thread canceller([&] { never.cancel(); });
    EXPECT_EQ(thrown([&] { listener.accept(never); }), MUTAUTH_CANCELLED);
    canceller.join();
    EXPECT_EQ(thrown([] { auth::Deadline past(milliseconds(-1)); }), MUTAUTH_INVALID_ARGUMENT);
}

TEST(HppPolicy, ChainsAndRefusesUnknownNumbers) {
    auth::Policy policy;
    policy.set_level(MUTAUTH_LEVEL_INTEGRITY)
        .set_mechanism(MUTAUTH_MECHANISM_NEGOTIATE)
        .add_served_spn(auth::Spn::parse("http/a"))
        .waive_mutual()
        .set_dce_style()
        .set_channel_bindings(MUTAUTH_BINDINGS_REQUIRE)
        .set_delegation(MUTAUTH_DELEGATION_NEVER)
        .set_session_enctypes({18, 20})
        .set_ticket_enctypes({18, 23})
        .set_longest_life(60);
    EXPECT_EQ(thrown([&] { policy.set_longest_life(0); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { policy.set_session_enctypes({}); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { policy.set_level(1); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { policy.set_mechanism(9); }), MUTAUTH_INVALID_ARGUMENT);
}

TEST(HppRequirements, RefuseWhatTheyCannotMean) {
    auth::Requirements requirements;
    requirements.set_level(MUTAUTH_LEVEL_PRIVACY).add_client("alice@EXAMPLE.TEST");
    EXPECT_EQ(thrown([&] { requirements.add_client("alice"); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { requirements.add_service_key(""); }), MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

#include "identity/identity.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/kernel_view.h"
#include "unit/identity/callers.h"

namespace {

using namespace mutauth;
using namespace mutauth::testing;
using identity::Identity;
using identity::Sid;
using identity::TrustedDomain;

Sid sid(const char* text) {
    return Sid::from_text(text).value();
}

bool has(const context::Proof& proof,
         const char* text,
         const std::vector<TrustedDomain>& trusted = {}) {
    const Identity identity(proof);
    const auto found = identity.has(sid(text), trusted);
    EXPECT_TRUE(found) << found.error().message();
    return found && *found;
}

Logon with_foreign_sids() {
    Logon out;
    out.groups = {{512, 7}};
    out.user_flags = 0x220;
    out.extra = {{sid_octets({21, 9, 9, 9, 1000}), 7}, {sid_octets({32, 544}), 7}};
    out.resource_domain = sid_octets({21, 4, 4, 4});
    out.resource_groups = {{2000, 7}};
    return out;
}

TEST(Identity, HasTheNamesPartsWithoutQuotes) {
    const context::Proof proof = caller("a\\/b/c\\@d@REALM\\/X");
    const Identity identity(proof);
    EXPECT_EQ(identity.client().components, (std::vector<std::string>{"a/b", "c@d"}));
    EXPECT_EQ(identity.client().realm, "REALM/X");
    ASSERT_EQ(identity.service_keys().size(), 1U);
    EXPECT_EQ(identity.service_keys().front().name, "http/web.example.test");
    EXPECT_EQ(identity.service_keys().front().realm, "EXAMPLE.TEST");
}

/// "\0" and "\\0" in libkrb5's text are a NUL, and a backslash with a zero.
TEST(Identity, IsNotCutShortByANul) {
    const context::Proof proof = caller("root\\0x/a\\\\0@REALM\\0");
    const Identity identity(proof);
    EXPECT_EQ(identity.client().components, (std::vector<std::string>{"root\\0x", "a\\0"}));
    EXPECT_EQ(identity.client().realm, "REALM\\0");
    EXPECT_FALSE(identity.of_own_realm());
}

TEST(Identity, CountsSidsOfItsOwnDomain) {
    const context::Proof alice = caller("alice@EXAMPLE.TEST", with_foreign_sids());
    EXPECT_TRUE(has(alice, "S-1-5-21-1-2-3-1107"));
    EXPECT_TRUE(has(alice, "S-1-5-21-1-2-3-513"));
    EXPECT_TRUE(has(alice, "S-1-5-21-1-2-3-512"));
    EXPECT_FALSE(has(alice, "S-1-5-21-1-2-3-514"));
}

TEST(Identity, CountsSidsOfOtherDomainsOnlyWhereTheyAreTrusted) {
    const context::Proof alice = caller("alice@EXAMPLE.TEST", with_foreign_sids());
    for (const char* foreign : {"S-1-5-21-9-9-9-1000", "S-1-5-32-544", "S-1-5-21-4-4-4-2000"}) {
        EXPECT_FALSE(has(alice, foreign)) << foreign;
        const Sid domain = sid(foreign).domain();
        EXPECT_TRUE(has(alice, foreign, {{"EXAMPLE.TEST", domain}})) << foreign;
        EXPECT_FALSE(has(alice, foreign, {{"OTHER.TEST", domain}})) << foreign;
        EXPECT_FALSE(has(alice, foreign, {{"EXAMPLE.TEST", sid("S-1-5-21-1-2-3")}})) << foreign;
    }
}

/// Whoever runs a trusted realm's KDC may write any SIDs into its tickets.
TEST(Identity, CountsNothingOfAnotherRealmUnlessTrusted) {
    const context::Proof mallory = caller("alice@OTHER.TEST", with_foreign_sids());
    EXPECT_FALSE(has(mallory, "S-1-5-21-1-2-3-1107"));
    EXPECT_FALSE(has(mallory, "S-1-5-21-1-2-3-512"));
    EXPECT_TRUE(has(mallory, "S-1-5-21-1-2-3-512", {{"OTHER.TEST", sid("S-1-5-21-1-2-3")}}));
    EXPECT_FALSE(has(mallory, "S-1-5-21-1-2-3-512", {{"other.test", sid("S-1-5-21-1-2-3")}}));
    EXPECT_FALSE(has(mallory, "S-1-5-21-9-9-9-1000", {{"OTHER.TEST", sid("S-1-5-21-1-2-3")}}));
}

TEST(Identity, CountsWhatTellsHowItIsKnown) {
    Logon logon;
    logon.user_flags = 0x20;
    logon.extra = {{Bytes{1, 1, 0, 0, 0, 0, 0, 18, 1, 0, 0, 0}, 7}};
    EXPECT_TRUE(has(caller("alice@EXAMPLE.TEST", logon), "S-1-18-1"));
    EXPECT_FALSE(has(caller("alice@EXAMPLE.TEST", logon), "S-1-18-2"));
    EXPECT_FALSE(has(caller("alice@OTHER.TEST", logon), "S-1-18-1"));
}

TEST(Identity, BelievesNoPacThatIsNotProven) {
    const Bytes good = pac_of({{1, logon_info({})}});
    const auto refusal = [](const context::Proof& proof) {
        const Identity identity(proof);
        const auto found = identity.has(sid("S-1-5-21-1-2-3-1107"));
        EXPECT_FALSE(found);
        EXPECT_EQ(found.error().evidence().at(0).value, "alice@EXAMPLE.TEST");
        return found.error().status();
    };
    EXPECT_EQ(refusal(caller("alice@EXAMPLE.TEST", good, false)), Status::pac_unproven);
    EXPECT_EQ(refusal(caller("alice@EXAMPLE.TEST")), Status::pac_missing);
    EXPECT_EQ(refusal(caller("alice@EXAMPLE.TEST", pac_of({}))), Status::pac_missing);
    EXPECT_EQ(refusal(caller("alice@EXAMPLE.TEST", Bytes(3, 0))), Status::pac_malformed);
}

// Finding I3: whoever may write to an account chooses its UPN, so that alone is no name for rules.
TEST(Identity, IsCalledAsItsAccountOrWhereThatIsAllowedAsItsUpn) {
    using identity::AccountNames;
    const auto checked = [](const std::string& client, std::string_view upn, std::string_view name,
                            AccountNames names = AccountNames::own_or_upn) {
        const context::Proof proof = caller(client, pac_of({{12, upn_dns_info(upn, name)}}));
        const auto result = Identity(proof).check_name(names);
        return result ? Status::ok : result.error().status();
    };
    for (const auto names : {AccountNames::own, AccountNames::own_or_upn}) {
        EXPECT_EQ(checked("web$@EXAMPLE.TEST", "web@example.test", "web$", names), Status::ok);
        EXPECT_EQ(checked("WEB$@EXAMPLE.TEST", "web@example.test", "web$", names), Status::ok);
        EXPECT_EQ(checked("web@EXAMPLE.TEST", "web@other.test", "web$", names),
                  Status::account_mismatch);
        EXPECT_EQ(checked("web@EXAMPLE.TEST", "", "web$", names), Status::account_mismatch);
        EXPECT_EQ(checked("web/$@EXAMPLE.TEST", "", "web$", names), Status::account_mismatch);
        EXPECT_TRUE(Identity(caller("web@EXAMPLE.TEST")).check_name(names)) << "without a PAC";
    }
    EXPECT_EQ(checked("alice@EXAMPLE.TEST", "alice@example.test", "a.example"), Status::ok);
    EXPECT_EQ(checked("a.b\\@mail.test@EXAMPLE.TEST", "a.b@mail.test", "alice"), Status::ok);
    EXPECT_EQ(checked("alice@EXAMPLE.TEST", "alice@example.test", "a.example", AccountNames::own),
              Status::account_mismatch);
    EXPECT_EQ(checked("a.b\\@mail.test@EXAMPLE.TEST", "a.b@mail.test", "alice", AccountNames::own),
              Status::account_mismatch);
}

// Finding I6: that nothing could be learned for the moment says nothing of the PAC.
TEST(Identity, AsksAgainAfterAFailureThatPasses) {
    int asked = 0;
    context::Proof proof = caller("alice@EXAMPLE.TEST");
    proof.authorization.pac = std::make_shared<context::Pac>(
        pac_of({{1, logon_info({})}}), [&](ByteView) -> Result<bool> {
            return ++asked == 1 ? Result<bool>(Error(Status::system_error)) : Result<bool>(true);
        });
    const Identity identity(proof);
    EXPECT_EQ(identity.pac().error().status(), Status::system_error);
    EXPECT_TRUE(identity.pac());
    EXPECT_TRUE(identity.pac());
    EXPECT_EQ(asked, 2) << "what was learned is kept";
}

// A thread that reads the PAC is not there in a child to end it.
TEST(Identity, CanBeReadInAChildThatWasMadeMeanwhile) {
    std::atomic<bool> reading{false};
    std::atomic<bool> go_on{false};
    const pid_t parent = ::getpid();
    context::Proof proof = caller("alice@EXAMPLE.TEST");
    proof.authorization.pac =
        std::make_shared<context::Pac>(pac_of({{1, logon_info({})}}), [&](ByteView) {
            reading = true;
            while (::getpid() == parent && !go_on) {
                std::this_thread::yield();
            }
            return true;
        });
    const Identity identity(proof);
    std::thread other([&] { EXPECT_TRUE(identity.pac()); });
    while (!reading) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(support::ended_well(support::in_child([&] {
        ::alarm(20);
        EXPECT_TRUE(identity.pac());
    })));
    go_on = true;
    other.join();
    EXPECT_TRUE(identity.pac());
}

TEST(Identity, ReadsThePacOnceForAllThreads) {
    std::atomic<int> asked = 0;
    context::Proof proof = caller("alice@EXAMPLE.TEST");
    proof.authorization.pac = std::make_shared<context::Pac>(
        pac_of({{1, logon_info({})}}), [&](ByteView) { return ++asked == 1; });
    const Identity identity(proof);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const auto found = identity.has(sid("S-1-5-21-1-2-3-1107"));
            EXPECT_TRUE(found && *found);
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(asked, 1);
}

}  // namespace

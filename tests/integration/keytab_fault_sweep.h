// Each change of a keytab meets each fault of the wire at each message to the KDC and to the
// password server: the service goes on opening what the KDC issues, whatever it says then must be
// true, and it must end as if nothing had been when it is run again.
//
// Finding R1.
#pragma once

#include <cstdio>
#include <iterator>
#include <thread>

#include "integration/keytab_fixture.h"
#include "support/environment.h"
#include "support/fault_proxy.h"

namespace mutauth::testing {

using support::FaultProxy;

class KeytabFaults : public KeytabCases {
  protected:
    struct Change {
        const char* what;
        std::function<Result<void>(Deadline)> run;
        /// How many versions the keytab holds after it.
        std::size_t versions;
    };

    /// What it says, and whether the fault was met before it ended.
    struct Struck {
        Result<void> said;
        bool met;
    };

    static constexpr std::pair<FaultProxy::Kind, const char*> kFaults[] = {
        {FaultProxy::Kind::late_answer, "late answer"},
        {FaultProxy::Kind::no_answer, "no answer"},
        {FaultProxy::Kind::cut_after, "cut after it was done"},
        {FaultProxy::Kind::cut_before, "cut before"},
        {FaultProxy::Kind::late_request, "late request"},
    };
    /// Without MUTAUTH_TEST_ROUNDS one message in so many is struck.
    static constexpr int kStride = 10;
    static constexpr std::chrono::milliseconds kMostPatience{20000};

    std::vector<Change> changes() {
        return {
            {"rotate", [this](Deadline until) { return rotate_key(place(), {}, {}, until); }, 2},
            {"rotate by the administrator",
             [this](Deadline until) {
                 const auto admin = credential_of("admin");
                 KeytabRotation rotation;
                 rotation.administrator = admin.get();
                 return rotate_key(place(), rotation, {}, until);
             },
             2},
            {"add by the password",
             [this](Deadline until) {
                 const SecretText password(password_);
                 KeytabAddition addition;
                 addition.spn = name(kOtherSpn);
                 addition.password = &password;
                 return add_to_keytab(place(), addition, {}, until);
             },
             1},
        };
    }

    static FaultProxy proxy_to(const char* variable) {
        const auto target = *HostPort::parse(realm_variable(variable), 88);
        return FaultProxy(target.host, std::to_string(target.port));
    }

    std::string by_way_of_the_proxies() const {
        return with_server("kdc", kdc_.address(),
                           with_server("kpasswd_server", kpasswd_.address()));
    }

    Struck strike(const Change& change, FaultProxy& proxy, FaultProxy::Fault fault) {
        for (std::chrono::milliseconds patience{400};; patience *= 2) {
            reset();
            fault.delay = 2 * patience;
            const support::KerberosConfiguration configuration(by_way_of_the_proxies());
            proxy.arm(fault);
            auto said = change.run(Deadline::in(patience));
            const bool met = proxy.disarm().struck;
            if (met && fault.kind == FaultProxy::Kind::late_request) {
                std::this_thread::sleep_for(fault.delay);
            }
            if (met || said || patience > kMostPatience) {
                return {std::move(said), met};
            }
        }
    }

    void expect_service_works(const Change& change, const std::string& when) {
        EXPECT_TRUE(kvno_opens(file_, kSpn)) << when;
        EXPECT_THAT(faults(), ::testing::IsEmpty()) << when << ", " << change.what;
    }

    static bool is_open(const Result<void>& said) {
        return !said && (said.error().status() == Status::key_change_unsettled ||
                         said.error().status() == Status::rotation_unfinished);
    }

    /// How many messages of the change met the fault.
    int sweep(const Change& change,
              FaultProxy& proxy,
              FaultProxy::Kind kind,
              const std::string& of,
              int first) {
        const bool all = !realm_variable("MUTAUTH_TEST_ROUNDS").empty();
        int cases = 0;
        for (int at = all ? 1 : first;; at += all ? 1 : kStride, ++cases) {
            const Struck struck = strike(change, proxy, {kind, at, {}});
            const auto& said = struck.said;
            const std::string when = std::string(change.what) + ", " + of + " at message " +
                                     std::to_string(at) + ": " +
                                     (said ? "done" : said.error().message());
            if (!struck.met) {
                EXPECT_TRUE(said) << when;
                return cases;
            }
            expect_service_works(change, when);
            if (!said && !is_open(said)) {
                EXPECT_EQ(kvnos().size(), 1U) << when;
                EXPECT_TRUE(kinit_takes()) << "nothing was done: " << when;
            }
            const auto again = change.run(Deadline::usual());
            EXPECT_TRUE(again) << when << ", again: " << again.error().message();
            expect_service_works(change, when + ", again");
            EXPECT_TRUE(kinit_takes()) << when << ", again";
            EXPECT_GE(kvnos().size(), change.versions) << when << ", again";
            expect_nothing_left();
        }
    }

    FaultProxy kdc_ = proxy_to("MUTAUTH_REALM_KDC");
    FaultProxy kpasswd_ = proxy_to("MUTAUTH_REALM_KPASSWD");
};

TEST_F(KeytabFaults, LoseNoWorkingKey) {
    ASSERT_TRUE(account_called("websvc").add_spn(name(kOtherSpn), Deadline::usual()));
    int cases = 0;
    int turn = 0;
    for (const auto& change : changes()) {
        for (const auto& [kind, called] : kFaults) {
            cases +=
                sweep(change, kdc_, kind, std::string("the KDC's ") + called, 1 + turn++ % kStride);
            cases +=
                sweep(change, kpasswd_, kind, std::string("the password server's ") + called, 1);
        }
    }
    std::printf("faults of the wire tried on keytabs: %d\n", cases);
    EXPECT_GE(cases, 15);
}

}  // namespace mutauth::testing

// Getting tickets when KDCs are down, silent, slow, wrong or hostile.
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "capi/realm.h"
#include "support/der.h"
#include "support/environment.h"
#include "support/fake_kdc.h"

namespace {

namespace der = support::der;
using support::FakeKdc;
using support::KerberosConfiguration;
using testing::HasSubstr;

constexpr const char* kRealm = "EXAMPLE.TEST";

std::string kdc_line(const std::string& address) {
    return "  kdc = " + address + "\n";
}

std::string closed_kdc() {
    return kdc_line("127.0.0.1:" + std::to_string(support::closed_port()));
}

struct Fetched {
    mutauth_status status;
    int64_t milliseconds;
};

/// Alice's first ticket under a configuration with these KDCs.
Fetched fetch(const std::string& kdc_lines, const mutauth_deadline* deadline) {
    const KerberosConfiguration configuration(KerberosConfiguration::with_kdcs(kRealm, kdc_lines));
    const realm::Credential alice = realm::account("alice");
    const auto begin = std::chrono::steady_clock::now();
    const mutauth_status status = mutauth_credential_fetch(alice.get(), nullptr, deadline);
    return {status, std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::steady_clock::now() - begin)
                        .count()};
}

Fetched fetch(const std::string& kdc_lines, int64_t milliseconds = 5000) {
    return fetch(kdc_lines, realm::within(milliseconds).get());
}

std::string kerberos_time(std::time_t at) {
    std::tm parts{};
    ::gmtime_r(&at, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y%m%d%H%M%SZ", &parts);
    return text.data();
}

/// What the realm's own KDC says.
std::string truth(const std::string& request) {
    return support::reply_of_kdc(realm::variable("MUTAUTH_REALM_KDC"), request);
}

TEST(CapiKdc, AnsweringGivesATicket) {
    const Fetched fetched = fetch(kdc_line(realm::variable("MUTAUTH_REALM_KDC")));
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
}

TEST(CapiKdc, DownIsUnreachableAtOnce) {
    const Fetched fetched = fetch(closed_kdc());
    EXPECT_EQ(fetched.status, MUTAUTH_KDC_UNREACHABLE) << realm::why();
    EXPECT_LT(fetched.milliseconds, 200);
    EXPECT_EQ(realm::evidence("realm"), kRealm);
    EXPECT_EQ(fetch(closed_kdc() + closed_kdc()).status, MUTAUTH_KDC_UNREACHABLE);
}

TEST(CapiKdc, SilentEndsAtTheDeadline) {
    const FakeKdc silent;
    const Fetched fetched = fetch(silent.line(), 500);
    EXPECT_EQ(fetched.status, MUTAUTH_KDC_SILENT) << realm::why();
    EXPECT_GE(fetched.milliseconds, 500);
    EXPECT_LT(fetched.milliseconds, 700);
    EXPECT_EQ(realm::evidence("kdc"), silent.address());
}

TEST(CapiKdc, SeveralSilentOnesEndAtTheDeadlineToo) {
    const FakeKdc one;
    const FakeKdc other;
    const Fetched fetched = fetch(one.line() + other.line(), 500);
    EXPECT_EQ(fetched.status, MUTAUTH_KDC_SILENT) << realm::why();
    EXPECT_LT(fetched.milliseconds, 700);
}

TEST(CapiKdc, FallsOverToTheNext) {
    const std::string good = kdc_line(realm::variable("MUTAUTH_REALM_KDC"));
    EXPECT_EQ(fetch(closed_kdc() + good).status, MUTAUTH_OK) << realm::why();
    const FakeKdc closing([](const std::string&) { return ""; });
    EXPECT_EQ(fetch(closing.line() + good).status, MUTAUTH_OK) << realm::why();
    const FakeKdc huge([](const std::string&) { return std::string("\x7f\xff\xff\xff"); });
    EXPECT_EQ(fetch(huge.line() + good).status, MUTAUTH_OK) << realm::why();
    EXPECT_GE(closing.asked() + huge.asked(), 2);
}

TEST(CapiKdc, FallsOverFromASilentOne) {
    const FakeKdc silent;
    const Fetched fetched =
        fetch(silent.line() + kdc_line(realm::variable("MUTAUTH_REALM_KDC")), 20000);
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
    // Once, not once for each request of the exchange.
    EXPECT_LT(fetched.milliseconds, 2000);
    EXPECT_EQ(silent.asked(), 1);
}

TEST(CapiKdc, ThatIsSlowIsStillHeardWhenTheNextOnesSayNothing) {
    const FakeKdc slow([](const std::string& request) {
        // Longer than the next one waits for it.
        std::this_thread::sleep_for(std::chrono::milliseconds(1400));
        return support::kdc_reply(truth(request));
    });
    const FakeKdc silent;
    const FakeKdc nonsense([](const std::string&) { return support::kdc_reply("garbage"); });
    const Fetched fetched = fetch(slow.line() + silent.line() + nonsense.line(), 20000);
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
    // Each of its answers was waited for, and none was asked for twice.
    EXPECT_GE(slow.asked(), 2);
    EXPECT_LT(fetched.milliseconds, slow.asked() * 1400 + 1000);
    EXPECT_GE(silent.asked(), 1);
}

TEST(CapiKdc, ThatIsSlowLosesToOneThatIsNot) {
    const FakeKdc slow([](const std::string& request) {
        std::this_thread::sleep_for(std::chrono::milliseconds(4000));
        return support::kdc_reply(truth(request));
    });
    const Fetched fetched =
        fetch(slow.line() + kdc_line(realm::variable("MUTAUTH_REALM_KDC")), 20000);
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
    EXPECT_LT(fetched.milliseconds, 2500);
    EXPECT_EQ(slow.asked(), 1);
}

TEST(CapiKdc, ThatTalksNonsenseOrIsOutOfServiceLeavesTheWordToTheNext) {
    const std::string good = kdc_line(realm::variable("MUTAUTH_REALM_KDC"));
    // RFC 4120 7.5.9: 29 KDC_ERR_SVC_UNAVAILABLE.
    const std::string closed = support::kdc_reply(der::krb_error(29, kerberos_time(0)));
    for (const std::string& answer : {support::kdc_reply("garbage"), closed}) {
        const FakeKdc kdc([&](const std::string&) { return answer; });
        EXPECT_EQ(fetch(kdc.line() + good).status, MUTAUTH_OK) << realm::why();
        EXPECT_EQ(kdc.asked(), 1);
    }
    // Where nobody else answers, its own word is the reason.
    const FakeKdc kdc([&](const std::string&) { return closed; });
    EXPECT_EQ(fetch(kdc.line() + closed_kdc()).status, MUTAUTH_KDC_REFUSED) << realm::why();
}

TEST(CapiKdc, ClosingEarlyOrTalkingNonsenseIsItsFault) {
    const std::vector<std::string> answers{
        "",                                          // closes without a word
        std::string("\0\0", 2),                      // within the length
        std::string("\0\0\0\x10half", 8),            // within the reply
        std::string("\0\0\0\0", 4),                  // no reply at all
        "\x7f\xff\xff\xff",                          // 2 GiB to come
        "\xff\xff\xff\xff",                          // RFC 4120 7.2.2: the high bit is reserved
        "HTTP/1.1 400 Bad Request\r\n\r\n",          // somebody else
        support::kdc_reply("garbage"),               // not ASN.1
        support::kdc_reply(std::string(1, '\x6b')),  // an AS-REP's tag and no more
        support::kdc_reply(std::string("\x6b\x84\xff\xff\xff\xff", 6)),
        support::kdc_reply(std::string("\x7e\x02\x30\x00", 4)),  // an empty KRB-ERROR
    };
    for (const auto& answer : answers) {
        const FakeKdc kdc([&](const std::string&) { return answer; });
        const Fetched fetched = fetch(kdc.line());
        EXPECT_EQ(fetched.status, MUTAUTH_KDC_PROTOCOL)
            << testing::PrintToString(answer) << ' ' << realm::why();
        EXPECT_LT(fetched.milliseconds, 1000);
        EXPECT_GE(kdc.asked(), 1);
    }
}

TEST(CapiKdc, ItsErrorIsToldWithTheSkewInSeconds) {
    // RFC 4120 7.5.9: 37 KRB_AP_ERR_SKEW.
    const FakeKdc kdc([](const std::string&) {
        return support::kdc_reply(der::krb_error(37, kerberos_time(::time(nullptr) - 7200)));
    });
    EXPECT_EQ(fetch(kdc.line()).status, MUTAUTH_CLOCK_SKEW) << realm::why();
    const int64_t ahead = std::stoll(realm::evidence("seconds this clock is ahead of the KDC's"));
    EXPECT_NEAR(static_cast<double>(ahead), 7200, 5);
}

TEST(CapiKdc, ItsErrorsHaveTheirOwnReasons) {
    // RFC 4120 7.5.9.
    const std::vector<std::pair<int, mutauth_status>> meanings{
        {6, MUTAUTH_CLIENT_UNKNOWN},           // KDC_ERR_C_PRINCIPAL_UNKNOWN
        {14, MUTAUTH_ENCRYPTION_UNSUPPORTED},  // KDC_ERR_ETYPE_NOSUPP
        {18, MUTAUTH_CLIENT_LOCKED},           // KDC_ERR_CLIENT_REVOKED
        {23, MUTAUTH_CLIENT_LOCKED},           // KDC_ERR_KEY_EXPIRED
        {24, MUTAUTH_WRONG_PASSWORD},          // KDC_ERR_PREAUTH_FAILED
        {12, MUTAUTH_KDC_REFUSED},             // KDC_ERR_POLICY
        {60, MUTAUTH_KDC_REFUSED},             // KRB_ERR_GENERIC
    };
    for (const auto& [code, status] : meanings) {
        const FakeKdc kdc([number = code](const std::string&) {
            return support::kdc_reply(der::krb_error(number, kerberos_time(::time(nullptr))));
        });
        EXPECT_EQ(fetch(kdc.line()).status, status) << code << ' ' << realm::why();
        EXPECT_GE(mutauth_error_native_count(nullptr), 1U);
    }
}

TEST(CapiKdc, ThatRepeatsItselfEndsAllTheSame) {
    // 25 KDC_ERR_PREAUTH_REQUIRED over and over, without saying what preauthentication.
    const FakeKdc kdc([](const std::string&) {
        return support::kdc_reply(der::krb_error(25, kerberos_time(::time(nullptr))));
    });
    const Fetched fetched = fetch(kdc.line());
    EXPECT_LT(fetched.status, 0);
    EXPECT_LT(fetched.milliseconds, 3000);
}

TEST(CapiKdc, IsNotAskedWhenTheRealmHasNone) {
    EXPECT_EQ(fetch("").status, MUTAUTH_REALM_UNKNOWN) << realm::why();
}

TEST(CapiKdc, CanBeLeftFromAnotherThread) {
    const FakeKdc silent;
    const realm::Deadline deadline = realm::within(60000);
    std::chrono::steady_clock::time_point cancelled;
    std::thread cancelling([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        cancelled = std::chrono::steady_clock::now();
        mutauth_deadline_cancel(deadline.get());
    });
    const Fetched fetched = fetch(silent.line(), deadline.get());
    const auto after = std::chrono::steady_clock::now();
    cancelling.join();
    EXPECT_EQ(fetched.status, MUTAUTH_CANCELLED);
    EXPECT_LT(after - cancelled, std::chrono::milliseconds(100));
}

TEST(CapiKdc, HoldsNobodyElseUpWhenItIsSilent) {
    const FakeKdc silent;
    const KerberosConfiguration configuration(
        KerberosConfiguration::with_kdcs(kRealm, silent.line()));
    const realm::Credential alice = realm::account("alice");
    std::thread patient([&] {
        EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, realm::within(800).get()),
                  MUTAUTH_KDC_SILENT);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    // The same credential, in use: the second caller leaves at its own deadline.
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_LT(mutauth_credential_fetch(alice.get(), nullptr, realm::within(200).get()), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(400));
    patient.join();
}

TEST(CapiKdc, AReplyThatItDidNotSignIsRefused) {
    // A man in the middle passes the exchange on and flips one bit of each long reply: an AS-REP
    // that does not decrypt must not become a ticket.
    const FakeKdc honest(
        [](const std::string& request) { return support::kdc_reply(truth(request)); });
    EXPECT_EQ(fetch(honest.line()).status, MUTAUTH_OK) << realm::why();
    for (const size_t from_end : {1, 40, 100}) {
        const FakeKdc spoiling([&](const std::string& request) {
            std::string reply = truth(request);
            if (reply[0] == '\x6b') {  // AS-REP
                char& octet = reply[reply.size() - from_end];
                octet = static_cast<char>(octet ^ 1);
            }
            return support::kdc_reply(reply);
        });
        EXPECT_LT(fetch(spoiling.line()).status, 0) << from_end;
    }
}

}  // namespace

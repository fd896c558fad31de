// Getting tickets when KDCs are down, silent, slow, wrong or hostile.
#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <thread>

#include "capi/realm.h"
#include "support/der.h"
#include "support/environment.h"
#include "support/fake_kdc.h"
#include "support/stopwatch.h"

namespace {

namespace der = support::der;
using std::chrono::milliseconds;
using support::FakeKdc;
using support::KerberosConfiguration;
using support::kPrompt;
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
    milliseconds took;
};

/// Where the answer or the refusal comes at once.
constexpr int64_t kMinute = 60000;

/// Alice's first ticket under a configuration with these KDCs.
Fetched fetch(const std::string& kdc_lines, int64_t limit = kMinute) {
    const KerberosConfiguration configuration(KerberosConfiguration::with_kdcs(kRealm, kdc_lines));
    const realm::Credential alice = realm::account("alice");
    Fetched fetched{};
    fetched.took = support::taken_by([&] {
        const realm::Deadline deadline = realm::within(limit);
        fetched.status = mutauth_credential_fetch(alice.get(), nullptr, deadline.get());
    });
    return fetched;
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
    EXPECT_LT(fetched.took, kPrompt);
    EXPECT_EQ(realm::evidence("realm"), kRealm);
    EXPECT_EQ(fetch(closed_kdc() + closed_kdc()).status, MUTAUTH_KDC_UNREACHABLE);
}

TEST(CapiKdc, SilentEndsAtTheDeadline) {
    const FakeKdc silent;
    const Fetched fetched = fetch(silent.line(), 500);
    EXPECT_EQ(fetched.status, MUTAUTH_KDC_SILENT) << realm::why();
    EXPECT_GE(fetched.took, milliseconds(500));
    EXPECT_LT(fetched.took, kPrompt);
    EXPECT_EQ(realm::evidence("kdc"), silent.address());
}

TEST(CapiKdc, SeveralSilentOnesEndAtTheDeadlineToo) {
    const FakeKdc one;
    const FakeKdc other;
    const Fetched fetched = fetch(one.line() + other.line(), 500);
    EXPECT_EQ(fetched.status, MUTAUTH_KDC_SILENT) << realm::why();
    EXPECT_LT(fetched.took, kPrompt);
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
    const Fetched fetched = fetch(silent.line() + kdc_line(realm::variable("MUTAUTH_REALM_KDC")));
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
    EXPECT_LT(fetched.took, kPrompt);
    // Once, not once for each request of the exchange.
    EXPECT_EQ(silent.asked(), 1);
}

TEST(CapiKdc, ThatIsSlowIsStillHeardWhenTheNextOnesSayNothing) {
    const FakeKdc slow([](const std::string& request) {
        // Longer than the next one waits for it.
        std::this_thread::sleep_for(milliseconds(1400));
        return support::kdc_reply(truth(request));
    });
    const FakeKdc silent;
    const FakeKdc nonsense([](const std::string&) { return support::kdc_reply("garbage"); });
    const Fetched fetched = fetch(slow.line() + silent.line() + nonsense.line());
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
    // Each of its answers was waited for, and none was asked for twice.
    EXPECT_GE(slow.asked(), 2);
    EXPECT_LT(fetched.took, slow.asked() * milliseconds(1400) + kPrompt);
    EXPECT_GE(silent.asked(), 1);
}

TEST(CapiKdc, ThatIsSlowLosesToOneThatIsNot) {
    std::promise<void> done;
    const FakeKdc slow([&, over = done.get_future().share()](const std::string& request) {
        over.wait();
        return support::kdc_reply(truth(request));
    });
    const Fetched fetched = fetch(slow.line() + kdc_line(realm::variable("MUTAUTH_REALM_KDC")));
    done.set_value();
    EXPECT_EQ(fetched.status, MUTAUTH_OK) << realm::why();
    EXPECT_LT(fetched.took, kPrompt);
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
        EXPECT_LT(fetched.took, kPrompt);
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
    EXPECT_LT(fetched.took, kPrompt);
}

TEST(CapiKdc, IsNotAskedWhenTheRealmHasNone) {
    EXPECT_EQ(fetch("").status, MUTAUTH_REALM_UNKNOWN) << realm::why();
}

TEST(CapiKdc, CanBeLeftFromAnotherThread) {
    const FakeKdc silent;
    const KerberosConfiguration configuration(
        KerberosConfiguration::with_kdcs(kRealm, silent.line()));
    const realm::Credential alice = realm::account("alice");
    const realm::Deadline deadline = realm::within(kMinute);
    std::thread cancelling([&] {
        while (silent.asked() == 0) {
            std::this_thread::sleep_for(milliseconds(5));
        }
        mutauth_deadline_cancel(deadline.get());
    });
    const auto took = support::taken_by([&] {
        EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, deadline.get()),
                  MUTAUTH_CANCELLED);
    });
    cancelling.join();
    EXPECT_LT(took, kPrompt);
}

TEST(CapiKdc, HoldsNobodyElseUpWhenItIsSilent) {
    const FakeKdc silent;
    const KerberosConfiguration configuration(
        KerberosConfiguration::with_kdcs(kRealm, silent.line()));
    const realm::Credential alice = realm::account("alice");
    const realm::Deadline long_one = realm::within(kMinute);
    std::thread patient([&] {
        EXPECT_EQ(mutauth_credential_fetch(alice.get(), nullptr, long_one.get()),
                  MUTAUTH_CANCELLED);
    });
    while (silent.asked() == 0) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    // The same credential, in use: the second caller leaves at its own deadline.
    const auto took = support::taken_by([&] {
        EXPECT_LT(mutauth_credential_fetch(alice.get(), nullptr, realm::within(200).get()), 0);
    });
    EXPECT_LT(took, kPrompt);
    mutauth_deadline_cancel(long_one.get());
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

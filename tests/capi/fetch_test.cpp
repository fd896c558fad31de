// Tickets got ahead without waiting, and what is then possible without a KDC.
#include <gmock/gmock.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/fake_kdc.h"
#include "support/stopwatch.h"

namespace {

using support::FakeKdc;
using support::KerberosConfiguration;

using Fetch = realm::Owner<mutauth_fetch>;

Fetch start(const realm::Credential& credential,
            const mutauth_spn* spn = nullptr,
            int64_t milliseconds = 10000) {
    mutauth_fetch* out = nullptr;
    EXPECT_EQ(mutauth_fetch_start(credential.get(), spn, milliseconds, &out), MUTAUTH_OK)
        << realm::why();
    return {out, mutauth_fetch_free};
}

mutauth_status outcome(const Fetch& fetch) {
    return mutauth_fetch_outcome(fetch.get());
}

bool readable(const Fetch& fetch, int milliseconds) {
    pollfd one{mutauth_fetch_fd(fetch.get()), POLLIN, 0};
    return ::poll(&one, 1, milliseconds) == 1;
}

TEST(CapiFetch, IsPolledUntilItsOutcome) {
    const realm::Credential alice = realm::account("alice");
    const realm::Spn spn = realm::spn(realm::host_spn());
    const Fetch fetch = start(alice, spn.get());
    ASSERT_TRUE(readable(fetch, 10000));
    EXPECT_EQ(outcome(fetch), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(outcome(fetch), MUTAUTH_OK) << "it says the same again";
}

/// The realm's KDC behind a door that can be shut, and a configuration that knows no other way.
class Door {
  public:
    /// From now on whoever asks waits for ever.
    void shut() { shut_ = true; }
    int asked() const { return kdc_.asked(); }
    ~Door() { over_ = true; }

  private:
    std::string answer(const std::string& request) {
        while (shut_ && !over_) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (over_) {
            return "";
        }
        return support::kdc_reply(
            support::reply_of_kdc(realm::variable("MUTAUTH_REALM_KDC"), request));
    }

    std::atomic<bool> shut_{false};
    std::atomic<bool> over_{false};
    FakeKdc kdc_{[this](const std::string& request) {
        return answer(request);
    }};
    KerberosConfiguration configuration_{
        KerberosConfiguration::with_kdcs("EXAMPLE.TEST", kdc_.line())};
};

TEST(CapiFetch, LeavesTheInitiatorNoNeedOfAKdc) {
    Door door;
    const realm::Credential alice = realm::account("alice");
    const realm::Spn spn = realm::spn(realm::host_spn());
    const Fetch fetch = start(alice, spn.get());
    ASSERT_TRUE(readable(fetch, 10000));
    ASSERT_EQ(outcome(fetch), MUTAUTH_OK) << realm::why();
    door.shut();
    const int asked = door.asked();
    EXPECT_GT(asked, 0);
    EXPECT_EQ(mutauth_credential_fetch(alice.get(), realm::spn(realm::web_spn()).get(),
                                       realm::within(1500).get()),
              MUTAUTH_KDC_SILENT)
        << "the door is open";
    const int asked_in_vain = door.asked();
    EXPECT_GT(asked_in_vain, asked);

    const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
    const realm::Negotiation service =
        realm::accept(realm::computer(), realm::serving(realm::host_spn()));
    const realm::Step answer = realm::step(service, realm::step(client, "").token);
    EXPECT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
    EXPECT_EQ(door.asked(), asked_in_vain) << "nobody asked the KDC";
}

TEST(CapiFetch, TellsWhyItFailed) {
    const realm::Credential alice = realm::account("alice");
    const Fetch unknown = start(alice, realm::spn("no/such.example.test").get());
    ASSERT_TRUE(readable(unknown, 10000));
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(outcome(unknown), MUTAUTH_SERVICE_UNKNOWN);
        EXPECT_EQ(realm::evidence("spn"), "no/such.example.test");
    }
}

/// The realm's configuration with a KDC that takes connections and answers none.
struct Silent {
    FakeKdc kdc;
    KerberosConfiguration configuration{
        KerberosConfiguration::with_kdcs("EXAMPLE.TEST", kdc.line())};
};

TEST(CapiFetch, GoesOnWhileAKdcIsSilentAndEndsAtItsTime) {
    const Silent silent;
    const realm::Credential alice = realm::account("alice");
    const auto took = support::taken_by([&] {
        const Fetch fetch = start(alice, nullptr, 1500);
        EXPECT_EQ(outcome(fetch), MUTAUTH_CONTINUE) << "starting waits for nobody";
        EXPECT_TRUE(readable(fetch, 60000));
        EXPECT_EQ(outcome(fetch), MUTAUTH_KDC_SILENT) << realm::why();
    });
    EXPECT_GE(took, std::chrono::milliseconds(1500));
    EXPECT_LT(took, support::kPrompt);
}

TEST(CapiFetch, EndsAtOnceWhenItIsLetGo) {
    const Silent silent;
    const realm::Credential alice = realm::account("alice");
    EXPECT_LT(support::taken_by([&] { start(alice, nullptr, 60000); }), support::kPrompt);
}

TEST(CapiFetch, OutlivesItsCredentialsHandle) {
    realm::Credential alice = realm::account("alice");
    const Fetch fetch = start(alice);
    alice.reset();
    ASSERT_TRUE(readable(fetch, 10000));
    EXPECT_EQ(outcome(fetch), MUTAUTH_OK) << realm::why();
}

/// Who has its ticket does not wait for who waits for a KDC.
TEST(CapiFetch, HoldsUpNobodyWhoHasTickets) {
    Door door;
    const realm::Credential alice = realm::account("alice");
    const realm::Spn spn = realm::spn(realm::host_spn());
    ASSERT_EQ(mutauth_credential_fetch(alice.get(), spn.get(), nullptr), MUTAUTH_OK)
        << realm::why();
    door.shut();
    const int asked = door.asked();
    const Fetch fetch = start(alice, realm::spn(realm::web_spn()).get(), 60000);
    while (door.asked() == asked && !readable(fetch, 10)) {
    }
    EXPECT_EQ(outcome(fetch), MUTAUTH_CONTINUE);
    const auto took = support::taken_by([&] {
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
        EXPECT_EQ(realm::step(client, "").status, MUTAUTH_CONTINUE) << realm::why();
    });
    EXPECT_LT(took, support::kPrompt);
    EXPECT_EQ(outcome(fetch), MUTAUTH_CONTINUE);
}

TEST(CapiFetch, ManyAreWaitedForTogether) {
    std::vector<realm::Credential> credentials;
    std::vector<Fetch> fetches;
    std::vector<pollfd> fds;
    const realm::Spn spn = realm::spn(realm::host_spn());
    for (int i = 0; i < 20; ++i) {
        credentials.push_back(realm::account("alice"));
        fetches.push_back(start(credentials.back(), spn.get()));
        fds.push_back({mutauth_fetch_fd(fetches.back().get()), POLLIN, 0});
    }
    size_t over = 0;
    while (over < fds.size()) {
        ASSERT_GT(::poll(fds.data(), fds.size(), 10000), 0);
        for (pollfd& one : fds) {
            if (one.fd >= 0 && one.revents != 0) {
                one.fd = -1;
                ++over;
            }
        }
    }
    for (const Fetch& fetch : fetches) {
        EXPECT_EQ(outcome(fetch), MUTAUTH_OK) << realm::why();
    }
}

TEST(CapiFetch, ChecksItsArguments) {
    const realm::Credential alice = realm::account("alice");
    auto* out = reinterpret_cast<mutauth_fetch*>(1);
    EXPECT_EQ(mutauth_fetch_start(alice.get(), nullptr, 1, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_fetch_start(alice.get(), nullptr, -1, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(mutauth_fetch_start(nullptr, nullptr, 1, &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_fetch_outcome(nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_fetch_fd(nullptr), -1);
    mutauth_fetch_free(nullptr);
}

}  // namespace

// Finding C7: a client whose clock is off does what MIT's client does. libkrb5 learns the KDC's
// time from its replies and keeps it with the tickets (krb5.conf's kdc_timesync, on by default).
#include <gmock/gmock.h>
#include <sys/time.h>

#include <ctime>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/files.h"

namespace {

using testing::HasSubstr;

/// Twenty minutes and thirty hours, both ways: beyond clockskew, and beyond a ticket's life.
constexpr int64_t kShifts[] = {-20 * 60, 20 * 60, -30 * 3600, 30 * 3600};

/// This process's clock is off while one lives.
class Shifted {
  public:
    explicit Shifted(int64_t seconds) : variable_("SHIFTED_CLOCK", std::to_string(seconds)) {}

  private:
    support::Variable variable_;
};

/// A cache that kinit filled under the clock that is off; unshifted, and so without an offset, for
/// 0.
class Cache {
  public:
    explicit Cache(int64_t shift) {
        support::must_run(
            "env LD_PRELOAD=" SHIFTED_CLOCK_LIBRARY " SHIFTED_CLOCK=" + std::to_string(shift) +
            " kinit -c FILE:" + path() + " -k -t " + realm::keytab("alice") + " alice");
    }
    std::string path() const { return folder_ / "ccache"; }
    realm::Credential open() const {
        mutauth_credential* made = nullptr;
        EXPECT_EQ(mutauth_credential_from_ccache(path().c_str(), &made), MUTAUTH_OK)
            << realm::why();
        return {made, mutauth_credential_free};
    }

  private:
    support::Folder folder_;
};

realm::Credential by_password() {
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_from_password(
                  "alice", realm::variable("MUTAUTH_REALM_USER_PASSWORD").c_str(), &made),
              MUTAUTH_OK);
    return {made, mutauth_credential_free};
}

struct Way {
    const char* name;
    int32_t mechanism;
    int32_t protector;
};

constexpr Way kWays[] = {
    {"Kerberos", MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN},
    {"Kerberos by GSS-API", MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS},
    {"SPNEGO", MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN},
};

realm::Policy by(const Way& way, realm::Policy policy) {
    EXPECT_EQ(mutauth_policy_set_protector(policy.get(), way.protector), MUTAUTH_OK);
    return realm::with_mechanism(std::move(policy), way.mechanism);
}

/// The client's clock is off, the service's is right, as the KDC's.
void expect_proven(const realm::Credential& alice, int64_t shift, const Way& way) {
    static const realm::Credential host = realm::computer();
    SCOPED_TRACE(std::string(way.name) + " by a clock that is off by " + std::to_string(shift));
    std::optional<Shifted> off(shift);
    const realm::Negotiation client =
        realm::initiate(alice, realm::host_spn(), by(way, realm::policy()));
    ASSERT_NE(client.get(), nullptr);
    const realm::Step asked = realm::step(client, "");
    ASSERT_GE(asked.status, 0) << realm::why();
    off.reset();
    const realm::Negotiation service =
        realm::accept(host, by(way, realm::serving(realm::host_spn())));
    const realm::Step answer = realm::step(service, asked.token);
    ASSERT_EQ(answer.status, MUTAUTH_OK) << realm::why();
    const realm::Context there = realm::finish(service);
    off.emplace(shift);
    ASSERT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
    const realm::Context here = realm::finish(client);
    // Its end is told by the clock that this side has, and is as far away as on the other side.
    const int64_t left = mutauth_context_seconds_left(here.get());
    const std::string sealed = realm::seal(here, "by a clock that is off");
    EXPECT_EQ(mutauth_identity_expires(mutauth_context_identity(here.get())) - ::time(nullptr),
              left);
    off.reset();
    EXPECT_NEAR(static_cast<double>(left),
                static_cast<double>(mutauth_context_seconds_left(there.get())), 5);
    EXPECT_EQ(realm::open(there, sealed).message, "by a clock that is off");
}

TEST(CapiClock, OffByWhatTheCacheSays) {
    for (const int64_t shift : kShifts) {
        const Cache cache(shift);
        for (const auto& way : kWays) {
            const realm::Credential alice = [&] {
                const Shifted off(shift);
                return cache.open();
            }();
            expect_proven(alice, shift, way);
        }
    }
}

TEST(CapiClock, OffByWhatTheKdcSaysToAKey) {
    for (const int64_t shift : kShifts) {
        for (const auto& way : kWays) {
            expect_proven(realm::account("alice"), shift, way);
        }
    }
}

TEST(CapiClock, OffByWhatTheKdcSaysToAPassword) {
    for (const int64_t shift : kShifts) {
        for (const auto& way : kWays) {
            expect_proven(by_password(), shift, way);
        }
    }
}

/// The tickets live for hours, whatever this machine's clock says of their times.
TEST(CapiClock, OffSaysWhenTicketsEndByItself) {
    for (const int64_t shift : kShifts) {
        const realm::Credential alice = realm::account("alice");
        const Shifted off(shift);
        ASSERT_EQ(mutauth_credential_fetch(alice.get(), nullptr, nullptr), MUTAUTH_OK)
            << realm::why();
        const int64_t end = mutauth_credential_expires(alice.get());
        EXPECT_GT(end, ::time(nullptr) + 3600);
        EXPECT_LT(end, ::time(nullptr) + 25 * 3600);
        EXPECT_EQ(mutauth_credential_ensure_fresh(alice.get(), 600, nullptr), MUTAUTH_OK)
            << realm::why();
        EXPECT_EQ(mutauth_credential_expires(alice.get()), end) << "it was got again";
    }
}

/// The clock is set right while the program runs: the next tickets are by the new offset.
TEST(CapiClock, SetRightMeanwhileIsLearnedWithTheNextTickets) {
    const realm::Credential alice = realm::account("alice");
    {
        const Shifted off(30 * 3600);
        ASSERT_EQ(mutauth_credential_fetch(alice.get(), nullptr, nullptr), MUTAUTH_OK);
    }
    ASSERT_EQ(mutauth_credential_ensure_fresh(alice.get(), INT32_MAX, nullptr), MUTAUTH_OK)
        << realm::why();
    for (const auto& way : kWays) {
        expect_proven(alice, 0, way);
    }
}

/// Without kdc_timesync nobody corrects a clock: MIT's client is refused, and so is this one.
TEST(CapiClock, OffWithoutTimesyncIsRefusedAndTheSecondsTold) {
    const Cache cache(20 * 60);
    const support::KerberosConfiguration configuration(
        support::KerberosConfiguration::with_defaults(" kdc_timesync = 0"));
    const auto alice = [&] {
        const Shifted off(20 * 60);
        return cache.open();
    }();
    std::optional<Shifted> off(20 * 60);
    EXPECT_EQ(mutauth_credential_fetch(realm::account("alice").get(), nullptr, nullptr),
              MUTAUTH_CLOCK_SKEW)
        << realm::why();
    // Nor does the KDC give a ticket to a service whose request says another time.
    mutauth_negotiation* made = nullptr;
    EXPECT_EQ(mutauth_negotiation_initiate(alice.get(), realm::spn(realm::host_spn()).get(),
                                           nullptr, nullptr, &made),
              MUTAUTH_CLOCK_SKEW)
        << realm::why();
    mutauth_negotiation_free(made);
    off.reset();
}

/// The service's clock is off: the refusal says by how much.
TEST(CapiClock, OffOnTheServicesSideIsToldInSeconds) {
    for (const int64_t shift : {-20 * 60, 20 * 60}) {
        const realm::Credential host = realm::computer();
        const realm::Negotiation client =
            realm::initiate(realm::account("alice"), realm::host_spn());
        const std::string token = realm::step(client, "").token;
        const Shifted off(shift);
        const realm::Negotiation service = realm::accept(host, realm::serving(realm::host_spn()));
        const mutauth_status status = realm::step(service, token).status;
        EXPECT_TRUE(status == MUTAUTH_CLOCK_SKEW || status == MUTAUTH_TICKET_NOT_YET_VALID)
            << realm::why();
        EXPECT_NEAR(std::stod(realm::evidence("seconds the peer's clock is ahead")),
                    static_cast<double>(-shift), 5)
            << realm::why();
    }
}

}  // namespace

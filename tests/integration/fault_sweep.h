// Each change of several steps meets each fault of the wire at each of its messages: whatever it
// says then must be true, and it must end as if nothing had been when it is run again. No name may
// be lost, none may have two holders. Included by one test file for each kind of realm.
//
// Findings R1 and R2.
#pragma once

#include <atomic>
#include <cstdio>
#include <iterator>
#include <thread>

#include "integration/account_realm.h"
#include "registration/holders.h"
#include "registration/move.h"
#include "support/command.h"
#include "support/fault_proxy.h"

namespace mutauth::testing {
namespace {

using directory::Session;
using registration::Account;
using registration::Manner;
using registration::Operation;
using registration::Spns;
using registration::Steps;
using support::FaultProxy;

/// How long a change waits for what comes late or never. A machine that is too slow for it is given
/// twice the time, and so on.
constexpr std::chrono::milliseconds kPatience{150};
constexpr std::chrono::milliseconds kMostPatience{5000};
constexpr int kWorkers = 6;
/// Without MUTAUTH_TEST_ROUNDS one message in so many is struck.
constexpr int kStride = 4;

/// The two accounts of one worker, and names that nobody else writes.
struct Place {
    std::string one;
    std::string two;
    std::string host;

    std::string spn(const std::string& service) const { return service + '/' + host; }
    Texts before() const { return with_imap({spn("http")}); }
    /// And both names of one class on the host, as it is registered.
    Texts with_imap(Texts others) const {
        const auto pair = *registration::host_pair("imap", host);
        others.push_back(pair.full.text());
        others.push_back(pair.brief.text());
        return sorted(std::move(others));
    }
};

struct Change {
    const char* what;
    std::function<Result<void>(const Place&, Account& one, Account& two, const Manner&)> run;
    std::function<Texts(const Place&)> on_one;
    std::function<Texts(const Place&)> on_two;
};

Spns listed(const Texts& texts) {
    Spns out;
    std::transform(texts.begin(), texts.end(), std::back_inserter(out), name);
    return out;
}

Texts none(const Place&) {
    return {};
}

std::vector<Change> changes() {
    return {
        {"add",
         [](const Place& at, Account& one, Account&, const Manner& m) {
             return one.add_spns(listed({at.spn("ftp"), at.spn("pop")}), m);
         },
         [](const Place& at) {
             return at.with_imap({at.spn("ftp"), at.spn("http"), at.spn("pop")});
         },
         none},
        {"delete",
         [](const Place& at, Account& one, Account&, const Manner& m) {
             return one.delete_spns(listed({at.spn("http")}), m);
         },
         [](const Place& at) { return at.with_imap({}); }, none},
        {"replace",
         [](const Place& at, Account& one, Account&, const Manner& m) {
             return one.replace_spns(listed({at.spn("http"), at.spn("ftp")}), m);
         },
         [](const Place& at) {
             return sorted({at.spn("ftp"), at.spn("http")});
         },
         none},
        {"register a host",
         [](const Place& at, Account& one, Account&, const Manner& m) {
             return one.register_host(Operation::add, *registration::host_pair("nfs", at.host), m);
         },
         [](const Place& at) {
             const auto pair = *registration::host_pair("nfs", at.host);
             return at.with_imap({at.spn("http"), pair.full.text(), pair.brief.text()});
         },
         none},
        {"unregister a host",
         [](const Place& at, Account& one, Account&, const Manner& m) {
             return one.register_host(Operation::remove, *registration::host_pair("imap", at.host),
                                      m);
         },
         [](const Place& at) { return Texts{at.spn("http")}; }, none},
        {"register a host in place of all",
         [](const Place& at, Account& one, Account&, const Manner& m) {
             return one.register_host(Operation::replace, *registration::host_pair("imap", at.host),
                                      m);
         },
         [](const Place& at) { return at.with_imap({}); }, none},
        {"move all",
         [](const Place&, Account& one, Account& two, const Manner& m) {
             return one.move_spns(two, std::nullopt, m);
         },
         none,
         [](const Place& at) {
             return at.before();
         }},
        {"remove all",
         [](const Place&, Account& one, Account&, const Manner& m) {
             return one.remove_all(std::nullopt, m);
         },
         none, none},
    };
}

constexpr std::pair<FaultProxy::Kind, const char*> kFaults[] = {
    {FaultProxy::Kind::late_answer, "late answer"},
    {FaultProxy::Kind::no_answer, "no answer"},
    {FaultProxy::Kind::cut_after, "cut after it was done"},
    {FaultProxy::Kind::cut_before, "cut before"},
    {FaultProxy::Kind::late_request, "late request"},
};

/// The accounts of all workers, made by the realm's own tools.
void make_accounts() {
    std::string ldif;
    for (int i = 0; i < 2 * kWorkers; ++i) {
        const std::string called = "fault" + std::to_string(i);
        if (on_ad()) {
            ldif += "dn: CN=" + called + ",OU=services," + suffix() +
                    "\nobjectClass: user\nsAMAccountName: " + called + "\n\n";
        } else {
            ldif += "dn: uid=" + called + ",ou=services," + suffix() +
                    "\nobjectClass: account\nobjectClass: mutauthServiceAccount\n"
                    "objectClass: krbPrincipalAux\nobjectClass: krbTicketPolicyAux\nuid: " +
                    called + "\nsAMAccountName: " + called + "\nkrbPrincipalName: " + called + '@' +
                    realm() + "\nkrbCanonicalName: " + called + '@' + realm() + "\n\n";
        }
    }
    const std::string add =
        on_ad() ? "KRB5CCNAME=$MUTAUTH_REALM_DIR/fault.ccache; export KRB5CCNAME; kinit -k -t "
                  "$MUTAUTH_REALM_KEYTABS/admin.keytab admin && ldapadd -Q -Y GSSAPI -H "
                  "$MUTAUTH_REALM_LDAP_URI"
                : "ldapadd -Q -Y EXTERNAL -H $MUTAUTH_REALM_LDAPI";
    support::must_run(add + " <<'END'\n" + ldif + "END");
}

class Sweeper {
  public:
    explicit Sweeper(int number)
        : server_(realm_server()), proxy_(server_.host, std::to_string(server_.port)) {
        direct_ = session_of("admin");
        const std::string called = "fault" + std::to_string(2 * number);
        place_.one = account_in(*direct_, called).dn();
        place_.two = account_in(*direct_, "fault" + std::to_string(2 * number + 1)).dn();
        place_.host = called + ".sweep.test";
    }

    /// The fault at every message of the change; without MUTAUTH_TEST_ROUNDS at one in kStride,
    /// from another one on in each turn.
    void sweep(const Change& change, FaultProxy::Kind kind, const char* called, std::size_t turn) {
        const bool all = !realm_variable("MUTAUTH_TEST_ROUNDS").empty();
        auto patience = kPatience;
        for (int at = all ? 1 : 1 + static_cast<int>(turn % kStride);;) {
            const Struck struck = strike(change, {kind, at, 2 * patience}, patience, called);
            if (struck == Struck::yes) {
                ++cases_;
                at += all ? 1 : kStride;
            } else if (struck == Struck::ended_before || patience > kMostPatience) {
                break;
            } else {
                patience *= 2;
            }
        }
    }

    int cases() const { return cases_; }
    int unsettled() const { return unsettled_; }
    int succeeded() const { return succeeded_; }

  private:
    enum class Struck {
        yes,
        /// The change has no such message.
        ended_before,
        /// It met its deadline first.
        too_slow,
    };

    static HostPort realm_server() {
        const std::string uri = realm_variable("MUTAUTH_REALM_LDAP_URI");
        return *HostPort::parse(uri.substr(uri.find("//") + 2), 389);
    }

    void reset() {
        set_spns(*direct_, place_.two, {});
        set_spns(*direct_, place_.one, place_.before());
    }

    Result<void> run(const Change& change,
                     const FaultProxy::Fault& fault,
                     std::chrono::milliseconds patience) {
        auto session = open_at(proxy_.address(), "admin", Deadline::usual());
        EXPECT_TRUE(session) << session.error().message();
        Account one = account_in(**session, place_.one);
        Account two = account_in(**session, place_.two);
        const Steps nobody;
        proxy_.arm(fault);
        const auto until = Deadline::in(patience);
        return change.run(place_, one, two, {nobody, until});
    }

    Struck strike(const Change& change,
                  const FaultProxy::Fault& fault,
                  std::chrono::milliseconds patience,
                  const char* called) {
        reset();
        const auto ended = run(change, fault, waits(fault.kind) ? patience : kMostPatience);
        const bool struck = proxy_.disarm().struck;
        if (!struck) {
            return ended ? Struck::ended_before : Struck::too_slow;
        }
        const std::string when = std::string(change.what) + ", " + called + " at message " +
                                 std::to_string(fault.at) + ": " +
                                 (ended ? "done" : ended.error().message());
        if (fault.kind == FaultProxy::Kind::late_request) {
            std::this_thread::sleep_for(fault.delay);
        }
        const bool open = !ended && ended.error().status() == Status::change_unsettled;
        unsettled_ += open ? 1 : 0;
        succeeded_ += ended ? 1 : 0;
        if (ended) {
            expect_end(change, when);
        } else if (!open) {
            EXPECT_EQ(held_by(*direct_, place_.one), place_.before()) << when;
            EXPECT_EQ(held_by(*direct_, place_.two), Texts()) << when;
        }
        expect_nothing_lost(change, when);
        const auto again = run(change, {}, std::chrono::seconds(30));
        EXPECT_TRUE(again) << when << ", again: " << again.error().message();
        expect_end(change, when + ", again");
        return Struck::yes;
    }

    static bool waits(FaultProxy::Kind kind) {
        return kind == FaultProxy::Kind::late_answer || kind == FaultProxy::Kind::no_answer ||
               kind == FaultProxy::Kind::late_request;
    }

    void expect_end(const Change& change, const std::string& when) {
        EXPECT_EQ(held_by(*direct_, place_.one), change.on_one(place_)) << when;
        EXPECT_EQ(held_by(*direct_, place_.two), change.on_two(place_)) << when;
    }

    /// What is there before and after is there in between, once, or noted.
    void expect_nothing_lost(const Change& change, const std::string& when) {
        const Texts one = held_by(*direct_, place_.one);
        const Texts two = held_by(*direct_, place_.two);
        Texts after = change.on_one(place_);
        const Texts moved = change.on_two(place_);
        after.insert(after.end(), moved.begin(), moved.end());
        for (const auto& spn : place_.before()) {
            const auto on = [&](const Texts& held, const std::string& wanted) {
                return std::count(held.begin(), held.end(), wanted);
            };
            const auto holders = on(one, spn) + on(two, spn);
            EXPECT_LE(holders, 1) << spn << " has two holders: " << when;
            if (on(after, spn) != 0) {
                EXPECT_GE(holders + on(two, registration::kMovingNote + spn), 1)
                    << spn << " is lost: " << when;
            }
        }
    }

    HostPort server_;
    FaultProxy proxy_;
    std::unique_ptr<Session> direct_;
    Place place_;
    int cases_ = 0;
    int unsettled_ = 0;
    int succeeded_ = 0;
};

TEST(FaultSweep, LosesNoNameAndMakesNoSecondHolder) {
    make_accounts();
    const auto all = changes();
    std::atomic<std::size_t> next{0};
    std::atomic<int> cases{0};
    std::atomic<int> unsettled{0};
    std::atomic<int> succeeded{0};
    std::vector<std::thread> workers;
    for (int i = 0; i < kWorkers; ++i) {
        workers.emplace_back([&, i] {
            Sweeper sweeper(i);
            for (auto at = next++; at < all.size() * std::size(kFaults); at = next++) {
                const auto& [kind, called] = kFaults[at % std::size(kFaults)];
                sweeper.sweep(all[at / std::size(kFaults)], kind, called, at);
            }
            cases += sweeper.cases();
            unsettled += sweeper.unsettled();
            succeeded += sweeper.succeeded();
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    std::printf("faults of the wire tried: %d in %zu changes; %d ended done, %d unsettled\n",
                cases.load(), all.size(), succeeded.load(), unsettled.load());
    EXPECT_GE(cases, 50);
}

}  // namespace
}  // namespace mutauth::testing

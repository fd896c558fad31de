// The keytab tests that run on both realms.
#pragma once

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

#include "core/text.h"
#include "integration/keytab_fixture.h"
#include "support/der.h"
#include "support/environment.h"
#include "support/fake_kdc.h"

namespace mutauth::testing {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(KeytabCases, MakesAKeytabThatOtherProgramsOpenTicketsWith) {
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    const auto ran = support::run("kinit -c MEMORY:x -kt '" + file_ + "' websvc");
    EXPECT_EQ(ran.code, 0) << ran.output;
    EXPECT_EQ(std::filesystem::status(file_).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_THAT(findings(), IsEmpty());
    expect_nothing_left();
}

TEST_F(KeytabCases, AddingIsIdempotent) {
    const auto before = entries();
    add_by_password(password_);
    EXPECT_EQ(entries(), before);
}

TEST_F(KeytabCases, AddsAnotherNameByTheKeyThatIsThere) {
    EXPECT_THAT(findings(kOtherSpn), ElementsAre("spn_unknown"));
    KeytabAddition addition;
    addition.spn = name(kOtherSpn);
    auto unknown = add_to_keytab(place(), addition, {}, Deadline::usual());
    EXPECT_EQ(unknown.error().status(), Status::service_unknown);
    ASSERT_TRUE(account_called("websvc").add_spn(name(kOtherSpn), Deadline::usual()));
    account_ = "";
    EXPECT_THAT(findings(kOtherSpn), ElementsAre("key_missing"));
    for (int round = 0; round < 2; ++round) {
        const auto added = add_to_keytab(place(), addition, {}, Deadline::usual());
        ASSERT_TRUE(added) << added.error().message();
    }
    EXPECT_THAT(findings(kOtherSpn), IsEmpty());
    EXPECT_TRUE(kvno_opens(file_, kOtherSpn));
}

TEST_F(KeytabCases, AddsNothingThatDoesNotOpenATicket) {
    ASSERT_TRUE(account_called("othersvc").add_spn(name(kOtherSpn), Deadline::usual()));
    const auto before = entries();
    KeytabAddition addition;
    addition.spn = name(kOtherSpn);
    const auto added = add_to_keytab(place(), addition, {}, Deadline::usual());
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().status(), Status::key_not_proven) << added.error().message();
    EXPECT_EQ(entries(), before);
    expect_nothing_left();
}

TEST_F(KeytabCases, FindsWhatAChangeOfThePasswordElsewhereDoes) {
    set_password_outside("websvc", "Elsewhere-" + password_);
    EXPECT_THAT(findings(), ElementsAre("kvno_gap"));
    // Without another client the keytab's own key is all there is to ask with.
    auto own = check_keytab(place(), {}, Deadline::usual());
    ASSERT_TRUE(own) << own.error().message();
    EXPECT_THAT(names_of(*own), ElementsAre("key_refused"));
    rewrite([](KeytabEntries& all) {
        std::erase_if(
            all, [](const auto& entry) { return entry.principal.find('/') != std::string::npos; });
    });
    own = check_keytab(place(), {}, Deadline::usual());
    ASSERT_TRUE(own) << own.error().message();
    EXPECT_THAT(names_of(*own), ElementsAre("key_refused")) << "without any name of a service";
    EXPECT_FALSE(kvno_opens(file_, kSpn));
    add_by_password("Elsewhere-" + password_);
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_EQ(kvnos().size(), 2U);
}

TEST_F(KeytabCases, FindsEachThingThatIsWrongWithAKeytab) {
    account_ = "";
    const auto each = [&](auto change) {
        rewrite([&](KeytabEntries& all) { std::for_each(all.begin(), all.end(), change); });
    };
    each([](auto& entry) { entry.key[0] ^= 1; });
    EXPECT_THAT(findings(), ElementsAre("key_wrong"));
    each([](auto& entry) {
        entry.enctype = ENCTYPE_ARCFOUR_HMAC;
        entry.key.resize(16);
    });
    EXPECT_EQ(findings().front(), "enctype_gap");
    EXPECT_THAT(findings(), Contains("weak_enctype"));
    EXPECT_THAT(findings(), Contains("key_conflict")) << "two keys of one type now";
    each([](auto& entry) { entry.principal = to_upper_ascii(entry.principal); });
    EXPECT_EQ(findings().front(), "case_differs");
    std::filesystem::permissions(file_, std::filesystem::perms(0644));
    EXPECT_EQ(findings().back(), "file_exposed");
}

TEST_F(KeytabCases, RotatesByTheAccountsOwnKeyAndKeepsTheOldOne) {
    const auto before = kvnos();
    const auto old_ticket = credential_of("alice");
    const auto spn = name(kSpn);
    const auto cache = old_ticket->fetch_anew(spn, Deadline::usual());
    ASSERT_TRUE(cache);
    for (int round = 1; round <= 2; ++round) {
        const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
        ASSERT_TRUE(rotated) << rotated.error().message();
        EXPECT_EQ(kvnos().size(), 1U + round);
        EXPECT_EQ(*kvnos().rbegin(), *before.begin() + round);
        EXPECT_EQ(entries().size() % (round + 1U), 0U) << "the same types of each version";
        EXPECT_THAT(findings(), IsEmpty());
        EXPECT_TRUE(kvno_opens(file_, kSpn));
        expect_nothing_left();
    }
    auto library = credential::KerberosLibrary::open();
    const auto ticket = service_ticket_in(*library, **cache, spn);
    ASSERT_TRUE(ticket);
    int opened = 0;
    for (const auto& entry : entries()) {
        opened += key_opens(*library, *ticket, entry.enctype, entry.key) ? 1 : 0;
    }
    EXPECT_EQ(opened, 2) << "once for each of websvc and the SPN";
}

TEST_F(KeytabCases, RotatesInAnAdministratorsName) {
    set_password_outside("websvc", "Elsewhere-" + password_);
    const auto refused = rotate_key(place(), {}, {}, Deadline::usual());
    EXPECT_EQ(refused.error().status(), Status::wrong_password) << refused.error().message();
    expect_nothing_left();
    const auto admin = credential_of("admin");
    KeytabRotation rotation;
    rotation.administrator = admin.get();
    const auto rotated = rotate_key(place(), rotation, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    expect_nothing_left();
}

TEST_F(KeytabCases, RotatesAKeytabThatHasTheAccountsOwnNameAlone) {
    rewrite([](KeytabEntries& all) {
        std::erase_if(
            all, [](const auto& entry) { return entry.principal.find('/') != std::string::npos; });
    });
    const auto before = kvnos();
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(kvnos(), ElementsAre(*before.begin(), *before.begin() + 1));
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(KeytabCases, UndoesARotationThatIsDenied) {
    const auto before = entries();
    const auto alice = credential_of("alice");
    KeytabRotation rotation;
    rotation.administrator = alice.get();
    const auto rotated = rotate_key(place(), rotation, {}, Deadline::usual());
    ASSERT_FALSE(rotated);
    EXPECT_EQ(rotated.error().status(), Status::password_change_denied)
        << rotated.error().message();
    EXPECT_EQ(entries(), before);
    EXPECT_THAT(findings(), IsEmpty());
    expect_nothing_left();
}

TEST_F(KeytabCases, TakesKeysOutAfterTheirGrace) {
    ASSERT_TRUE(rotate_key(place(), {}, {}, Deadline::usual()));
    EXPECT_EQ(kvnos().size(), 2U) << "replaced just now";
    rewrite([](KeytabEntries& all) {
        for (auto& entry : all) {
            entry.timestamp -= 1000;
        }
    });
    KeytabCheck check;
    check.grace = 500;
    auto found = check_keytab(place(), check, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_THAT(names_of(*found), ElementsAre("stale_key", "stale_key"));
    KeytabRotation rotation;
    rotation.grace = 500;
    ASSERT_TRUE(rotate_key(place(), rotation, {}, Deadline::usual()));
    EXPECT_EQ(kvnos().size(), 2U) << "the first is gone";
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(KeytabCases, ADryRunOnlyTells) {
    const auto before = entries();
    std::vector<std::string> told;
    Steps steps;
    steps.dry_run = true;
    steps.observer = [&](Moment moment, const std::string& step) {
        EXPECT_EQ(moment, Moment::planned);
        told.push_back(step);
    };
    ASSERT_TRUE(rotate_key(place(), {}, steps, Deadline::usual()));
    EXPECT_EQ(told.size(), 6U);
    EXPECT_EQ(entries(), before);
    EXPECT_THAT(findings(), IsEmpty());
    expect_nothing_left();
}

/// Each step of a rotation, killed before it begins and after it is done, then run again.
TEST_F(KeytabCases, SurvivesAKillAtEveryPoint) {
    int points = 0;
    for (bool all_done = false; !all_done; ++points) {
        reset();
        const auto old_kvno = *kvnos().begin();
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            int seen = 0;
            Steps steps;
            steps.observer = [&](Moment, const std::string&) {
                if (seen++ == points) {
                    ::kill(::getpid(), SIGKILL);
                }
            };
            const auto rotated = rotate_key(place(), {}, steps, Deadline::usual());
            ::_exit(rotated ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        all_done = WIFEXITED(status);
        ASSERT_TRUE(all_done ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGKILL) << points;
        // Whatever happened, the service opens the tickets that the KDC makes.
        EXPECT_THAT(faults(), IsEmpty()) << points;
        if (!all_done) {
            const auto again = rotate_key(place(), {}, {}, Deadline::usual());
            ASSERT_TRUE(again) << points << ": " << again.error().message();
        }
        EXPECT_THAT(findings(), IsEmpty()) << points;
        EXPECT_GE(*kvnos().rbegin(), old_kvno + 1) << points;
        EXPECT_LE(kvnos().size(), 3U) << points;
        expect_nothing_left();
    }
    std::cout << "kill points of a rotation: " << points - 1 << '\n';
    EXPECT_EQ(points - 1, 10);
}

TEST_F(KeytabCases, AnAdditionSurvivesAKillAtEveryPoint) {
    int points = 0;
    for (bool all_done = false; !all_done; ++points) {
        std::filesystem::remove(file_);
        const SecretText password(password_);
        KeytabAddition addition;
        addition.spn = name(kSpn);
        addition.password = &password;
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            int seen = 0;
            Steps steps;
            steps.observer = [&](Moment, const std::string&) {
                if (seen++ == points) {
                    ::kill(::getpid(), SIGKILL);
                }
            };
            ::_exit(add_to_keytab(place(), addition, steps, Deadline::usual()) ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        all_done = WIFEXITED(status);
        const auto again = add_to_keytab(place(), addition, {}, Deadline::usual());
        ASSERT_TRUE(again) << points << ": " << again.error().message();
        EXPECT_THAT(findings(), IsEmpty()) << points;
        EXPECT_EQ(kvnos().size(), 1U);
        expect_nothing_left();
    }
    std::cout << "kill points of an addition: " << points - 1 << '\n';
    EXPECT_EQ(points - 1, 4);
}

/// The realm with another password server.
/// KRB-ERROR is protected by nothing: whatever it says, the server may have changed the password.
inline std::string krb_error(int code, const std::string& data) {
    namespace der = support::der;
    const auto field = [](unsigned number, const std::string& content) {
        return der::element(der::context(number), content);
    };
    const auto text = [](const std::string& content) {
        return der::element(0x1b, content);
    };
    const auto names = der::element(der::kSequence, text("kadmin") + text("changepw"));
    const auto name = der::element(der::kSequence, field(0, der::integer(1)) + field(1, names));
    const auto fields = field(0, der::integer(5)) + field(1, der::integer(30)) +
                        field(4, der::element(0x18, "20260101000000Z")) +
                        field(5, der::integer(0)) + field(6, der::integer(code)) +
                        field(9, text("EXAMPLE.TEST")) + field(10, name) +
                        field(12, der::element(0x04, data));
    return der::element(der::kKrbError, der::element(der::kSequence, fields));
}

TEST_F(KeytabCases, GoesOnAfterAPasswordServerThatIsSilentOrLies) {
    const std::string head("\0\0\0\1\0\0", 6);
    const std::string error = krb_error(60, std::string("\0\4too short", 11));
    std::string framed = head + error;
    framed[0] = static_cast<char>(framed.size() >> 8);
    framed[1] = static_cast<char>(framed.size() & 0xff);
    const std::vector<std::pair<support::FakeKdc::Answer, std::string>> servers{
        {nullptr, ""},
        {[](const auto&) { return std::string(); }, ""},
        {[](const auto&) { return support::kdc_reply("no answer at all"); }, "lengths"},
        {[](const auto&) { return support::length_head(1000) + "cut"; }, ""},
        {[](const auto&) { return support::length_head(0x7fffffff); }, "announces"},
        {[&](const auto&) { return support::kdc_reply(framed); }, "too short"},
        {[&](const auto&) { return support::kdc_reply(error); }, "too short"},
    };
    for (const auto& [answer, words] : servers) {
        reset();
        const auto rotated =
            rotate_until_asked(answer, [&](const support::FakeKdc& server, Deadline until) {
                const support::KerberosConfiguration configuration(
                    with_server("kpasswd_server", server.address()));
                return rotate_key(place(), {}, {}, until);
            });
        ASSERT_FALSE(rotated);
        EXPECT_EQ(rotated.error().status(), Status::key_change_unsettled)
            << rotated.error().message();
        EXPECT_NE(std::string(rotated.error().message()).find(words), std::string::npos)
            << rotated.error().message();
        EXPECT_THAT(faults(), IsEmpty());
        const auto again = rotate_key(place(), {}, {}, Deadline::usual());
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_THAT(findings(), IsEmpty());
        EXPECT_EQ(kvnos().size(), 2U);
        expect_nothing_left();
    }
}

/// The server does it, and its answer is lost on the way.
TEST_F(KeytabCases, FindsOutWhatAServerDidWhoseAnswerWasLost) {
    support::FakeKdc relay([](const std::string& request) {
        auto target = HostPort::parse(realm_variable("MUTAUTH_REALM_KPASSWD"), 464);
        auto server = connect_tcp(*target, Deadline::usual());
        EXPECT_TRUE(server);
        EXPECT_TRUE(
            write_all(server->get(), bytes_of(support::kdc_reply(request)), Deadline::usual()));
        std::array<std::uint8_t, 8> answer{};
        EXPECT_TRUE(read_exactly(server->get(), answer, Deadline::usual()));
        return std::string();
    });
    const support::KerberosConfiguration configuration(
        with_server("kpasswd_server", relay.address()));
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_EQ(kvnos().size(), 2U);
    expect_nothing_left();
}

TEST_F(KeytabCases, UndoesWhatNoPasswordServerCanDo) {
    const auto before = entries();
    for (const char* nobody : {"127.0.0.1:1", "nobody.invalid:464"}) {
        const support::KerberosConfiguration configuration(with_server("kpasswd_server", nobody));
        const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
        EXPECT_EQ(rotated.error().status(), Status::password_server_unreachable)
            << rotated.error().message();
        EXPECT_EQ(entries(), before);
        expect_nothing_left();
    }
}

TEST_F(KeytabCases, LeavesEverythingWhereItCannotWrite) {
    const auto before = entries();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto size = static_cast<rlim_t>(std::filesystem::file_size(file_)) + 50;
        const rlimit limit{size, size};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
        ::_exit(rotated.error().status() == Status::keytab_not_writable ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(entries(), before);
    EXPECT_THAT(findings(), IsEmpty());
    expect_nothing_left();
}

/// Account change and password change as one story.
TEST_F(KeytabCases, VerificationFollowsTheServiceThroughItsLife) {
    const auto spn = name(kSpn);
    const auto alice = credential_of("alice");
    const auto verify = [&] {
        KeytabCheck check;
        check.spns = {spn};
        check.client = alice.get();
        auto found =
            verify_service(*session_, account_called("websvc"), place(), check, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? names_of(*found) : std::vector<std::string>();
    };
    EXPECT_THAT(verify(), IsEmpty());
    const auto old_cache = credential_of("alice")->fetch_anew(spn, Deadline::usual());
    ASSERT_TRUE(old_cache);

    ASSERT_TRUE(account_called("websvc").delete_spn(spn, Deadline::usual()));
    EXPECT_THAT(verify(), ElementsAre("spn_missing"));
    ASSERT_TRUE(account_called("othersvc").add_spn(spn, Deadline::usual()));
    EXPECT_THAT(verify(), ElementsAre("spn_elsewhere"));
    ASSERT_TRUE(account_called("othersvc").delete_spn(spn, Deadline::usual()));
    ASSERT_TRUE(account_called("websvc").add_spn(spn, Deadline::usual()));
    EXPECT_THAT(verify(), IsEmpty());

    set_password_outside("websvc", "Elsewhere-" + password_);
    EXPECT_THAT(verify(), ElementsAre("kvno_gap"));
    const auto admin = credential_of("admin");
    KeytabRotation rotation;
    rotation.administrator = admin.get();
    const auto rotated = rotate_key(place(), rotation, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(verify(), IsEmpty());

    // Both a client with a new ticket and one with the old one connect again.
    auto server = Credential::from_keytab(file_, "");
    ASSERT_TRUE(server) << server.error().message();
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    auto library = credential::KerberosLibrary::open();
    const auto ticket = service_ticket_in(*library, **old_cache, spn);
    ASSERT_TRUE(ticket);
    const auto all = entries();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& entry) {
        return key_opens(*library, *ticket, entry.enctype, entry.key);
    }));
}

}  // namespace mutauth::testing

// The directory session against a real slapd, and against peers that are none.
#include <fcntl.h>
#include <sys/wait.h>

#include <chrono>
#include <set>

#include "core/text.h"
#include "directory/filter.h"
#include "integration/realm_directory.h"
#include "support/stopwatch.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using directory::Change;
using directory::Entry;
using directory::Scope;
using directory::Session;
using std::chrono::milliseconds;
using std::chrono::seconds;

Result<std::vector<Entry>> find_websvc(Session& session, const Deadline& deadline) {
    return directory::find_all(
        session, {suffix(), Scope::subtree, "(sAMAccountName=websvc)", {"sAMAccountName"}},
        deadline);
}

TEST(DirectoryOpen, ProvesAndDescribesTheServer) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    EXPECT_EQ(session->base(), suffix());
    EXPECT_EQ(session->profile().kind, directory::Kind::mit_kldap);
    EXPECT_TRUE(session->profile().paged_results);
    EXPECT_EQ(session->principal(), "alice@" + realm());
    auto identity = session->who_am_i(Deadline::usual());
    ASSERT_TRUE(identity) << identity.error().message();
    EXPECT_EQ(*identity, "dn:uid=alice,ou=people," + suffix());
}

TEST(DirectoryOpen, SealsAllThatFollowsTheBind) {
    Eavesdropper between;
    auto session = open_at(between.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    const auto found = find_websvc(**session, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().first("samaccountname"), "websvc");
    const std::string heard = between.heard();
    EXPECT_NE(heard.find("GSSAPI"), std::string::npos) << "the bind itself is in the clear";
    EXPECT_EQ(heard.find("websvc"), std::string::npos);
    EXPECT_EQ(heard.find("sAMAccountName"), std::string::npos);
    EXPECT_EQ(heard.find("namingContexts"), std::string::npos);
}

TEST(DirectoryOpen, RefusesAServerThatCannotProveTheName) {
    const std::string uri = realm_variable("MUTAUTH_REALM_LDAP_URI");
    std::string lower = to_lower_ascii(realm());
    const auto session = open_at(uri, "alice", Deadline::usual(), "host/host1." + lower);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::directory_bind_refused)
        << session.error().message();
}

TEST(DirectoryOpen, ReportsANameThatNobodyRegistered) {
    const auto session = open_at(realm_variable("MUTAUTH_REALM_LDAP_URI"), "alice",
                                 Deadline::usual(), "ldap/nobody.example.test");
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::service_unknown) << session.error().message();
}

TEST(DirectoryOpen, ReportsARefusedConnection) {
    std::string address;
    {
        const Peer closed([](int, const Deadline&) {});
        address = closed.address();
    }
    const auto session = open_at(address, "alice", Deadline::usual());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::directory_unreachable) << session.error().message();
}

TEST(DirectoryOpen, GivesUpOnASilentServerAtTheDeadline) {
    const Peer silent([](int connection, const Deadline& until_stopped) {
        std::array<std::uint8_t, 4096> buffer{};
        while (auto got = read_some(connection, buffer, until_stopped)) {
            if (*got == 0) {
                return;
            }
        }
    });
    const auto spent = support::taken_by([&] {
        const auto session = open_at(silent.address(), "alice", Deadline::in(milliseconds(600)));
        ASSERT_FALSE(session);
        EXPECT_EQ(session.error().status(), Status::directory_silent) << session.error().message();
    });
    EXPECT_GE(spent, milliseconds(550));
    EXPECT_LT(spent, support::kPrompt);
}

TEST(DirectoryOpen, EndsWhenCancelledFromAnotherThread) {
    const Peer silent([](int connection, const Deadline& until_stopped) {
        static_cast<void>(wait_for(connection, 0, until_stopped));
    });
    const auto cancellation = *Cancellation::make();
    std::thread canceller([&] {
        std::this_thread::sleep_for(milliseconds(300));
        cancellation->cancel();
    });
    const auto spent = support::taken_by([&] {
        const auto session =
            open_at(silent.address(), "alice", Deadline::in(seconds(60)).with(cancellation));
        ASSERT_FALSE(session);
        EXPECT_EQ(session.error().status(), Status::cancelled) << session.error().message();
    });
    canceller.join();
    EXPECT_LT(spent, support::kPrompt);
}

TEST(DirectoryOpen, ReportsAServerThatClosesInTheBind) {
    const Peer closing([](int connection, const Deadline& until_stopped) {
        std::array<std::uint8_t, 16> some{};
        static_cast<void>(read_some(connection, some, until_stopped));
    });
    const auto session = open_at(closing.address(), "alice", Deadline::usual());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::directory_lost) << session.error().message();
}

struct Answer {
    const char* what;
    std::string bytes;
    Status expected;
};

class DirectoryOpenAnswered : public ::testing::TestWithParam<Answer> {};

TEST_P(DirectoryOpenAnswered, EndsWithAReason) {
    const Peer liar([](int connection, const Deadline& until_stopped) {
        std::array<std::uint8_t, 16384> request{};
        static_cast<void>(read_some(connection, request, until_stopped));
        static_cast<void>(write_all(connection, bytes_of(GetParam().bytes), until_stopped));
        while (auto got = read_some(connection, request, until_stopped)) {
            if (*got == 0) {
                return;
            }
        }
    });
    const auto session = open_at(liar.address(), "alice", Deadline::in(milliseconds(1500)));
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), GetParam().expected) << session.error().message();
}

// RFC 4511 4.2.2: BindResponse ::= [APPLICATION 1] SEQUENCE { COMPONENTS OF LDAPResult, ... }.
INSTANTIATE_TEST_SUITE_P(
    Liars,
    DirectoryOpenAnswered,
    ::testing::Values(
        Answer{"http", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
               Status::directory_protocol},
        Answer{"huge", std::string("\x30\x84\x7f\xff\xff\xff\x02\x01\x01", 9),
               Status::directory_protocol},
        Answer{"success without any proof",
               std::string("\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00", 14),
               Status::peer_not_proven},
        Answer{"bind result cut short", std::string("\x30\x07\x02\x01\x01\x61\x02\x0a\x01", 9),
               Status::directory_protocol},
        Answer{"method not supported",
               std::string("\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x07\x04\x00\x04\x00", 14),
               Status::directory_bind_refused},
        Answer{"busy", std::string("\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x33\x04\x00\x04\x00", 14),
               Status::directory_failed},
        Answer{"empty challenge",
               std::string("\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x0e\x04\x00\x04\x00", 14),
               Status::token_malformed}),
    [](const auto& answer) {
        std::string out(answer.param.what);
        std::replace(out.begin(), out.end(), ' ', '_');
        return out;
    });

TEST(DirectoryOpen, RefusesAddressesThatItWouldNotUse) {
    for (const char* address : {"ldaps://localhost", "ldapi://%2ftmp", "", "ldap://", "a/b", "a b",
                                "localhost:x", "ldap://localhost/dc=x?uid"}) {
        const auto session = open_at(address, "alice", Deadline::usual());
        ASSERT_FALSE(session) << address;
        EXPECT_EQ(session.error().status(), Status::invalid_argument) << address;
    }
}

TEST(DirectorySession, LosesATamperedAnswerAndGivesNoneOfIt) {
    std::atomic<bool> tamper{false};
    Eavesdropper between([&](bool from_server, std::string& bytes) {
        if (from_server && tamper) {
            bytes.back() = static_cast<char>(bytes.back() ^ 1);
        }
    });
    auto session = open_at(between.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    tamper = true;
    const auto found = find_websvc(**session, Deadline::usual());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().status(), Status::directory_lost) << found.error().message();
    EXPECT_EQ(evidence(found.error(), "reason"), "MUTAUTH_MESSAGE_TAMPERED");
    tamper = false;
    const auto again = find_websvc(**session, Deadline::usual());
    ASSERT_FALSE(again) << "the session must stay lost";
    EXPECT_EQ(again.error().status(), Status::directory_lost);
}

TEST(DirectorySession, LosesAReplayedAnswer) {
    std::atomic<bool> repeat{false};
    Eavesdropper between([&](bool from_server, std::string& bytes) {
        if (from_server && repeat) {
            bytes += bytes;
        }
    });
    auto session = open_at(between.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    repeat = true;
    static_cast<void>(find_websvc(**session, Deadline::usual()));
    const auto again = find_websvc(**session, Deadline::usual());
    ASSERT_FALSE(again);
    EXPECT_EQ(evidence(again.error(), "reason"), "MUTAUTH_MESSAGE_REPLAYED");
}

TEST(DirectorySession, RefusesClearTextInTheSealedStream) {
    std::atomic<bool> inject{false};
    Eavesdropper between([&](bool from_server, std::string& bytes) {
        if (from_server && inject) {
            // A SearchResultDone in the clear; its first octets read as a length are too long.
            bytes = std::string("\x30\x0c\x02\x01\x09\x65\x07\x0a\x01\x00\x04\x00\x04\x00", 14);
        }
    });
    auto session = open_at(between.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    inject = true;
    const auto found = find_websvc(**session, Deadline::usual());
    ASSERT_FALSE(found);
    EXPECT_EQ(evidence(found.error(), "reason"), "MUTAUTH_FRAME_TOO_LARGE");
}

TEST(DirectorySession, LivesOnAfterAnOperationThatTimedOut) {
    std::atomic<bool> hold{false};
    std::string held;
    Eavesdropper between([&](bool from_server, std::string& bytes) {
        if (from_server) {
            held += bytes;
            bytes = hold ? "" : std::exchange(held, {});
        }
    });
    auto session = open_at(between.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    hold = true;
    const auto late = find_websvc(**session, Deadline::in(milliseconds(300)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().status(), Status::directory_silent) << late.error().message();
    hold = false;
    const auto found = find_websvc(**session, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->size(), 1U);
}

TEST(DirectorySession, TakesAnswersInSingleBytes) {
    Eavesdropper between;
    Peer trickle([&](int client, const Deadline& deadline) {
        auto target = HostPort::parse(between.address());
        auto server = connect_tcp(*target, deadline);
        std::thread up([&] {
            std::array<std::uint8_t, 4096> buffer{};
            while (auto got = read_some(client, buffer, deadline)) {
                if (*got == 0 ||
                    !write_all(server->get(), ByteView(buffer).first(*got), deadline)) {
                    break;
                }
            }
            ::shutdown(server->get(), SHUT_RDWR);
        });
        std::array<std::uint8_t, 1> one{};
        while (auto got = read_some(server->get(), one, deadline)) {
            if (*got == 0 || !write_all(client, one, deadline)) {
                break;
            }
        }
        ::shutdown(client, SHUT_RDWR);
        up.join();
    });
    auto session = open_at(trickle.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    const auto found = find_websvc(**session, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->size(), 1U);
    session->reset();
}

// slapd takes 64 KiB in one sealed buffer: more goes out in several.
TEST(DirectorySession, SplitsWhatIsLongerThanThePeerTakes) {
    const auto session = session_of("admin");
    ASSERT_TRUE(session);
    std::string value(300000, 'x');
    for (std::size_t i = 0; i < value.size(); i += 1000) {
        value.replace(i, 4, std::to_string(1000 + i / 1000));
    }
    const auto changed = written(session->modify(
        othersvc(), {{Change::Kind::add, "description", value}}, Deadline::usual()));
    ASSERT_TRUE(changed) << changed.error().message();
    const auto read =
        directory::read_entry(*session, othersvc(), {"description"}, Deadline::usual());
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_TRUE(read->front().first("description") == value);
    EXPECT_TRUE(written(session->modify(othersvc(), {{Change::Kind::remove, "description", value}},
                                        Deadline::usual())));
}

TEST(DirectorySession, AnswersForkedInAChild) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto found = find_websvc(*session, Deadline::usual());
        ::_exit(!found && found.error().status() == Status::forked ? 0 : 1);
    }
    int state = -1;
    ASSERT_EQ(::waitpid(child, &state, 0), child);
    EXPECT_EQ(state, 0);
    EXPECT_TRUE(find_websvc(*session, Deadline::usual())) << "the parent's session must live on";
}

TEST(DirectorySession, ReportsWhatTheServerDenies) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    const auto changed = written(session->modify(
        websvc(), {{Change::Kind::add, "servicePrincipalName", "http/denied.example.test"}},
        Deadline::usual()));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().status(), Status::directory_denied) << changed.error().message();
}

TEST(DirectorySession, FindsNothingAtAnEntryThatIsNotThere) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    const auto found =
        directory::read_entry(*session, "uid=nobody,ou=people," + suffix(), {}, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_TRUE(found->empty());
}

/// Runs tests of this program again with more variables in the environment, in another folder if
/// one is given.
int run_again(const std::string& filter,
              const std::vector<std::string>& variables,
              const std::string& folder = "") {
    std::vector<std::string> words{"/proc/self/exe", "--gtest_filter=" + filter, "--gtest_brief=1"};
    const pid_t child = ::fork();
    if (child == 0) {
        if (!folder.empty() && ::chdir(folder.c_str()) != 0) {
            ::_exit(126);
        }
        for (const auto& variable : variables) {
            ::putenv(const_cast<char*>(variable.c_str()));
        }
        std::vector<char*> arguments;
        for (auto& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        ::execv(words[0].c_str(), arguments.data());
        ::_exit(127);
    }
    int state = -1;
    return ::waitpid(child, &state, 0) == child && WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

constexpr const char* kHostileSettings =
    "URI ldaps://127.0.0.1:1\nBASE dc=evil\nREFERRALS on\nDEREF always\n"
    "SIZELIMIT 1\nTIMELIMIT 1\nTIMEOUT 1\nNETWORK_TIMEOUT 1\nTLS hard\n"
    "SASL_MECH PLAIN\nSASL_SECPROPS none,maxssf=0\nSASL_AUTHCID evil\n"
    "TLS_REQCERT never\nTLS_CACERT /nowhere\n";
constexpr const char* kSessionTests =
    "DirectoryOpen.ProvesAndDescribesTheServer:DirectoryOpen.Seals*:DirectoryOpen.Refuses*:"
    "ManyEntriesAgain.*";

void write_file(const std::string& name, const char* text) {
    FILE* out = std::fopen(name.c_str(), "w");
    ASSERT_NE(out, nullptr) << name;
    std::fputs(text, out);
    std::fclose(out);
}

TEST(DirectoryEnvironment, HasNoSayInASession) {
    const std::string file = realm_variable("MUTAUTH_REALM_DIR") + "/hostile.conf";
    write_file(file, kHostileSettings);
    EXPECT_EQ(run_again(kSessionTests, {"LDAPCONF=" + file, "LDAPRC=" + file}), 0);
    EXPECT_EQ(run_again(kSessionTests,
                        {"LDAPURI=ldaps://127.0.0.1:1", "LDAPBASE=dc=evil", "LDAPREFERRALS=yes",
                         "LDAPDEREF=always", "LDAPSIZELIMIT=1", "LDAPTIMELIMIT=1", "LDAPTIMEOUT=1",
                         "LDAPNETWORK_TIMEOUT=1", "LDAPTLS=hard", "LDAPTLS_REQCERT=never",
                         "LDAPSASL_MECH=PLAIN", "LDAPSASL_SECPROPS=none,maxssf=0",
                         "LDAPSASL_AUTHCID=evil", "LDAPTLS_CACERT=/nowhere", "LDAPVERSION=2"}),
              0);
}

// ldap.conf(5): ldaprc in the working directory and in the home.
TEST(DirectoryEnvironment, OfAHostileFolderHasNoSayInASession) {
    std::string folder = realm_variable("MUTAUTH_REALM_DIR") + "/hostileXXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    for (const char* name : {"/ldaprc", "/.ldaprc", "/ldap.conf"}) {
        write_file(folder + name, kHostileSettings);
    }
    EXPECT_EQ(run_again(kSessionTests, {"HOME=" + folder}, folder), 0);
    EXPECT_EQ(run_again(kSessionTests, {"LDAPRC=ldap.conf", "HOME=" + folder}, folder), 0);
}

// A credential has its own tickets and keys, and says itself what a context must have.
TEST(DirectoryEnvironment, OfKerberosHasNoSayInASession) {
    const std::string keytab = realm_variable("MUTAUTH_REALM_KEYTABS") + "/bob.keytab";
    EXPECT_EQ(run_again(kSessionTests, {"KRB5CCNAME=FILE:/nowhere/ccache", "KRB5_KTNAME=" + keytab,
                                        "KRB5_CLIENT_KTNAME=" + keytab, "KRB5RCACHENAME=none:",
                                        "KRB5RCACHETYPE=none", "GSS_MECH_CONFIG=/nowhere/mech",
                                        "SASL_CONF_PATH=/nowhere", "SASL_PATH=/nowhere"}),
              0);
}

class ManyEntries : public ::testing::Test {
  protected:
    static constexpr int kCount = 2500;

    void SetUp() override {
        const std::string folder = "ou=many,ou=services," + suffix();
        std::string changes =
            "dn: " + folder + "\nchangetype: add\nobjectClass: organizationalUnit\nou: many\n\n";
        for (int i = 0; i < kCount; ++i) {
            const std::string uid = "many" + std::to_string(i);
            changes += "dn: uid=" + uid + "," + folder +
                       "\nchangetype: add\nobjectClass: account\nuid: " + uid +
                       "\ndescription: " + std::string(200, 'x') + "\n\n";
        }
        const std::string file = realm_variable("MUTAUTH_REALM_DIR") + "/many.ldif";
        FILE* out = std::fopen(file.c_str(), "w");
        ASSERT_NE(out, nullptr);
        std::fputs(changes.c_str(), out);
        std::fclose(out);
        const std::string command =
            "ldapmodify -Q -Y EXTERNAL -H \"$MUTAUTH_REALM_LDAPI\" -f " + file + " > /dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
};

// Without entries of its own: the accounts of the realm are more than the limit of one.
TEST(ManyEntriesAgain, AreNotCutByALimitOfTheEnvironment) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    for (const Scope scope : {Scope::subtree, Scope::one_level}) {
        const auto found = directory::find_all(
            *session, {"ou=people," + suffix(), scope, "(uid=*)", {"uid"}}, Deadline::usual());
        ASSERT_TRUE(found) << found.error().message();
        EXPECT_EQ(found->size(), 3U);
    }
}

TEST_F(ManyEntries, ComePageByPage) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    std::set<std::string> seen;
    const auto searched = session->search(
        {suffix(), Scope::subtree, "(uid=many*)", {"uid", "description"}},
        [&](Entry entry) {
            EXPECT_EQ(entry.first("description").size(), 200U);
            seen.insert(entry.dn);
            return true;
        },
        Deadline::usual());
    ASSERT_TRUE(searched) << searched.error().message();
    EXPECT_EQ(seen.size(), std::size_t{kCount});

    int taken = 0;
    const auto stopped = session->search(
        {suffix(), Scope::subtree, "(uid=many*)", {"uid"}}, [&](Entry) { return ++taken < 3; },
        Deadline::usual());
    ASSERT_TRUE(stopped) << stopped.error().message();
    EXPECT_EQ(taken, 3);
    const auto after = find_websvc(*session, Deadline::usual());
    ASSERT_TRUE(after) << after.error().message();
    EXPECT_EQ(after->size(), 1U);
}

}  // namespace
}  // namespace mutauth::testing

// The directory session against a real Samba domain controller, and against a member computer that
// poses as one.
#include <set>

#include "core/text.h"
#include "directory/ldap_failure.h"
#include "integration/gss_peer.h"
#include "integration/realm_directory.h"
#include "support/der.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using directory::Change;
using directory::Entry;
using directory::Scope;
using directory::Session;

std::string domain() {
    return to_lower_ascii(realm());
}

Result<void> add_spn(Session& session, const std::string& dn, const std::string& value) {
    return written(session.modify(dn, {{Change::Kind::add, "servicePrincipalName", value}},
                                  Deadline::usual()));
}

Result<void> remove_spn(Session& session, const std::string& dn, const std::string& value) {
    return written(session.modify(dn, {{Change::Kind::remove, "servicePrincipalName", value}},
                                  Deadline::usual()));
}

std::vector<std::string> spns_of(Session& session, const std::string& dn) {
    auto read = directory::read_entry(session, dn, {"servicePrincipalName"}, Deadline::usual());
    EXPECT_TRUE(read && read->size() == 1) << dn;
    return read && !read->empty() ? read->front().values("servicePrincipalName")
                                  : std::vector<std::string>();
}

TEST(AdDirectoryOpen, ProvesAndDescribesTheServer) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    EXPECT_EQ(session->base(), suffix());
    EXPECT_EQ(session->profile().kind, directory::Kind::active_directory);
    EXPECT_TRUE(session->profile().permissive_modify);
    EXPECT_TRUE(session->profile().paged_results);
    EXPECT_EQ(session->principal(), "alice@" + realm());
}

TEST(AdDirectoryOpen, TakesEveryAccountsKeytab) {
    for (const char* account : {"alice", "bob", "admin", "websvc", "othersvc", "host1", "host2"}) {
        const auto session = session_of(account);
        ASSERT_TRUE(session) << account;
        EXPECT_TRUE(session->principal().starts_with(account)) << session->principal();
    }
}

// Samba does not have RFC 4532, and says so in its root DSE.
TEST(AdDirectoryOpen, KnowsThatTheServerCannotSayWhoIAm) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    EXPECT_FALSE(session->profile().who_am_i);
    const auto said = session->who_am_i(Deadline::usual());
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().status(), Status::directory_failed) << said.error().message();
    EXPECT_EQ(static_cast<int>(directory::ldap_code_of(said.error())), 2) << "protocolError";
}

TEST(AdDirectoryOpen, SealsAllThatFollowsTheBind) {
    Eavesdropper between;
    auto session = open_at(between.address(), "alice", Deadline::usual());
    ASSERT_TRUE(session) << session.error().message();
    const auto found = directory::find_all(
        **session, {suffix(), Scope::subtree, "(sAMAccountName=websvc)", {"sAMAccountName"}},
        Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().first("samaccountname"), "websvc");
    const std::string heard = between.heard();
    EXPECT_NE(heard.find("GSSAPI"), std::string::npos) << "the bind itself is in the clear";
    for (const char* sealed : {"websvc", "sAMAccountName", "namingContexts"}) {
        EXPECT_EQ(heard.find(sealed), std::string::npos) << sealed;
    }
}

TEST(AdDirectoryOpen, RefusesAServerThatCannotProveTheName) {
    const auto session = open_at(realm_variable("MUTAUTH_REALM_LDAP_URI"), "alice",
                                 Deadline::usual(), "host/host1." + domain());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::directory_bind_refused)
        << session.error().message();
}

TEST(AdDirectoryOpen, ReportsANameThatNobodyRegistered) {
    const auto session = open_at(realm_variable("MUTAUTH_REALM_LDAP_URI"), "alice",
                                 Deadline::usual(), "ldap/nobody." + domain());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::service_unknown) << session.error().message();
}

TEST(AdDirectoryOpen, ProvesTheGlobalCatalogByTheSameName) {
    auto catalog = open_at(realm_variable("MUTAUTH_REALM_CATALOG_URI"), "alice", Deadline::usual());
    ASSERT_TRUE(catalog) << catalog.error().message();
    EXPECT_EQ((*catalog)->profile().kind, directory::Kind::active_directory);
    const auto found = directory::find_all(
        **catalog,
        {suffix(), Scope::subtree, "(servicePrincipalName=HOST/host1)", {"servicePrincipalName"}},
        Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().dn, host1());
}

// The schema of AD has more than the thousand entries of a page.
TEST(AdDirectorySearch, ComesPageByPage) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    const directory::Search all{"CN=Schema,CN=Configuration," + suffix(),
                                Scope::one_level,
                                "(lDAPDisplayName=*)",
                                {"lDAPDisplayName"}};
    std::set<std::string> seen;
    std::size_t count = 0;
    const auto searched = session->search(
        all,
        [&](Entry entry) {
            ++count;
            seen.emplace(entry.first("lDAPDisplayName"));
            return true;
        },
        Deadline::usual());
    ASSERT_TRUE(searched) << searched.error().message();
    EXPECT_GT(count, 1000U);
    EXPECT_EQ(seen.size(), count) << "each has a name of its own";
    for (const char* name : {"accountExpires", "servicePrincipalName", "x121Address"}) {
        EXPECT_TRUE(seen.contains(name)) << name;
    }
    int taken = 0;
    EXPECT_TRUE(session->search(
        all, [&](Entry) { return ++taken < 3; }, Deadline::usual()));
    EXPECT_EQ(taken, 3);
    EXPECT_FALSE(spns_of(*session, host1()).empty()) << "the session lives on";
}

// The domain's root refers to its other parts.
TEST(AdDirectorySearch, PassesReferencesOver) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    const auto found = directory::find_all(
        *session, {suffix(), Scope::subtree, "(sAMAccountName=host?)", {"cn"}}, Deadline::usual());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_TRUE(found->empty()) << "a question mark is no wildcard";
    const auto both = directory::find_all(
        *session, {suffix(), Scope::subtree, "(sAMAccountName=host*)", {"cn"}}, Deadline::usual());
    ASSERT_TRUE(both) << both.error().message();
    EXPECT_EQ(both->size(), 2U);
}

TEST(AdDirectoryChange, AddsWhatIsThereAndRemovesWhatIsNot) {
    const auto session = session_of("admin");
    ASSERT_TRUE(session);
    const std::string value = "permissive/host1." + domain();
    for (int i = 0; i < 2; ++i) {
        const auto added = add_spn(*session, host1(), value);
        ASSERT_TRUE(added) << added.error().message();
    }
    const auto there = spns_of(*session, host1());
    EXPECT_EQ(std::count(there.begin(), there.end(), value), 1);
    for (int i = 0; i < 2; ++i) {
        const auto removed = remove_spn(*session, host1(), value);
        ASSERT_TRUE(removed) << removed.error().message();
    }
    const auto left = spns_of(*session, host1());
    EXPECT_EQ(std::count(left.begin(), left.end(), value), 0);
}

// jpegPhoto has no limit of its own.
TEST(AdDirectoryChange, SplitsWhatIsLongerThanOneSealedBuffer) {
    const auto session = session_of("admin");
    ASSERT_TRUE(session);
    std::string value(300000, '\0');
    for (std::size_t i = 0; i < value.size(); ++i) {
        value[i] = static_cast<char>(i * 7 + i / 251);
    }
    const auto changed = written(
        session->modify(othersvc(), {{Change::Kind::add, "jpegPhoto", value}}, Deadline::usual()));
    ASSERT_TRUE(changed) << changed.error().message();
    const auto read = directory::read_entry(*session, othersvc(), {"jpegPhoto"}, Deadline::usual());
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_TRUE(read->front().first("jpegPhoto") == value);
    EXPECT_TRUE(written(session->modify(othersvc(), {{Change::Kind::remove, "jpegPhoto", value}},
                                        Deadline::usual())));
}

TEST(AdDirectoryChange, ReportsWhatTheServerDenies) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    const auto denied = add_spn(*session, host1(), "http/host1." + domain());
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().status(), Status::directory_denied) << denied.error().message();
}

// [MS-ADTS] 3.1.1.5.3.1.1.4, the validated write of servicePrincipalName: an instance of its own
// host; a third part only where the account is a domain controller's.
TEST(AdDirectoryChange, LetsAComputerWriteNamesOfItsOwnHostAlone) {
    const auto session = session_of("host1");
    ASSERT_TRUE(session);
    const std::string own = "http/host1." + domain();
    const auto added = add_spn(*session, host1(), own);
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_TRUE(remove_spn(*session, host1(), own));
    for (const std::string& other :
         {"http/host2." + domain(), "ldap/host1." + domain() + "/" + domain(),
          "ldap/dc1." + domain() + "/" + domain()}) {
        const auto refused = add_spn(*session, host1(), other);
        ASSERT_FALSE(refused) << other;
        EXPECT_EQ(refused.error().status(), Status::directory_constraint)
            << refused.error().message();
    }
}

/// A server that has a computer's keys, speaks LDAP's bind and offers to seal.
class Impostor {
  public:
    explicit Impostor(std::string keytab)
        : keytab_(std::move(keytab)),
          peer_([this](int connection, const Deadline& deadline) { serve(connection, deadline); }) {
    }

    const std::string& address() const { return peer_.address(); }
    /// It opened a ticket, so whoever asked for it takes the impostor for the service it names.
    bool was_believed() const { return believed_; }

  private:
    void serve(int connection, const Deadline& deadline) {
        peer::Side keys(GSS_C_ACCEPT, "keytab", keytab_, peer::krb5());
        std::string token;
        if (keys.accept(credentials(connection, deadline), token) != GSS_S_COMPLETE) {
            // No key for the ticket: all that is left is to claim success.
            answer(connection, kSuccess, "", deadline);
            return;
        }
        answer(connection, kInProgress, token, deadline);
        static_cast<void>(credentials(connection, deadline));
        // RFC 4752 3.2: privacy alone, 64 KiB.
        answer(connection, kInProgress, keys.wrap(std::string("\x04\x01\x00\x00", 4), false),
               deadline);
        believed_ = !credentials(connection, deadline).empty();
        answer(connection, kSuccess, "", deadline);
    }

    /// RFC 4511 4.2: the credentials of the next BindRequest.
    std::string credentials(int connection, const Deadline& deadline) {
        using support::der::span_at;
        std::array<std::uint8_t, 16384> buffer{};
        auto got = read_some(connection, buffer, deadline);
        if (!got || *got == 0) {
            return "";
        }
        const std::string message(text_of(ByteView(buffer).first(*got)));
        const auto id = span_at(message, span_at(message, 0).content);
        id_ = message.substr(id.begin, id.end - id.begin);
        const auto version = span_at(message, span_at(message, id.end).content);
        const auto sasl = span_at(message, span_at(message, version.end).end);
        const auto mechanism = span_at(message, sasl.content);
        if (mechanism.end >= sasl.end) {
            return "";
        }
        const auto value = span_at(message, mechanism.end);
        return message.substr(value.content, value.end - value.content);
    }

    /// RFC 4511 4.2.2: BindResponse, [7] serverSaslCreds.
    void answer(int connection, int code, const std::string& token, const Deadline& deadline) {
        using support::der::element;
        const std::string response = element(0x0a, std::string(1, static_cast<char>(code))) +
                                     element(0x04, "") + element(0x04, "") +
                                     (token.empty() ? "" : element(0x87, token));
        static_cast<void>(write_all(
            connection, bytes_of(element(0x30, id_ + element(0x61, response))), deadline));
    }

    static constexpr int kSuccess = 0;
    static constexpr int kInProgress = 14;
    std::string keytab_;
    std::string id_;
    std::atomic<bool> believed_{false};
    Peer peer_;
};

/// A member computer has registered ldap/<itself>, as any may, and answers for the directory.
class AdImpostor : public ::testing::Test {
  protected:
    void SetUp() override {
        session_ = session_of("host1");
        ASSERT_TRUE(session_);
        const auto added = add_spn(*session_, host1(), own_);
        ASSERT_TRUE(added) << added.error().message();
    }
    void TearDown() override { EXPECT_TRUE(remove_spn(*session_, host1(), own_)); }

    std::string own_ = "ldap/host1." + domain();
    std::unique_ptr<Session> session_;
    Impostor impostor_{realm_variable("MUTAUTH_REALM_KEYTABS") + "/host1.keytab"};
};

// What makes the attack one: a name of two parts proves no directory.
TEST_F(AdImpostor, IsBelievedByWhoAsksForItsOwnName) {
    const auto session = open_at(impostor_.address(), "alice", Deadline::usual(), own_);
    EXPECT_FALSE(session) << "it has no directory to show";
    EXPECT_TRUE(impostor_.was_believed());
}

TEST_F(AdImpostor, IsRefusedByWhoAsksForTheDirectory) {
    const auto session = open_at(impostor_.address(), "alice", Deadline::usual());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().status(), Status::peer_not_proven) << session.error().message();
    EXPECT_FALSE(impostor_.was_believed());
}

}  // namespace
}  // namespace mutauth::testing

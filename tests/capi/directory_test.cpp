#include <mutauth/directory.h>

#include <gmock/gmock.h>

#include <thread>

#include "capi/channels.h"
#include "support/fake_kdc.h"
#include "support/stopwatch.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Opened {
    mutauth_status status;
    realm::Directory directory;
};

Opened open_at(const std::string& address,
               const std::string& spn,
               int64_t milliseconds = 5000,
               const char* who = "alice") {
    auto* made = reinterpret_cast<mutauth_directory*>(1);
    const mutauth_status status =
        mutauth_directory_open(address.c_str(), realm::spn(spn).get(), realm::account(who).get(),
                               nullptr, realm::within(milliseconds).get(), &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    return {status, {made, mutauth_directory_free}};
}

std::string host_and_port() {
    const std::string uri = realm::variable("MUTAUTH_REALM_LDAP_URI");
    return uri.substr(uri.find("//") + 2);
}

std::string directory_spn() {
    return realm::variable("MUTAUTH_REALM_LDAP_SPN");
}

TEST(CapiDirectory, IsProvenAndSearched) {
    for (const std::string& address : {host_and_port(), "ldap://" + host_and_port()}) {
        const Opened opened = open_at(address, directory_spn());
        ASSERT_EQ(opened.status, MUTAUTH_OK) << realm::why();
        EXPECT_EQ(mutauth_directory_base(opened.directory.get()),
                  realm::variable("MUTAUTH_REALM_SUFFIX"));
        EXPECT_THAT(realm::holders_of(opened.directory, realm::host_spn()),
                    ElementsAre(realm::entry("cn=host1,ou=computers")));
        EXPECT_THAT(realm::holders_of(opened.directory, "http/nobody.example.test"), ElementsAre());
    }
}

TEST(CapiDirectory, MustProveTheNameThatIsAskedNotItsOwn) {
    // A name that the KDC knows, on an account whose key the directory does not hold.
    EXPECT_EQ(open_at(host_and_port(), realm::host_spn()).status, MUTAUTH_DIRECTORY_BIND_REFUSED)
        << realm::why();
    EXPECT_EQ(open_at(host_and_port(), "ldap/nobody.example.test").status, MUTAUTH_SERVICE_UNKNOWN);
}

// Those that DNS knows are in tests/tools/located_test.py, beside a name server.
TEST(CapiDirectory, LocatesServersOfDomainsOnly) {
    auto* out = reinterpret_cast<mutauth_texts*>(1);
    for (const char* bad : {"", ".", ".example.test", "two words", "a/b", "\xc3\xbc.test"}) {
        EXPECT_EQ(mutauth_directory_locate(bad, nullptr, &out), MUTAUTH_INVALID_ARGUMENT) << bad;
        EXPECT_EQ(out, nullptr);
    }
    EXPECT_EQ(mutauth_directory_locate(nullptr, nullptr, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_locate("example.test", nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    const realm::Spn other = realm::spn(directory_spn());
    EXPECT_EQ(mutauth_directory_locate(
                  "example.test", reinterpret_cast<const mutauth_deadline*>(other.get()), &out),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(out, nullptr);
}

TEST(CapiDirectory, SaysWhyItCannotBeReached) {
    const std::string closed = "127.0.0.1:" + std::to_string(support::closed_port());
    EXPECT_EQ(open_at(closed, directory_spn()).status, MUTAUTH_DIRECTORY_UNREACHABLE);
    const support::FakeKdc silent;
    const auto took = support::taken_by([&] {
        EXPECT_EQ(open_at(silent.address(), directory_spn(), 500).status, MUTAUTH_DIRECTORY_SILENT);
    });
    EXPECT_LT(took, support::kPrompt);
    for (const char* bad : {"", "ldap://", "host:x", "host:65536"}) {
        EXPECT_EQ(open_at(bad, directory_spn()).status, MUTAUTH_INVALID_ARGUMENT) << bad;
    }
}

TEST(CapiDirectory, ThatTalksNonsenseIsNone) {
    auto [liar, honest] = support::socket_pair();
    uint16_t port = 0;
    support::Socket listener = support::listen_on_loopback(port);
    std::thread talking([&] {
        support::Socket client(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        support::write_all(client.get(), "HTTP/1.1 400 Bad Request\r\n\r\n");
        std::string ignored;
        support::read_exactly(client.get(), ignored, 1);
    });
    const mutauth_status status =
        open_at("127.0.0.1:" + std::to_string(port), directory_spn()).status;
    talking.join();
    EXPECT_THAT(status, testing::AnyOf(MUTAUTH_DIRECTORY_PROTOCOL, MUTAUTH_DIRECTORY_LOST))
        << realm::why();
}

TEST(CapiDirectory, SearchesBelowTheBaseThatIsSet) {
    const realm::Directory directory = realm::directory_as("alice");
    EXPECT_EQ(mutauth_directory_set_base(directory.get(), "no dn"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_set_base(directory.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_base(directory.get()), realm::variable("MUTAUTH_REALM_SUFFIX"));
    const std::string people = realm::entry("ou=people");
    ASSERT_EQ(mutauth_directory_set_base(directory.get(), people.c_str()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_directory_base(directory.get()), people);
}

// Finding R4: the base narrowed it, silently.
TEST(CapiDirectory, LooksForHoldersEverywhereUnlessThatIsNarrowed) {
    const realm::Directory directory = realm::directory_as("alice");
    const std::string people = realm::entry("ou=people");
    ASSERT_EQ(mutauth_directory_set_base(directory.get(), people.c_str()), MUTAUTH_OK);
    EXPECT_STREQ(mutauth_directory_unique_base(directory.get()), "");
    EXPECT_THAT(realm::holders_of(directory, realm::host_spn()),
                ElementsAre(realm::entry("cn=host1,ou=computers")));
    EXPECT_EQ(mutauth_directory_set_unique_base(directory.get(), "no dn"),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_set_unique_base(directory.get(), nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    ASSERT_EQ(mutauth_directory_set_unique_base(directory.get(), people.c_str()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_directory_unique_base(directory.get()), people);
    EXPECT_THAT(realm::holders_of(directory, realm::host_spn()), ElementsAre());
    EXPECT_EQ(mutauth_directory_set_unique_base(directory.get(), ""), MUTAUTH_OK);
    EXPECT_EQ(mutauth_directory_unique_base(nullptr), nullptr);
    EXPECT_EQ(mutauth_directory_set_unique_base(nullptr, ""), MUTAUTH_WRONG_HANDLE);
}

TEST(CapiDirectory, FindsHoldersAsDirectoriesCompare) {
    const realm::Directory directory = realm::directory_as("alice");
    EXPECT_THAT(realm::holders_of(directory, "HOST/HOST1.example.test"),
                ElementsAre(realm::entry("cn=host1,ou=computers")));
    // Filter characters (RFC 4515 section 3) are part of the name, not of the filter.
    for (const char* hostile :
         {"host/*", "*/*", "host/host1.example.test)(cn=*", "a/\\2a", "host/(x)"}) {
        EXPECT_THAT(realm::holders_of(directory, hostile), ElementsAre()) << hostile;
    }
}

TEST(CapiDirectory, ChecksItsArguments) {
    const realm::Spn spn = realm::spn(directory_spn());
    const realm::Credential alice = realm::account("alice");
    const std::string address = host_and_port();
    auto* made = reinterpret_cast<mutauth_directory*>(1);
    EXPECT_EQ(mutauth_directory_open(nullptr, spn.get(), alice.get(), nullptr, nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    made = reinterpret_cast<mutauth_directory*>(1);
    EXPECT_EQ(
        mutauth_directory_open(address.c_str(), nullptr, alice.get(), nullptr, nullptr, &made),
        MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_directory_open(address.c_str(), spn.get(), nullptr, nullptr, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(
        mutauth_directory_open(address.c_str(), spn.get(), alice.get(), nullptr, nullptr, nullptr),
        MUTAUTH_INVALID_ARGUMENT);
    const realm::Directory directory = realm::directory_as("alice");
    auto* holders = reinterpret_cast<mutauth_holders*>(1);
    for (auto* wrong : {static_cast<mutauth_directory*>(nullptr),
                        reinterpret_cast<mutauth_directory*>(spn.get())}) {
        EXPECT_EQ(mutauth_directory_base(wrong), nullptr);
        EXPECT_EQ(mutauth_directory_set_base(wrong, "dc=x"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_directory_find_holders(wrong, spn.get(), nullptr, &holders),
                  MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(holders, nullptr);
        mutauth_directory_free(wrong);
    }
    EXPECT_EQ(mutauth_directory_find_holders(directory.get(), nullptr, nullptr, &holders),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_directory_find_holders(directory.get(), spn.get(), nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    const char* dn = "x";
    EXPECT_EQ(mutauth_holders_next(nullptr, &dn), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(dn, nullptr);
    ASSERT_EQ(mutauth_directory_find_holders(directory.get(), spn.get(), nullptr, &holders),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_holders_next(holders, nullptr), MUTAUTH_INVALID_ARGUMENT);
    mutauth_holders_free(holders);
    mutauth_holders_free(nullptr);
}

}  // namespace

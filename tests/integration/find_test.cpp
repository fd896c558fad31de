// Finding SPNs and duplicates of them in a real directory that a real KDC reads.
#include <gmock/gmock.h>

#include <cstdlib>

#include "integration/counting_session.h"
#include "integration/realm_directory.h"
#include "registration/account.h"
#include "registration/alias_conflicts.h"
#include "registration/duplicates.h"
#include "registration/found_spns.h"
#include "registration/holders.h"
#include "registration/lookup_spn.h"
#include "registration/unique.h"
#include "support/unenforced.h"

namespace mutauth::testing {
namespace {

using directory::Change;
using directory::Range;
using directory::Session;
using registration::Account;
using registration::DuplicateGroup;
using registration::Found;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* kSpn = "servicePrincipalName";
constexpr const char* kPrincipal = "krbPrincipalName";

std::string folder() {
    return "ou=found,ou=services," + suffix();
}

/// Runs changes as the directory's own administrator.
void change_offline(const std::string& ldif) {
    const std::string file = realm_variable("MUTAUTH_REALM_DIR") + "/changes.ldif";
    FILE* out = std::fopen(file.c_str(), "w");
    ASSERT_NE(out, nullptr);
    std::fputs(ldif.c_str(), out);
    std::fclose(out);
    const std::string command =
        "ldapmodify -c -Q -Y EXTERNAL -H \"$MUTAUTH_REALM_LDAPI\" -f " + file + " > /dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
}

std::string account(int number) {
    return "uid=f" + std::to_string(number) + "," + folder();
}

/// Accounts of its own in a folder, which are gone afterwards.
class Find : public ::testing::Test {
  protected:
    static constexpr int kAccounts = 4;

    void SetUp() override {
        std::string ldif =
            "dn: " + folder() + "\nchangetype: add\nobjectClass: organizationalUnit\nou: found\n\n";
        for (int i = 0; i < kAccounts; ++i) {
            ldif += "dn: " + account(i) +
                    "\nchangetype: add\nobjectClass: account\nobjectClass: mutauthServiceAccount\n"
                    "uid: f" +
                    std::to_string(i) + "\n\n";
        }
        change_offline(with_class(ldif));
        session_ = session_of("admin");
        ASSERT_TRUE(session_);
    }
    void TearDown() override {
        std::string ldif;
        for (int i = 0; i < kAccounts; ++i) {
            ldif += "dn: " + account(i) + "\nchangetype: delete\n\n";
        }
        change_offline(ldif + "dn: " + folder() + "\nchangetype: delete\n\n");
    }

    /// The auxiliary classes that the realm's own service accounts have.
    static std::string with_class(std::string ldif) {
        const std::string placeholder = "objectClass: mutauthServiceAccount\n";
        std::string classes;
        const auto session = session_of("admin");
        auto read = directory::read_entry(*session, websvc(), {"objectClass"}, Deadline::usual());
        for (const auto& value : read->front().values("objectClass")) {
            if (value != "account" && value != "top") {
                classes += "objectClass: " + value + "\n";
            }
        }
        for (auto at = ldif.find(placeholder); at != std::string::npos;
             at = ldif.find(placeholder, at + classes.size())) {
            ldif.replace(at, placeholder.size(), classes);
        }
        return ldif;
    }

    void put(int number, const char* attribute, const std::vector<std::string>& values) {
        std::string ldif =
            "dn: " + account(number) + "\nchangetype: modify\nadd: " + attribute + "\n";
        for (const auto& value : values) {
            ldif += std::string(attribute) + ": " + value + "\n";
        }
        change_offline(ldif + "\n");
    }

    std::vector<Found> find(const std::string& pattern, Range range = Range::base) {
        auto found = registration::FoundSpns::find(
            *session_, *registration::SpnPattern::parse(pattern), range, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        std::vector<Found> out;
        for (;;) {
            auto next = found->next(Deadline::usual());
            EXPECT_TRUE(next) << next.error().message();
            if (!next || !*next) {
                return out;
            }
            out.push_back(**next);
        }
    }

    std::vector<DuplicateGroup> duplicates(Range range = Range::base) {
        auto cursor = registration::Duplicates::find(*session_, range, Deadline::usual());
        EXPECT_TRUE(cursor) << cursor.error().message();
        std::vector<DuplicateGroup> out;
        for (;;) {
            auto next = cursor->next(Deadline::usual());
            EXPECT_TRUE(next) << next.error().message();
            if (!next || !*next) {
                return out;
            }
            out.push_back(std::move(**next));
        }
    }

    std::unique_ptr<Session> session_;
};

TEST_F(Find, TakesWildcardsInEachPart) {
    put(0, kSpn, {"http/web1.found.test", "http/web2.found.test", "ftp/web1.found.test:21"});
    put(1, kSpn, {"HTTP/api.found.test", "ldap/web1.found.test/dc=found"});
    EXPECT_THAT(find("http/*.found.test"),
                UnorderedElementsAre(Found{"http/web1.found.test", account(0)},
                                     Found{"http/web2.found.test", account(0)},
                                     Found{"HTTP/api.found.test", account(1)}));
    EXPECT_THAT(find("*/WEB1.found.test*"),
                UnorderedElementsAre(Found{"http/web1.found.test", account(0)},
                                     Found{"ftp/web1.found.test:21", account(0)},
                                     Found{"ldap/web1.found.test/dc=found", account(1)}));
    EXPECT_THAT(find("*/*.found.test/*"),
                UnorderedElementsAre(Found{"ldap/web1.found.test/dc=found", account(1)}));
    EXPECT_THAT(find("*tp/web1*21"),
                UnorderedElementsAre(Found{"ftp/web1.found.test:21", account(0)}));
    EXPECT_THAT(find("http/web1.found.test"),
                UnorderedElementsAre(Found{"http/web1.found.test", account(0)}));
    EXPECT_EQ(find("*.found.test*", Range::forest).size(), 5U);
    for (const char* none :
         {"http/*)(uid=*.found.test", "nfs/*.found.test", "http/web1.found.test\\2a*"}) {
        EXPECT_THAT(find(none), IsEmpty()) << none;
    }
}

TEST_F(Find, CountsWhatTheKdcAloneServes) {
    put(0, kPrincipal, {"nfs/half.found.test@" + realm()});
    EXPECT_THAT(find("nfs/*.found.test"),
                UnorderedElementsAre(Found{"nfs/half.found.test", account(0)}));
    EXPECT_THAT(find("NFS/*.found.test"), IsEmpty()) << "as the KDC compares";
}

TEST_F(Find, ShowsAllOfTheRealmsOwnNames) {
    const auto all = find("*");
    EXPECT_THAT(all, ::testing::Contains(
                         Found{"host/host1.example.test", "cn=host1,ou=computers," + suffix()}));
    EXPECT_THAT(find("krbtgt/*"), ::testing::SizeIs(1));
}

TEST_F(Find, StaysBelowTheBase) {
    put(0, kSpn, {"http/below.found.test"});
    ASSERT_TRUE(session_->set_base("ou=people," + suffix()));
    EXPECT_THAT(find("*/below.found.test"), IsEmpty());
    EXPECT_THAT(find("*/below.found.test", Range::forest), IsEmpty())
        << "the caller's base bounds it";
    ASSERT_TRUE(session_->set_base(folder()));
    EXPECT_THAT(find("*"), ::testing::SizeIs(1));
}

TEST_F(Find, LooksUpWithoutAliasesWhereThereAreNone) {
    put(0, kSpn, {"host/pc.found.test"});
    const auto exact =
        registration::look_up_spn(*session_, name("HOST/pc.found.test"), Deadline::usual());
    ASSERT_TRUE(exact);
    EXPECT_EQ(exact->by, registration::FoundBy::exact);
    EXPECT_EQ(exact->holders, std::vector<std::string>{account(0)});
    const auto alias =
        registration::look_up_spn(*session_, name("cifs/pc.found.test"), Deadline::usual());
    ASSERT_TRUE(alias);
    EXPECT_EQ(alias->by, registration::FoundBy::nothing);
    EXPECT_TRUE(registration::check_unique(*session_, name("cifs/pc.found.test"), account(1),
                                           Deadline::usual()));
    EXPECT_EQ(registration::check_unique(*session_, name("host/pc.found.test"), account(1),
                                         Deadline::usual())
                  .error()
                  .status(),
              Status::spn_taken);
}

TEST_F(Find, ReportsPlantedDuplicates) {
    EXPECT_THAT(duplicates(), IsEmpty());
    const support::Unenforced slapd;
    put(0, kSpn, {"http/twice.found.test", "http/once.found.test"});
    put(1, kSpn, {"HTTP/Twice.found.test"});
    put(2, kSpn, {"nfs/half.found.test"});
    put(3, kPrincipal, {"nfs/half.found.test@" + realm()});
    for (const Range range : {Range::base, Range::forest}) {
        const auto groups = duplicates(range);
        ASSERT_EQ(groups.size(), 2U);
        for (const auto& group : groups) {
            EXPECT_EQ(group.kind, DuplicateGroup::Kind::exact);
            if (group.spn == "nfs/half.found.test") {
                EXPECT_THAT(group.holders,
                            UnorderedElementsAre(Found{"nfs/half.found.test", account(2)},
                                                 Found{"nfs/half.found.test", account(3)}));
            } else {
                EXPECT_THAT(group.holders,
                            UnorderedElementsAre(Found{"http/twice.found.test", account(0)},
                                                 Found{"HTTP/Twice.found.test", account(1)}));
            }
        }
    }
}

// RFC 4518 2.2: case folds outside ASCII too; accents stay, which Active Directory passes over.
TEST_F(Find, TakesForDuplicatesWhatTheDirectoryDoes) {
    const support::Unenforced slapd;
    put(0, kSpn,
        {"http/b\xc3\xbc"
         "cher.found.test"});
    put(1, kSpn, {"http/bucher.found.test"});
    put(2, kSpn, {"http/\xc3\xa9t\xc3\xa9.found.test"});
    put(3, kSpn, {"http/\xc3\x89T\xc3\x89.found.test"});
    const auto groups = duplicates();
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].holders.size(), 2U);
    EXPECT_THAT(groups[0].holders,
                ::testing::Contains(Found{"http/\xc3\xa9t\xc3\xa9.found.test", account(2)}));
}

/// Limits what a search may send, paged or not, as long as it lives.
class Limited {
  public:
    explicit Limited(const std::string& limits) { set(limits); }
    ~Limited() { set(""); }
    Limited(const Limited&) = delete;
    Limited& operator=(const Limited&) = delete;

  private:
    static void set(const std::string& limits) {
        change_offline(
            "dn: olcDatabase={1}mdb,cn=config\nchangetype: modify\nreplace: olcLimits\n" +
            (limits.empty() ? "" : "olcLimits: " + limits + "\n"));
    }
};

TEST_F(Find, SaysThatALimitStoppedIt) {
    put(0, kSpn, {"http/a.found.test"});
    put(1, kSpn, {"http/b.found.test"});
    const Limited limited("users size=1 size.pr=1 size.prtotal=1");
    auto found = registration::FoundSpns::find(
        *session_, *registration::SpnPattern::parse("http/*.found.test"), Range::base,
        Deadline::usual());
    ASSERT_TRUE(found);
    auto next = found->next(Deadline::usual());
    while (next && *next) {
        next = found->next(Deadline::usual());
    }
    ASSERT_FALSE(next) << "one of two is not all";
    EXPECT_EQ(next.error().status(), Status::directory_limited) << next.error().message();
    auto cursor = registration::Duplicates::find(*session_, Range::base, Deadline::usual());
    EXPECT_EQ(cursor->next(Deadline::usual()).error().status(), Status::directory_limited);
}

// slapd sends 500 entries to a search without pages unless told otherwise.
TEST_F(Find, GetsAroundTheUsualLimitByPages) {
    put(0, kSpn, {"http/a.found.test"});
    put(1, kSpn, {"http/b.found.test"});
    const Limited limited("users size.soft=1 size.hard=1 size.pr=1000 size.prtotal=unlimited");
    EXPECT_EQ(find("http/*.found.test").size(), 2U);
}

TEST_F(Find, TakesFewRoundTrips) {
    using Count = std::pair<int, int>;
    CountingSession session(session_of("admin"));
    auto own = Account::find(session, account(0), Deadline::usual());
    ASSERT_TRUE(own);
    EXPECT_EQ(session.searches_and_changes(), Count(1, 0));
    const auto spn = name("http/counted.found.test");
    ASSERT_TRUE(registration::find_holders(session, spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(2, 0)) << "once a session: the root DSE";
    ASSERT_TRUE(registration::find_holders(session, spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(1, 0));
    ASSERT_TRUE(registration::look_up_spn(session, spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(1, 0));
    ASSERT_TRUE(registration::find_alias_conflicts(session, spn, "", Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(0, 0));
    put(0, kPrincipal, {"f0@" + realm()});
    ASSERT_TRUE(own->add_spn(spn, Deadline::usual()));
    // The account's names, other holders; the change; whether it is there, other holders again.
    EXPECT_EQ(session.searches_and_changes(), Count(4, 1));
    ASSERT_TRUE(own->add_spn(spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(2, 0)) << "nothing to write";
    ASSERT_TRUE(own->delete_spn(spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(2, 1))
        << "its names, and whether they are gone";
}

}  // namespace
}  // namespace mutauth::testing

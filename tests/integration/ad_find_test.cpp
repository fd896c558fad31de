// Finding SPNs, aliases and duplicates on a real Samba domain controller and its global catalog.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "directory/dn.h"
#include "directory/forest.h"
#include "integration/counting_session.h"
#include "integration/race.h"
#include "registration/account.h"
#include "registration/alias_conflicts.h"
#include "registration/duplicates.h"
#include "registration/found_spns.h"
#include "registration/lookup_spn.h"
#include "registration/unique.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using directory::Range;
using directory::Session;
using registration::Account;
using registration::DuplicateGroup;
using registration::Found;
using registration::FoundBy;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::string domain() {
    return to_lower_ascii(realm());
}

class AdFind : public ::testing::Test {
  protected:
    void SetUp() override {
        session_ = session_of("admin");
        ASSERT_TRUE(session_);
        web_ = dn_of("websvc");
        other_ = dn_of("othersvc");
    }
    void TearDown() override {
        for (const auto& [dn, spn] : put_) {
            EXPECT_TRUE(written(session_->modify(
                dn, {{directory::Change::Kind::remove, "servicePrincipalName", spn}},
                Deadline::usual())));
        }
    }

    std::string dn_of(const std::string& account) {
        auto found = Account::find(*session_, account, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? found->dn() : "";
    }
    void put(const std::string& dn, const std::string& spn) {
        const auto changed = written(session_->modify(
            dn, {{directory::Change::Kind::add, "servicePrincipalName", spn}}, Deadline::usual()));
        ASSERT_TRUE(changed) << spn << ": " << changed.error().message();
        put_.emplace_back(dn, spn);
    }
    void open_catalog() {
        const auto opened = directory::open_catalog(
            *session_, {"", std::nullopt, credential_of("admin"), {}}, Deadline::usual());
        ASSERT_TRUE(opened) << opened.error().message();
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
    std::vector<DuplicateGroup> duplicates(Range range) {
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
    registration::SpnLookup look_up(const std::string& spn) {
        auto found = registration::look_up_spn(*session_, name(spn), Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? std::move(*found) : registration::SpnLookup();
    }
    Status unique(const std::string& spn, const std::string& dn) {
        return registration::check_unique(*session_, name(spn), dn, Deadline::usual())
            .error()
            .status();
    }

    std::unique_ptr<Session> session_;
    std::string web_;
    std::string other_;
    std::vector<std::pair<std::string, std::string>> put_;
};

TEST_F(AdFind, ReadsTheDomainsAliases) {
    const auto forest = directory::forest_of(*session_, Deadline::usual());
    ASSERT_TRUE(forest) << forest.error().message();
    EXPECT_EQ((*forest)->configuration, "CN=Configuration," + suffix());
    EXPECT_TRUE((*forest)->is_catalog);
    // [windows-semantics 1.10]: the default value of sPNMappings.
    EXPECT_EQ((*forest)->aliases.mapped(name("cifs/x"))->text(), "host/x");
    EXPECT_FALSE((*forest)->aliases.mapped(name("ldap/x")));
}

TEST_F(AdFind, TakesWildcards) {
    put(web_, "http/web1.found.test");
    put(other_, "HTTP/web2.found.test:8080");
    for (const bool catalog : {false, true}) {
        if (catalog) {
            open_catalog();
        }
        for (const Range range : {Range::base, Range::forest}) {
            EXPECT_THAT(find("http/*.found.test*", range),
                        UnorderedElementsAre(Found{"http/web1.found.test", web_},
                                             Found{"HTTP/web2.found.test:8080", other_}));
            EXPECT_THAT(find("*/web1.*", range),
                        UnorderedElementsAre(Found{"http/web1.found.test", web_}));
            EXPECT_THAT(find("http/*)(objectClass=*", range), IsEmpty());
        }
    }
}

TEST_F(AdFind, SeesTheForestInTheCatalog) {
    put(web_, "http/catalog.found.test");
    open_catalog();
    const auto holders =
        registration::find_holders(*session_, name("HTTP/catalog.found.test"), Deadline::usual());
    ASSERT_TRUE(holders) << holders.error().message();
    EXPECT_EQ(*holders, std::vector<std::string>{web_});
    EXPECT_EQ(unique("http/catalog.found.test", other_), Status::spn_taken);
    EXPECT_EQ(unique("http/catalog.found.test", web_), Status::ok);
}

TEST_F(AdFind, RefusesACatalogThatProvesLess) {
    const auto opened = directory::open_catalog(*session_,
                                                {realm_variable("MUTAUTH_REALM_CATALOG_URI"),
                                                 name("ldap/dc1." + domain()),
                                                 credential_of("admin"),
                                                 {}},
                                                Deadline::usual());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().status(), Status::invalid_argument) << opened.error().message();
    EXPECT_EQ(session_->catalog(), nullptr);
}

TEST_F(AdFind, LooksUpByAlias) {
    put(web_, "host/pc.found.test");
    const auto alias = look_up("cifs/PC.found.test");
    EXPECT_EQ(alias.by, FoundBy::alias);
    EXPECT_EQ(to_lower_ascii(alias.spn), "host/pc.found.test");
    EXPECT_EQ(alias.holders, std::vector<std::string>{web_});
    EXPECT_EQ(look_up("ldap/pc.found.test").by, FoundBy::nothing);
    put(web_, "cifs/pc.found.test");
    EXPECT_EQ(look_up("cifs/pc.found.test").by, FoundBy::exact);
    EXPECT_EQ(unique("www/pc.found.test", other_), Status::spn_alias_taken);
    EXPECT_EQ(unique("www/pc.found.test", web_), Status::ok);
    EXPECT_EQ(unique("www/pc.found.test:80", other_), Status::ok) << "a port makes another name";
}

// [windows-semantics 3.12]: a conflict through aliases is a warning.
TEST_F(AdFind, WarnsWhoeverRegistersAnAlias) {
    put(web_, "host/warned.found.test");
    auto account = Account::find(*session_, other_, Deadline::usual());
    ASSERT_TRUE(account);
    const auto added = account->add_spn(name("cifs/warned.found.test"), Deadline::usual());
    ASSERT_TRUE(added) << added.error().message();
    ASSERT_THAT(account->warnings(), SizeIs(1));
    EXPECT_EQ(
        account->warnings()[0],
        "cifs/warned.found.test is another name of host/warned.found.test, which is on " + web_);
    EXPECT_TRUE(account->delete_spn(name("cifs/warned.found.test"), Deadline::usual()));
    ASSERT_TRUE(account->add_spn(name("ldap/warned.found.test"), Deadline::usual()));
    EXPECT_THAT(account->warnings(), IsEmpty());
    EXPECT_TRUE(account->delete_spn(name("ldap/warned.found.test"), Deadline::usual()));
}

/// [MS-DTYP] 2.3.4.2 and 2.3.4.3: three numbers with the lowest byte first, then eight bytes.
std::string guid_text(const std::string& bytes) {
    constexpr int kOrder[] = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    std::string out;
    for (const int at : kOrder) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        const auto byte = at < 0 ? 0 : static_cast<unsigned char>(bytes.at(at));
        out += at < 0 ? std::string("-") : std::string{kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return out;
}

// [MS-DRSR] 4.1.4.2.14 step 3: Samba's controller, new as it is, has not registered its name.
TEST_F(AdFind, LooksUpADomainControllerByItsGuid) {
    const std::string replication = "E3514235-4B06-11D1-AB04-00C04FC2DCD2/";
    ASSERT_THAT(find(replication + "*"), IsEmpty());
    const auto settings = directory::find_all(*session_,
                                              {"CN=Sites,CN=Configuration," + suffix(),
                                               directory::Scope::subtree,
                                               "(objectClass=nTDSDSA)",
                                               {"objectGUID"}},
                                              Deadline::usual());
    ASSERT_TRUE(settings && settings->size() == 1);
    const std::string guid = guid_text(settings->front().values("objectGUID").at(0));
    EXPECT_EQ(look_up(replication + guid + "/elsewhere.test").by, FoundBy::nothing);
    EXPECT_EQ(look_up("ldap/" + guid + "/" + domain()).by, FoundBy::nothing);
    const auto found = look_up(replication + guid + "/" + domain());
    EXPECT_EQ(found.by, FoundBy::dsa_guid);
    ASSERT_THAT(found.holders, SizeIs(1));
    EXPECT_TRUE(directory::dn::same(found.holders[0], "CN=DC1,OU=Domain Controllers," + suffix()))
        << found.holders[0];
}

/// What stands in the vectors for the controller of their domain stands here for ours.
std::string in_this_domain(std::string text) {
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>("ad.example.com", domain()), {"DC1", "DC1"}}) {
        for (auto at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

TEST_F(AdFind, CracksNamesAsTheVectorsSay) {
    std::ifstream file(std::string(MUTAUTH_TEST_VECTORS) + "/spn_vectors.json");
    const auto vectors = nlohmann::json::parse(file);
    int tried = 0;
    for (const auto& vector : vectors) {
        if (vector.at("function") != "DsCrackNames_SPN_to_DN") {
            continue;
        }
        const std::string id = vector.at("id");
        const std::string text = in_this_domain(vector.at("inputs").at("name"));
        const std::string wanted = vector.at("expected").at("status");
        auto parsed = spn::parse(text);
        ++tried;
        if (!parsed) {
            EXPECT_EQ(wanted, "NOT_FOUND") << id << ' ' << text;
            continue;
        }
        if (!parsed->parts().realm.empty()) {
            // The realm is not looked up: whoever has one asks that realm's directory.
            EXPECT_EQ(wanted, "DOMAIN_ONLY") << id;
            continue;
        }
        const auto found = look_up(text);
        // DOMAIN_ONLY is a hint to ask elsewhere, not a holder.
        EXPECT_EQ(found.holders.size(), wanted == "OK" ? 1U : 0U) << id << ' ' << text;
    }
    EXPECT_EQ(tried, 6);
}

/// Changes an SPN behind the controller's back: it enforces uniqueness itself, and takes no notice
/// of dSHeuristics in that.
int plant(const std::string& how, const std::string& dn, const std::string& spn) {
    const std::string folder = realm_variable("MUTAUTH_REALM_DIR");
    const std::string database = folder + "/private/sam.ldb.d/" + to_upper_ascii(suffix()) + ".ldb";
    const std::string change = "dn: " + dn + "\\nchangetype: modify\\n" + how +
                               ": servicePrincipalName\\nservicePrincipalName: " + spn + "\\n";
    const std::string command =
        "printf '" + change + "' | ldbmodify -H '" + database + "' > /dev/null";
    return std::system(command.c_str());
}

TEST_F(AdFind, ReportsPlantedDuplicates) {
    put(web_, "http/twice.found.test");
    const auto refused = written(session_->modify(
        other_, {{directory::Change::Kind::add, "servicePrincipalName", "HTTP/twice.found.test"}},
        Deadline::usual()));
    ASSERT_FALSE(refused) << "the controller enforces uniqueness";
    ASSERT_EQ(plant("add", other_, "HTTP/twice.found.test"), 0);
    put(web_, "host/alias.found.test");
    put(other_, "cifs/alias.found.test");
    open_catalog();
    for (const Range range : {Range::base, Range::forest}) {
        std::vector<Found> exact;
        std::vector<Found> alias;
        for (const auto& group : duplicates(range)) {
            auto& into = group.kind == DuplicateGroup::Kind::exact ? exact : alias;
            into.insert(into.end(), group.holders.begin(), group.holders.end());
        }
        EXPECT_THAT(exact, UnorderedElementsAre(Found{"http/twice.found.test", web_},
                                                Found{"HTTP/twice.found.test", other_}));
        // Samba's own controller has one: its DNS service has an account apart from the computer's.
        std::erase_if(alias, [](const Found& found) {
            return to_lower_ascii(found.spn).ends_with("/dc1." + domain());
        });
        EXPECT_THAT(alias, UnorderedElementsAre(Found{"host/alias.found.test", web_},
                                                Found{"cifs/alias.found.test", other_}));
    }
    EXPECT_EQ(look_up("http/twice.found.test").holders.size(), 2U);
    EXPECT_EQ(plant("delete", other_, "HTTP/twice.found.test"), 0);
}

TEST_F(AdFind, TakesFewRoundTrips) {
    using Count = std::pair<int, int>;
    CountingSession session(session_of("admin"));
    auto account = Account::find(session, web_, Deadline::usual());
    ASSERT_TRUE(account);
    EXPECT_EQ(session.searches_and_changes(), Count(1, 0));
    const auto spn = name("host/counted.found.test");
    ASSERT_TRUE(registration::find_holders(session, spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(4, 0))
        << "three once a session: the root DSE, what aliases there are, what domains";
    ASSERT_TRUE(account->add_spn(spn, Deadline::usual()));
    // Other holders, aliases, the account's names; the change; whether it is there, other holders
    // again.
    EXPECT_EQ(session.searches_and_changes(), Count(5, 1));
    const auto cifs = name("cifs/counted.found.test");
    ASSERT_TRUE(registration::look_up_spn(session, cifs, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(2, 0)) << "as it is, and its alias";
    ASSERT_TRUE(registration::find_alias_conflicts(session, cifs, "", Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(1, 0));
    ASSERT_TRUE(account->delete_spn(spn, Deadline::usual()));
    EXPECT_EQ(session.searches_and_changes(), Count(2, 1))
        << "its names, and whether they are gone";
}

TEST_F(AdFind, HasOneWinnerOfEachRace) {
    const auto two = session_of("admin");
    const auto add = [](Session& session, const std::string& dn, const std::string& spn) {
        auto account = Account::find(session, dn, Deadline::usual());
        return account ? account->add_spn(name(spn), Deadline::usual())
                       : Result<void>(std::move(account).error());
    };
    const auto remove = [](Session& session, const std::string& dn, const std::string& spn) {
        auto account = Account::find(session, dn, Deadline::usual());
        return account ? account->delete_spn(name(spn), Deadline::usual())
                       : Result<void>(std::move(account).error());
    };
    const int rounds = race_rounds(2000);
    const auto result =
        race({*session_, web_, add, remove}, {*two, other_, add, remove}, "found.test", rounds);
    EXPECT_EQ(result.one_winner, rounds);
    EXPECT_EQ(result.told_wrong, 0);
}

}  // namespace
}  // namespace mutauth::testing

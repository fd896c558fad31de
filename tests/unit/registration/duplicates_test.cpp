#include "registration/duplicates.h"

#include <gtest/gtest.h>

#include <set>

#include "core/text.h"
#include "unit/registration/list_session.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using directory::Range;
using mutauth::testing::ListSession;

std::string account(int number) {
    return "uid=u" + std::to_string(number) + ",dc=test";
}

std::vector<DuplicateGroup> all(ListSession& session) {
    auto duplicates = Duplicates::find(session, Range::base, Deadline::usual());
    EXPECT_TRUE(duplicates) << duplicates.error().message();
    std::vector<DuplicateGroup> out;
    for (;;) {
        auto group = duplicates->next(Deadline::usual());
        EXPECT_TRUE(group) << group.error().message();
        if (!group || !*group) {
            return out;
        }
        out.push_back(std::move(**group));
    }
}

TEST(Duplicates, AreFoundWhateverTheCase) {
    ListSession session;
    session.put(account(1), {"http/www", "http/one"});
    session.put(account(2), {"http/two"});
    session.put(account(3), {"HTTP/WWW", "http/three"});
    const auto groups = all(session);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].kind, DuplicateGroup::Kind::exact);
    EXPECT_EQ(groups[0].spn, "http/www");
    EXPECT_EQ(groups[0].holders,
              (std::vector<Found>{{"http/www", account(1)}, {"HTTP/WWW", account(3)}}));
}

TEST(Duplicates, AreOnDifferentAccounts) {
    ListSession session;
    session.put(account(1), {"http/www", "HTTP/www"});
    session.put("UID=U1, DC=test", {"http/www"});
    EXPECT_TRUE(all(session).empty()) << "one account, listed twice";
}

TEST(Duplicates, CountWhatTheKdcAloneServes) {
    ListSession session(Kind::mit_kldap);
    session.put(account(1), {"http/www"});
    session.entries[0].attributes.push_back({"krbPrincipalName", {"u1@TEST"}});
    session.entries.push_back({account(2), {{"krbPrincipalName", {"u2@TEST", "http/www@TEST"}}}});
    session.entries.push_back({account(3), {{"krbPrincipalName", {"http/www@OTHER"}}}});
    const auto groups = all(session);
    ASSERT_EQ(groups.size(), 1U) << "another realm's is another name";
    EXPECT_EQ(groups[0].holders,
              (std::vector<Found>{{"http/www", account(1)}, {"http/www", account(2)}}));
}

// [windows-semantics 1.10]: host/x and cifs/x on two accounts conflict; cifs/x and www/x do not,
// nor do names on one account.
TEST(Duplicates, ThroughAliasesAreToldApart) {
    ListSession session(Kind::active_directory);
    session.map_aliases({"host=cifs,www,http"});
    session.put(account(1), {"host/a", "cifs/b", "host/c", "cifs/c"});
    session.put(account(2), {"CIFS/A", "www/b", "ldap/a"});
    session.put(account(3), {"http/d"});
    session.put(account(4), {"HOST/d", "http/a"});
    std::set<std::string> seen;
    for (const auto& group : all(session)) {
        EXPECT_EQ(group.kind, DuplicateGroup::Kind::alias);
        seen.insert(to_lower_ascii(group.spn) + " " + std::to_string(group.holders.size()));
    }
    EXPECT_EQ(seen, (std::set<std::string>{"host/a 3", "host/d 2"}));
}

TEST(Duplicates, AreReadInPagesTwiceOver) {
    ListSession session;
    session.page_size = 7;
    for (int i = 0; i < 100; ++i) {
        session.put(account(i), {"http/h" + std::to_string(i % 90)});
    }
    EXPECT_EQ(all(session).size(), 10U);
    EXPECT_EQ(session.pages, 2 * 15);
    session.pages = 0;
    session.entries.resize(90);
    EXPECT_TRUE(all(session).empty());
    EXPECT_EQ(session.pages, 13) << "nothing to look at again";
}

TEST(Duplicates, TellHowFarTheyAre) {
    ListSession session;
    for (int i = 0; i < 4; ++i) {
        session.put(account(i), {"http/h"});
    }
    auto duplicates = Duplicates::find(session, Range::base, Deadline::usual());
    ASSERT_TRUE(duplicates);
    std::vector<std::uint64_t> entries;
    while (*duplicates->advance(Deadline::usual())) {
        entries.push_back(duplicates->entries());
    }
    EXPECT_EQ(entries, (std::vector<std::uint64_t>{2, 4, 4, 6, 8}));
    EXPECT_TRUE(*duplicates->next(Deadline::usual()));
    EXPECT_FALSE(*duplicates->next(Deadline::usual()));
}

TEST(Duplicates, OfADirectoryWithoutEndAreGivenUp) {
    ListSession session;
    session.endless = true;
    auto duplicates = Duplicates::find(session, Range::base, Deadline::usual());
    ASSERT_TRUE(duplicates);
    const auto group = duplicates->next(Deadline::usual());
    ASSERT_FALSE(group);
    EXPECT_EQ(group.error().status(), Status::directory_flooded);
}

TEST(Duplicates, ShowBytesThatAreNoText) {
    ListSession session;
    const std::string odd("http/\xff\0x", 8);
    session.put(account(1), {odd});
    session.put(account(2), {odd});
    const auto groups = all(session);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].spn, "http/\\xff\\x00x");
}

TEST(Duplicates, AreManyAndAreAllFound) {
    ListSession session;
    session.page_size = 1000;
    constexpr int kNames = 150000;
    for (int half = 0; half < 2; ++half) {
        for (int i = 0; i < kNames; i += 100) {
            std::vector<std::string> names;
            for (int j = i; j < i + 100; ++j) {
                names.push_back("http/h" + std::to_string(j));
            }
            session.put(account(half * kNames + i), std::move(names));
        }
    }
    std::set<std::string> seen;
    for (const auto& group : all(session)) {
        EXPECT_EQ(group.holders.size(), 2U);
        seen.insert(group.spn);
    }
    EXPECT_EQ(seen.size(), std::size_t{kNames}) << "in passes of a bounded size";
    EXPECT_EQ(session.pages, 4 * 3) << "one to count, and one for each 50 000 that are on two";
}

}  // namespace
}  // namespace mutauth::registration

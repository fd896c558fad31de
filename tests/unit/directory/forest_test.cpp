#include "directory/forest.h"

#include <gtest/gtest.h>

#include "directory/bounds.h"
#include "directory/pages.h"
#include "unit/registration/list_session.h"

namespace mutauth::directory {
namespace {

using mutauth::testing::ListSession;
using Bases = std::vector<std::string>;

Bases bases(Session& session, Range range) {
    auto places = places_of(session, range, Deadline::usual());
    EXPECT_TRUE(places) << places.error().message();
    Bases out;
    for (const auto& place : *places) {
        out.push_back(place.base);
    }
    return out;
}

void name_contexts(ListSession& session, std::vector<std::string> contexts) {
    session.by_dn[""] = {"", {{"namingContexts", std::move(contexts)}}};
}

TEST(ForestPlaces, AreTheOutermostNamingContexts) {
    ListSession session;
    name_contexts(session,
                  {"dc=test", "ou=inner,dc=test", "DC=other", "dc=Test", "xdc=test", "no dn"});
    EXPECT_EQ(bases(session, Range::forest), (Bases{"dc=test", "DC=other", "xdc=test"}));
    EXPECT_EQ(bases(session, Range::base), Bases{"dc=test"});
    EXPECT_EQ(session.reads, 1) << "read once a session";
    ASSERT_TRUE(session.set_base("ou=inner,dc=test"));
    EXPECT_EQ(bases(session, Range::forest), Bases{"ou=inner,dc=test"}) << "the caller's word";
}

TEST(ForestPlaces, AreKnownEvenIfTheServerNamesNoBase) {
    ListSession session;
    session.describe({}, "admin@TEST");
    name_contexts(session, {"dc=one", "dc=two"});
    EXPECT_EQ(bases(session, Range::forest), (Bases{"dc=one", "dc=two"}));
    const auto base = places_of(session, Range::base, Deadline::usual());
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().status(), Status::directory_base_unknown);
    ListSession dumb;
    dumb.describe({}, "admin@TEST");
    EXPECT_EQ(places_of(dumb, Range::forest, Deadline::usual()).error().status(),
              Status::directory_base_unknown);
}

TEST(ForestPlaces, AreTheCatalogOnActiveDirectory) {
    ListSession session(Kind::active_directory);
    session.set_origin({"dc1", std::nullopt});
    EXPECT_EQ(bases(session, Range::forest), Bases{"dc=test"});
    auto catalog = std::make_unique<ListSession>(Kind::active_directory);
    catalog->set_origin({"DC1", std::nullopt});
    ListSession* remembered = catalog.get();
    session.set_catalog(std::move(catalog));
    EXPECT_EQ(bases(session, Range::forest), Bases{""});
    EXPECT_EQ(bases(session, Range::base), Bases{"dc=test"});
    EXPECT_EQ(places_to_check(session, Deadline::usual())->size(), 1U) << "the same server's";
    remembered->set_origin({"dc2", std::nullopt});
    const auto places = places_to_check(session, Deadline::usual());
    ASSERT_EQ(places->size(), 2U) << "another server's may not know yet what this one does";
    EXPECT_EQ(places->at(0).session, &session);
    EXPECT_EQ(places->at(1).session, remembered);
}

// Finding R4.
TEST(PlacesToCheck, AreEverywhereUnlessTheCallerNarrowsThem) {
    const auto checked = [](Session& session) {
        Bases out;
        auto places = places_to_check(session, Deadline::usual());
        EXPECT_TRUE(places) << places.error().message();
        for (const auto& place : *places) {
            out.push_back(place.base);
        }
        return out;
    };
    ListSession plain;
    name_contexts(plain, {"dc=test", "dc=other"});
    ListSession only_domain(Kind::active_directory);
    only_domain.map_aliases({});
    for (ListSession* session : {&plain, &only_domain}) {
        ASSERT_TRUE(session->set_base("ou=inner,dc=test"));
    }
    EXPECT_EQ(checked(plain), (Bases{"dc=test", "dc=other"}));
    EXPECT_EQ(checked(only_domain), Bases{"dc=test"});
    ASSERT_TRUE(plain.set_unique_base("ou=outer,dc=test"));
    EXPECT_EQ(checked(plain), Bases{"ou=outer,dc=test"});
}

TEST(PlacesToCheck, AreRefusedWithoutACatalogWhereThereAreOtherDomains) {
    ListSession session(Kind::active_directory);
    session.map_aliases({});
    auto forest = *forest_of(session, Deadline::usual());
    Forest of_two = *forest;
    of_two.domains = 2;
    session.set_forest(std::make_shared<const Forest>(of_two));
    EXPECT_EQ(places_to_check(session, Deadline::usual()).error().status(), Status::catalog_unfit);
}

TEST(PlacesToCheck, AreRefusedWithoutACatalogWhereTheDomainsAreUnknown) {
    ListSession tells_nothing(Kind::active_directory);
    name_contexts(tells_nothing, {"dc=test"});
    ListSession hides_partitions(Kind::active_directory);
    hides_partitions.map_aliases({});
    hides_partitions.domains.clear();
    for (ListSession* session : {&tells_nothing, &hides_partitions}) {
        EXPECT_EQ(places_to_check(*session, Deadline::usual()).error().status(),
                  Status::catalog_unfit);
    }
}

TEST(Pages, GoFromPlaceToPlaceAndRewind) {
    ListSession one;
    ListSession two;
    for (int i = 0; i < 3; ++i) {
        one.put("uid=" + std::to_string(i) + ",dc=one", {});
    }
    two.put("uid=3,dc=two", {});
    Pages pages({{&one, "dc=one"}, {&two, "dc=two"}}, "(a=b)", {});
    for (int pass = 0; pass < 2; ++pass) {
        std::vector<std::size_t> sizes;
        std::vector<Entry> page;
        while (*pages.next(page, Deadline::usual())) {
            sizes.push_back(page.size());
        }
        EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 1, 1}));
        EXPECT_EQ(pages.place().session, &two);
        EXPECT_FALSE(*pages.next(page, Deadline::usual())) << "the end stays the end";
        pages.rewind();
    }
    EXPECT_EQ(two.filters, (std::vector<std::string>{"(a=b)", "(a=b)"}));
}

TEST(Pages, AreGivenUpIfTheyAreTooLarge) {
    ListSession session;
    session.page_size = 100;
    const std::string value(std::size_t{1} << 20, 'x');
    for (int i = 0; i < 65; ++i) {
        session.put("uid=x,dc=test", {value});
    }
    Pages pages({{&session, "dc=test"}}, "(a=b)", {});
    std::vector<Entry> page;
    const auto next = pages.next(page, Deadline::usual());
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().status(), Status::directory_flooded);
    const auto all = find_all(session, {"dc=test", Scope::subtree, "(a=b)", {}}, Deadline::usual());
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().status(), Status::directory_flooded);
    session.entries.resize(10);
    const auto few = find_all(session, {"dc=test", Scope::subtree, "(a=b)", {}}, Deadline::usual());
    ASSERT_TRUE(few);
    EXPECT_EQ(few->size(), 1U) << "an entry is in an answer once";
}

}  // namespace
}  // namespace mutauth::directory

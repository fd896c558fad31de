// SPNs and what is made of them, by the C++ classes.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "capi/hpp.h"

namespace {

namespace auth = mutauth::v1;
using hpp::thrown;

TEST(HppSpn, ComposesAndGivesItsParts) {
    const auto spn = auth::Spn::compose("ldap", "dc1.example.test", 3268, "example.test");
    EXPECT_EQ(spn.text(), "ldap/dc1.example.test:3268/example.test");
    EXPECT_EQ(spn.service_class(), "ldap");
    EXPECT_EQ(spn.host(), "dc1.example.test");
    EXPECT_EQ(spn.port(), 3268);
    EXPECT_EQ(spn.service(), "example.test");
    EXPECT_EQ(spn.instance(), "");
    EXPECT_EQ(spn.realm(), "");
    EXPECT_EQ(spn.principal(), "ldap/dc1.example.test:3268/example.test@");
}

TEST(HppSpn, TakesEveryKindOfText) {
    const std::string host = "www.example.test";
    const std::string_view cut = std::string_view("http-and-more").substr(0, 4);
    EXPECT_EQ(auth::Spn::compose(cut, host).text(), "http/www.example.test");
    EXPECT_EQ(auth::Spn::compose_for_target("http", host, nullptr, 0, std::string("x")).text(),
              "http/www.example.test");
    EXPECT_NE(auth::Spn::compose("http", nullptr).host(), "");
}

TEST(HppSpn, ComparesAsKdcsAndAsDirectoriesDo) {
    const auto spn = auth::Spn::parse("http/a");
    EXPECT_TRUE(spn.equal_to_kdc(auth::Spn::parse("http/a@REALM")));
    EXPECT_FALSE(spn.equal_to_kdc(auth::Spn::parse("HTTP/a")));
    EXPECT_TRUE(spn.equal_to_directory(auth::Spn::parse("HTTP/A")));
}

TEST(HppSpn, ReadsAndMakesEachForm) {
    EXPECT_EQ(auth::Spn::parse_value("a/b@c").text(), "a/b@c");
    EXPECT_EQ(auth::Spn::from_principal("a/b\\@c@R").text(), "a/b@c");
    EXPECT_EQ(auth::Spn::compose_for_host("http", "a.test").text(), "http/a.test");
    EXPECT_EQ(auth::Spn::expand_host("http/_HOST", "a.test").text(), "http/a.test");
    EXPECT_EQ(auth::Spn::parse("krbtgt/R").controller_name(),
              MUTAUTH_CONTROLLER_NAME_TICKET_GRANTING);
}

TEST(HppSpn, OfAListOutlivesIt) {
    auto names = auth::Service(MUTAUTH_SERVICE_DNS_HOST, "http")
                     .add_host("a.test")
                     .add_host("b.test", 80)
                     .compose();
    ASSERT_EQ(names.size(), 2U);
    const auth::Spn kept = names[1];
    names.clear();
    EXPECT_EQ(kept.text(), "http/b.test:80");
    const auto pair = auth::Service(MUTAUTH_SERVICE_DNS_HOST, "http")
                          .set_local_names("h.a.test")
                          .compose_host_pair();
    ASSERT_EQ(pair.size(), 2U);
    EXPECT_EQ(pair[1].text(), "http/H");
}

TEST(HppController, ComposesItsNames) {
    const auto names = auth::Controller("dc.b.test", "b.test", "B")
                           .set_forest("a.test")
                           .set_roles(MUTAUTH_CONTROLLER_GLOBAL_CATALOG)
                           .set_guid("75b84f00-a81b-4a19-8ef2-8e483cccff11")
                           .add_partition("p.b.test")
                           .compose();
    EXPECT_TRUE(std::any_of(names.begin(), names.end(),
                            [](const auto& name) { return name.text() == "GC/dc.b.test/a.test"; }));
}

TEST(HppCandidates, AreMadeWithAliases) {
    const auto wanted = auth::Spn::parse("cifs/a");
    const auto found = auth::candidates(wanted, "x.test", auth::AliasMap::active_directory());
    ASSERT_EQ(found.size(), 5U);
    EXPECT_EQ(found[2].name.text(), "host/a");
    EXPECT_EQ(found[2].reason, MUTAUTH_CANDIDATE_ALIAS);
    EXPECT_EQ(auth::candidates(wanted).size(), 2U);
    EXPECT_FALSE(auth::AliasMap().apply(wanted));
    EXPECT_EQ(auth::AliasMap().add("host=cifs").apply(wanted)->text(), "host/a");
}

TEST(HppFindings, AreOfOneNameOrTwo) {
    const auto found = auth::lint(auth::Spn::parse("HTTP/192.0.2.7"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, MUTAUTH_FINDING_ADDRESS);
    EXPECT_EQ(found[0].part, "host");
    EXPECT_EQ(auth::lint(auth::Spn::parse("a/b"), auth::Spn::parse("a/B")).size(), 1U);
}

TEST(HppSpn, OneThatWasMovedFromIsEmpty) {
    auto spn = auth::Spn::parse("http/a");
    const auto moved = std::move(spn);
    EXPECT_EQ(moved.text(), "http/a");
    EXPECT_EQ(spn.text(), "");  // NOLINT(bugprone-use-after-move)
    spn = auth::Spn::parse("http/b");
    EXPECT_EQ(spn.text(), "http/b");
}

TEST(HppText, RefusesNulInside) {
    using namespace std::string_view_literals;
    using namespace std::string_literals;
    EXPECT_EQ(thrown([] { auth::Spn::compose("http", "a\0.evil.test"s); }), MUTAUTH_TEXT_HAS_NUL);
    EXPECT_EQ(thrown([] { auth::Spn::parse("http/a\0.evil.test"sv); }), MUTAUTH_TEXT_HAS_NUL);
    EXPECT_EQ(thrown([] { auth::Spn::parse("http/\xff"); }), MUTAUTH_NOT_UTF8);
}

}  // namespace

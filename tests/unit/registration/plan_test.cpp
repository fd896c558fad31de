#include "registration/plan.h"

#include <gtest/gtest.h>

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using directory::Kind;

constexpr auto kAdd = Change::Kind::add;
constexpr auto kRemove = Change::Kind::remove;

spn::ServicePrincipalName name(const std::string& text) {
    return std::move(*spn::parse(text));
}

AccountNames websvc() {
    return {{}, {"websvc@TEST"}, "websvc@TEST"};
}

Spns list(const std::vector<std::string>& texts) {
    Spns out;
    for (const auto& text : texts) {
        out.push_back(name(text));
    }
    return out;
}

Result<Plan> plan_add(Kind kind, const AccountNames& names, const spn::ServicePrincipalName& spn) {
    return plan(kind, names, {{spn}, {}, false});
}

Result<Plan> plan_remove(Kind kind,
                         const AccountNames& names,
                         const spn::ServicePrincipalName& spn) {
    return plan(kind, names, {{}, {spn}, false});
}

Changes planned(Kind kind, const AccountNames& names, const Wish& wish) {
    auto made = plan(kind, names, wish);
    EXPECT_TRUE(made) << made.error().message();
    return made ? std::move(made->changes) : Changes();
}

Changes adds(Kind kind, const AccountNames& names, const std::string& spn) {
    return planned(kind, names, {{name(spn)}, {}, false});
}

Changes removes(Kind kind, const AccountNames& names, const std::string& spn) {
    return planned(kind, names, {{}, {name(spn)}, false});
}

Changes replaces(Kind kind, const AccountNames& names, const std::vector<std::string>& spns) {
    return planned(kind, names, {list(spns), {}, true});
}

TEST(PlanAdd, WritesOneValueWhereThereIsNoKdcToServe) {
    const Changes expected{{kAdd, "servicePrincipalName", "http/www"}};
    EXPECT_EQ(adds(Kind::plain, {}, "http/www"), expected);
    EXPECT_EQ(adds(Kind::active_directory, websvc(), "http/www"), expected);
    EXPECT_TRUE(adds(Kind::plain, {{"HTTP/WWW"}, {}, ""}, "http/www").empty());
}

TEST(PlanAdd, WritesBothValuesForMit) {
    const Changes expected{{kAdd, "servicePrincipalName", "http/www:80"},
                           {kAdd, "krbPrincipalName", "http/www:80@TEST"}};
    EXPECT_EQ(adds(Kind::mit_kldap, websvc(), "http/www:80"), expected);
    EXPECT_EQ(adds(Kind::mit_kldap, websvc(), "http/www:80@TEST"), expected);
}

TEST(PlanAdd, RepairsWhatIsOutOfStep) {
    AccountNames names = websvc();
    names.spns = {"HTTP/www"};
    EXPECT_EQ(adds(Kind::mit_kldap, names, "http/www"),
              (Changes{{kAdd, "krbPrincipalName", "http/www@TEST"}}));
    names = websvc();
    names.principals.push_back("http/www@TEST");
    EXPECT_EQ(adds(Kind::mit_kldap, names, "http/www"),
              (Changes{{kAdd, "servicePrincipalName", "http/www"}}));
    names.spns = {"http/www"};
    EXPECT_TRUE(adds(Kind::mit_kldap, names, "http/www").empty());
}

TEST(PlanAdd, SetsTheCanonicalNameWhileItCanBeTold) {
    AccountNames names{{}, {"websvc@TEST"}, ""};
    EXPECT_EQ(adds(Kind::mit_kldap, names, "http/www").back(),
              (Change{kAdd, "krbCanonicalName", "websvc@TEST"}));
    names.principals.push_back("other/name@TEST");
    EXPECT_EQ(adds(Kind::mit_kldap, names, "http/www").size(), 2U);
}

TEST(PlanAdd, QuotesPrincipalsAsLibkrb5Does) {
    EXPECT_EQ(adds(Kind::mit_kldap, websvc(), "ldap/dc/cn=a\\,b").back().value,
              "ldap/dc/cn=a\\\\,b@TEST");
}

TEST(PlanAdd, RefusesWhatAPrincipalCannotHold) {
    EXPECT_EQ(plan_add(Kind::mit_kldap, websvc(), name("http/\xc3\xbc")).error().status(),
              Status::spn_not_writable);
    EXPECT_EQ(plan_add(Kind::mit_kldap, websvc(), name("http/www@OTHER")).error().status(),
              Status::spn_not_writable);
    EXPECT_EQ(plan_add(Kind::mit_kldap, {}, name("http/www")).error().status(),
              Status::directory_constraint);
    EXPECT_EQ(adds(Kind::active_directory, {}, "http/\xc3\xbc").size(), 1U);
}

TEST(PlanRemove, DeletesValuesAsTheyStand) {
    AccountNames names = websvc();
    names.spns = {"HTTP/www", "http/other"};
    names.principals = {"websvc@TEST", "http/www@TEST", "HTTP/WWW@TEST", "http/www@OTHER"};
    EXPECT_EQ(removes(Kind::mit_kldap, names, "http/www"),
              (Changes{{kRemove, "servicePrincipalName", "HTTP/www"},
                       {kRemove, "krbPrincipalName", "http/www@TEST"},
                       {kRemove, "krbPrincipalName", "HTTP/WWW@TEST"}}));
    EXPECT_EQ(removes(Kind::active_directory, names, "http/www").size(), 1U);
    EXPECT_TRUE(removes(Kind::mit_kldap, names, "http/absent").empty());
}

TEST(PlanRemove, LeavesFoldingOutsideAsciiToTheServer) {
    EXPECT_EQ(removes(Kind::active_directory, {{"http/\xc3\x9c"}, {}, ""}, "http/\xc3\xbc"),
              (Changes{{kRemove, "servicePrincipalName", "http/\xc3\xbc"}}));
}

TEST(PlanRemove, DeletesNothingThatIsOnlyLikeIt) {
    const AccountNames names{{"http/bucher",
                              "HTTP/B\xc3\xbc"
                              "cher"},
                             {},
                             ""};
    EXPECT_EQ(removes(Kind::plain, names,
                      "http/b\xc3\xbc"
                      "cher"),
              (Changes{{kRemove, "servicePrincipalName",
                        "HTTP/B\xc3\xbc"
                        "cher"}}));
    EXPECT_EQ(adds(Kind::plain, {{"http/bucher"}, {}, ""},
                   "http/b\xc3\xbc"
                   "cher")
                  .size(),
              1U);
}

TEST(PlanRemove, KeepsTheAccountsOwnPrincipal) {
    const AccountNames canonical{{"host/a"}, {"host/a@TEST", "host/b@TEST"}, "host/a@TEST"};
    EXPECT_EQ(plan_remove(Kind::mit_kldap, canonical, name("host/a")).error().status(),
              Status::directory_constraint);
    EXPECT_EQ(plan_remove(Kind::mit_kldap, canonical, name("HOST/A")).error().status(),
              Status::directory_constraint);
    EXPECT_EQ(removes(Kind::mit_kldap, canonical, "host/b").size(), 1U);
    const AccountNames sole{{}, {"host/a@TEST"}, "stale@TEST"};
    EXPECT_EQ(plan_remove(Kind::mit_kldap, sole, name("host/a")).error().status(),
              Status::directory_constraint);
}

TEST(PlanAdd, TakesAListAsASet) {
    EXPECT_EQ(planned(Kind::active_directory, {},
                      {list({"http/a", "HTTP/A", "http/b", "http/a"}), {}, false}),
              (Changes{{kAdd, "servicePrincipalName", "http/a"},
                       {kAdd, "servicePrincipalName", "http/b"}}));
    EXPECT_EQ(planned(Kind::mit_kldap, {{}, {"websvc@TEST"}, ""},
                      {list({"http/a", "HTTP/A"}), {}, false}),
              (Changes{{kAdd, "servicePrincipalName", "http/a"},
                       {kAdd, "krbPrincipalName", "http/a@TEST"},
                       {kAdd, "krbCanonicalName", "websvc@TEST"},
                       {kAdd, "krbPrincipalName", "HTTP/A@TEST"}}))
        << "what is one name to the directory is two to the KDC";
}

TEST(PlanReplace, ChangesJustWhatDiffers) {
    AccountNames names = websvc();
    names.spns = {"http/a", "HTTP/Keep", "odd value"};
    names.principals = {"websvc@TEST", "http/a@TEST", "HTTP/Keep@TEST", "http/x@OTHER"};
    EXPECT_EQ(replaces(Kind::mit_kldap, names, {"HTTP/Keep", "http/new"}),
              (Changes{{kRemove, "servicePrincipalName", "http/a"},
                       {kRemove, "servicePrincipalName", "odd value"},
                       {kRemove, "krbPrincipalName", "http/a@TEST"},
                       {kAdd, "servicePrincipalName", "http/new"},
                       {kAdd, "krbPrincipalName", "http/new@TEST"}}));
    EXPECT_EQ(replaces(Kind::active_directory, names, {}).size(), 3U) << "nothing clears";
    EXPECT_EQ(replaces(Kind::active_directory, names, {"http/a", "http/keep"}),
              (Changes{{kRemove, "servicePrincipalName", "odd value"}}));
}

TEST(PlanReplace, KeepsTheAccountsOwnPrincipal) {
    const AccountNames host{{"host/a", "http/a"}, {"host/a@TEST", "http/a@TEST"}, "host/a@TEST"};
    auto made = plan(Kind::mit_kldap, host, {{}, {}, true});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->kept, std::vector<std::string>{"host/a"});
    EXPECT_EQ(made->changes, (Changes{{kRemove, "servicePrincipalName", "http/a"},
                                      {kRemove, "krbPrincipalName", "http/a@TEST"}}));
    made = plan(Kind::mit_kldap, host, {list({"host/a"}), {}, true});
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->kept.empty()) << "it was asked for";
}

// FreeIPA's accounts have no servicePrincipalName.
TEST(PlanFreeIpa, WritesPrincipalsAlone) {
    AccountNames names{{}, {"HTTP/www@TEST"}, ""};
    EXPECT_EQ(adds(Kind::freeipa, names, "HTTP/alias"),
              (Changes{{kAdd, "krbPrincipalName", "HTTP/alias@TEST"},
                       {kAdd, "krbCanonicalName", "HTTP/www@TEST"}}));
    names = {{}, {"HTTP/www@TEST", "HTTP/alias@TEST"}, "HTTP/www@TEST"};
    EXPECT_EQ(removes(Kind::freeipa, names, "http/alias"),
              (Changes{{kRemove, "krbPrincipalName", "HTTP/alias@TEST"}}));
    EXPECT_EQ(replaces(Kind::freeipa, names, {}),
              (Changes{{kRemove, "krbPrincipalName", "HTTP/alias@TEST"}}));
}

}  // namespace
}  // namespace mutauth::registration

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

Changes adds(Kind kind, const AccountNames& names, const std::string& spn) {
    auto plan = plan_add(kind, names, name(spn));
    EXPECT_TRUE(plan) << plan.error().message();
    return plan ? std::move(*plan) : Changes();
}

Changes removes(Kind kind, const AccountNames& names, const std::string& spn) {
    auto plan = plan_remove(kind, names, name(spn));
    EXPECT_TRUE(plan) << plan.error().message();
    return plan ? std::move(*plan) : Changes();
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

}  // namespace
}  // namespace mutauth::registration

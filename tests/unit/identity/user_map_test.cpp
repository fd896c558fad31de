#include "identity/user_map.h"

#include <gssapi/gssapi_ext.h>
#include <gtest/gtest.h>

#include <ctime>

#include "identity/impersonation.h"
#include "support/users.h"
#include "unit/identity/callers.h"

namespace {

using namespace mutauth;
using identity::Identity;
using identity::LocalUser;
using identity::UserMap;

context::Proof caller(const std::string& principal) {
    context::Proof proof;
    proof.client = principal;
    proof.expires = ::time(nullptr) + 1000;
    return proof;
}

/// Without a look at the name service.
LocalUser known(const std::string& name) {
    return {name, 47110, 47111, {}, false};
}

Status status_of(const UserMap& map, const std::string& principal) {
    const auto found = map.find(Identity(caller(principal)));
    return found ? Status::ok : found.error().status();
}

std::string name_of(const UserMap& map, const std::string& principal) {
    const auto found = map.find(Identity(caller(principal)));
    return found ? found->name : found.error().message();
}

TEST(UserMap, MapsNobodyAtFirst) {
    EXPECT_EQ(status_of(UserMap(), "root@EXAMPLE.TEST"), Status::user_not_mapped);
    EXPECT_EQ(status_of(UserMap(), "alice@EXAMPLE.TEST"), Status::user_not_mapped);
}

TEST(UserMap, ComparesWholePrincipals) {
    UserMap map;
    ASSERT_TRUE(map.add_rule("alice@EXAMPLE.TEST", known("alice")));
    EXPECT_EQ(name_of(map, "alice@EXAMPLE.TEST"), "alice");
    for (const char* other :
         {"Alice@EXAMPLE.TEST", "alice@example.test", "alice@EXAMPLE.TEST.OTHER",
          "alice/admin@EXAMPLE.TEST", "alice\\@EXAMPLE.TEST@OTHER.TEST", "alice$@EXAMPLE.TEST"}) {
        EXPECT_EQ(status_of(map, other), Status::user_not_mapped) << other;
    }
}

TEST(UserMap, MatchesPatternsInTheNameAlone) {
    UserMap map;
    ASSERT_TRUE(map.add_rule("web*@EXAMPLE.TEST", known("web")));
    ASSERT_TRUE(map.add_rule("*@EXAMPLE.TEST", known("anyone")));
    ASSERT_TRUE(map.add_rule("web-admin@EXAMPLE.TEST", known("admin")));
    EXPECT_EQ(name_of(map, "web1@EXAMPLE.TEST"), "web");
    EXPECT_EQ(name_of(map, "bob@EXAMPLE.TEST"), "anyone");
    EXPECT_EQ(name_of(map, "web-admin@EXAMPLE.TEST"), "admin") << "what names one goes first";
    // A quoted @ belongs to the name, so this one is of another realm.
    EXPECT_EQ(status_of(map, "web\\@EXAMPLE.TEST@OTHER.TEST"), Status::user_not_mapped);
    EXPECT_EQ(status_of(map, "web1@OTHER.TEST"), Status::user_not_mapped);
}

TEST(UserMap, RefusesRulesWithoutOneRealm) {
    UserMap map;
    for (const char* bad : {"alice", "alice@", "*", "alice@*", "alice@EX*.TEST", "a\\@REALM"}) {
        const auto added = map.add_rule(bad, known("x"));
        ASSERT_FALSE(added) << bad;
        EXPECT_EQ(added.error().status(), Status::invalid_argument);
    }
}

TEST(UserMap, RefusesRootUnlessAllowed) {
    UserMap map;
    ASSERT_TRUE(map.add_rule("root@EXAMPLE.TEST", LocalUser{"root", 0, 0, {}, false}));
    EXPECT_EQ(status_of(map, "root@EXAMPLE.TEST"), Status::root_not_allowed);
    map.allow_root();
    EXPECT_EQ(status_of(map, "root@EXAMPLE.TEST"), Status::ok);
    // By whatever name.
    UserMap by_name;
    ASSERT_TRUE(by_name.add_rule("toor@EXAMPLE.TEST", "root"));
    EXPECT_EQ(status_of(by_name, "toor@EXAMPLE.TEST"), Status::root_not_allowed);
}

TEST(UserMap, RefusesACallerWhoseContextIsOver) {
    UserMap map;
    ASSERT_TRUE(map.add_rule("alice@EXAMPLE.TEST", known("alice")));
    auto late = caller("alice@EXAMPLE.TEST");
    late.expires = ::time(nullptr);
    EXPECT_EQ(map.find(Identity(late)).error().status(), Status::context_expired);
}

// Finding I3: bob, whose userPrincipalName somebody set to ghost@EXAMPLE.TEST.
TEST(UserMap, MapsByAUpnOnlyIfToldTo) {
    using mutauth::testing::pac_of;
    using mutauth::testing::upn_dns_info;
    const auto ghost = mutauth::testing::caller(
        "ghost@EXAMPLE.TEST", pac_of({{12, upn_dns_info("ghost@example.test", "bob")}}));
    for (const char* rule : {"ghost@EXAMPLE.TEST", "gh*@EXAMPLE.TEST", "*@EXAMPLE.TEST"}) {
        UserMap map;
        ASSERT_TRUE(map.add_rule(rule, known("ghost")));
        const auto refused = map.find(Identity(ghost));
        ASSERT_FALSE(refused) << rule;
        EXPECT_EQ(refused.error().status(), Status::account_mismatch);
        map.allow_upn();
        EXPECT_TRUE(map.find(Identity(ghost)));
    }
    // The account's own name decides in listed realms, whatever the caller came by.
    UserMap by_realm;
    by_realm.add_realm("EXAMPLE.TEST");
    const auto found = by_realm.find(Identity(ghost));
    const std::string decided = found ? found->name : found.error().evidence().at(0).value;
    EXPECT_EQ(decided, "bob");
}

// Finding I2: whom a caller is goes with how far it lets the service go.
TEST(UserMap, TellsWhatTheCallerGrants) {
    UserMap map;
    ASSERT_TRUE(map.add_rule("alice@EXAMPLE.TEST", known("alice")));
    auto alice = caller("alice@EXAMPLE.TEST");
    EXPECT_TRUE(identity::check_may_act_as(*map.find(Identity(alice))));
    alice.flags = GSS_C_IDENTIFY_FLAG;
    auto found = map.find(Identity(alice));
    ASSERT_TRUE(found);
    EXPECT_EQ(identity::check_may_act_as(*found).error().status(),
              Status::impersonation_not_granted);
    EXPECT_EQ(identity::Impersonation::begin(*found).error().status(),
              Status::impersonation_not_granted);
    found->may_be_root = true;
    EXPECT_FALSE(identity::check_may_act_as(*found)) << "that is another question";
}

using UserMapByName = support::AsRoot;

void with_users(const std::function<void(support::OwnUsers&)>& body) {
    const support::Folder folder;
    EXPECT_TRUE(support::ended_well(support::in_child([&] {
        support::OwnUsers users(folder);
        body(users);
    })));
}

TEST_F(UserMapByName, FindsTheUsersOfListedRealms) {
    with_users([](support::OwnUsers& users) {
        users.are("alice:x:47110:47111::/:/bin/sh\nBOB:x:47120:47121::/:/bin/sh\n",
                  "staff:x:47112:alice\nothers:x:47113:BOB,carol\nmore:x:47114:carol,alice\n");
        UserMap map;
        map.add_realm("EXAMPLE.TEST");
        const auto alice = map.find(Identity(caller("alice@EXAMPLE.TEST")));
        ASSERT_TRUE(alice);
        EXPECT_EQ(alice->uid, 47110U);
        EXPECT_EQ(alice->gid, 47111U);
        EXPECT_EQ(alice->groups, (std::vector<gid_t>{47111, 47112, 47114}));
        EXPECT_EQ(status_of(map, "alice@OTHER.TEST"), Status::user_not_mapped);
        EXPECT_EQ(status_of(map, "alice@example.test"), Status::user_not_mapped);
        EXPECT_EQ(status_of(map, "alice/admin@EXAMPLE.TEST"), Status::user_not_mapped);
        EXPECT_EQ(status_of(map, "bob@EXAMPLE.TEST"), Status::user_unknown);
        EXPECT_EQ(status_of(map, "alice\\0x@EXAMPLE.TEST"), Status::user_unknown);
        EXPECT_EQ(status_of(map, "@EXAMPLE.TEST"), Status::user_not_mapped);
    });
}

TEST_F(UserMapByName, TellsOfAUserWhoWentAwayBetweenTwoCalls) {
    with_users([](support::OwnUsers& users) {
        users.are("alice:x:47110:47111::/:/bin/sh\n");
        UserMap map;
        ASSERT_TRUE(map.add_rule("alice@EXAMPLE.TEST", "alice"));
        EXPECT_EQ(status_of(map, "alice@EXAMPLE.TEST"), Status::ok);
        users.are("");
        EXPECT_EQ(status_of(map, "alice@EXAMPLE.TEST"), Status::user_unknown);
        users.are("alice:x:47119:47111::/:/bin/sh\n");
        EXPECT_EQ(map.find(Identity(caller("alice@EXAMPLE.TEST")))->uid, 47119U);
    });
}

/// krb5.conf(5), as the child's libkrb5 reads it.
void use_krb5_conf(const support::Folder& folder, const std::string& rules) {
    support::write_file(folder / "krb5.conf",
                        "[libdefaults]\n default_realm = EXAMPLE.TEST\n[realms]\n EXAMPLE.TEST = "
                        "{\n" +
                            rules + " }\n OTHER.TEST = {\n }\n");
    ::setenv("KRB5_CONFIG", (folder / "krb5.conf").c_str(), 1);
}

TEST_F(UserMapByName, AsksKrb5ConfForTheDefaultRealmAlone) {
    const support::Folder folder;
    with_users([&](support::OwnUsers& users) {
        users.are("alice:x:47110:47111::/:/bin/sh\nweb:x:47130:47131::/:/bin/sh\n");
        // A rule that would let the principals of any realm in, as careless ones do.
        use_krb5_conf(folder,
                      "  auth_to_local_names = {\n   http = web\n  }\n"
                      "  auth_to_local = RULE:[1:$1]\n  auth_to_local = DEFAULT\n");
        UserMap map;
        map.use_auth_to_local();
        EXPECT_EQ(name_of(map, "alice@EXAMPLE.TEST"), "alice");
        EXPECT_EQ(name_of(map, "http@EXAMPLE.TEST"), "web");
        EXPECT_EQ(status_of(map, "alice@OTHER.TEST"), Status::user_not_mapped);
        EXPECT_EQ(status_of(map, "alice/admin@EXAMPLE.TEST"), Status::user_not_mapped);
        EXPECT_EQ(status_of(map, "carol@EXAMPLE.TEST"), Status::user_unknown);
        ASSERT_TRUE(map.add_rule("alice@OTHER.TEST", "alice"));
        EXPECT_EQ(name_of(map, "alice@OTHER.TEST"), "alice") << "a rule of our own says so";
    });
}

}  // namespace

// Who the accounts of Active Directory are on this machine: by what their tickets' PACs say.
#include <gssapi/gssapi_ext.h>
#include <gtest/gtest.h>
#include <pwd.h>

#include "context/negotiation.h"
#include "core/text.h"
#include "identity/directory_user.h"
#include "identity/requirements.h"
#include "identity/user_map.h"
#include "integration/keytab_fixture.h"
#include "spn/served_names.h"
#include "unit/identity/callers.h"

namespace mutauth::testing {
namespace {

using credential::Credential;
using identity::Identity;
using identity::LocalUser;
using identity::Sid;
using identity::UserMap;

std::string service() {
    return "host/host1." + to_lower_ascii(realm());
}

/// What the realm's computer proves of a client.
std::unique_ptr<context::SecurityContext> proven(const std::shared_ptr<Credential>& client) {
    context::Policy serving;
    auto served = std::make_shared<spn::ServedNames>();
    served->add(name(service()));
    serving.served = served;
    // In the namespaces of an ordinary user's realm this is root, whose own file is another's.
    serving.replay_cache = realm_variable("MUTAUTH_REALM_DIR") + "/this_test.rcache";
    auto keys =
        Credential::from_keytab(realm_variable("MUTAUTH_REALM_KEYTABS") + "/host1.keytab", "");
    auto asking = context::initiate(*client, name(service()), {}, Deadline::usual());
    auto answering = context::accept(**keys, serving);
    EXPECT_TRUE(asking) << asking.error().message();
    EXPECT_TRUE(answering) << answering.error().message();
    auto token = (*asking)->step({});
    EXPECT_TRUE(token) << token.error().message();
    auto answer = (*answering)->step(token->token);
    EXPECT_TRUE(answer && answer->done) << answer.error().message();
    auto context = (*answering)->finish();
    EXPECT_TRUE(context) << context.error().message();
    return std::move(*context);
}

std::shared_ptr<Credential> by_password(const std::string& account, const std::string& password) {
    auto made = Credential::from_password(account + "@" + realm(), password);
    EXPECT_TRUE(made) << made.error().message();
    return std::move(*made);
}

/// As Samba's own tool prints it.
Sid sid_of(const std::string& account) {
    const auto ran = support::run(
        "ldbsearch -H \"$(find \"$MUTAUTH_REALM_DIR\" -name sam.ldb)\" "
        "sAMAccountName='" +
        account + "' objectSid | sed -n 's/^objectSid: //p'");
    const auto sid = Sid::from_text(ran.output.substr(0, ran.output.find('\n')));
    EXPECT_TRUE(sid) << ran.output;
    return sid.value_or(Sid());
}

LocalUser known(const std::string& name) {
    return {name, 47110, 47111, {}, false};
}

Status status_of(const Result<LocalUser>& found) {
    return found ? Status::ok : found.error().status();
}

TEST(AdUserMap, ReadsTheAccountFromThePac) {
    const auto context = proven(credential_of("alice"));
    const Identity identity(context->proof());
    const auto pac = identity.pac();
    ASSERT_TRUE(pac) << pac.error().message();
    const auto& account = (*pac)->account;
    ASSERT_TRUE(account);
    EXPECT_EQ(account->name, "alice");
    EXPECT_EQ(to_lower_ascii(account->upn), "alice@" + to_lower_ascii(realm()));
    EXPECT_EQ(account->sid, sid_of("alice"));
}

TEST(AdUserMap, MapsByTheSidInItsOwnRealmAlone) {
    const auto context = proven(credential_of("alice"));
    UserMap map;
    map.add_sid("OTHER.TEST", sid_of("alice"), "root");
    EXPECT_EQ(status_of(map.find(Identity(context->proof()))), Status::user_not_mapped);
    map.add_sid(realm(), sid_of("bob"), "root");
    EXPECT_EQ(status_of(map.find(Identity(context->proof()))), Status::user_not_mapped);
    map.add_sid(realm(), sid_of("alice"), "daemon");
    ASSERT_TRUE(map.add_rule("alice@" + realm(), known("by name")));
    const auto found = map.find(Identity(context->proof()));
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->name, "daemon");
}

/// A PAC of that SID's account in a ticket of the principal, as a KDC would have proven it.
context::Proof with_pac_of(const Sid& account, const std::string& principal) {
    context::Proof proof =
        caller(principal, pac_of({{12, upn_dns_info("", "bob", 2, account.octets())}}));
    proof.service_key = service() + "@" + realm();
    return proof;
}

void change_account(const std::string& account, const std::string& change) {
    const auto set = support::run(
        "db=$(find \"$MUTAUTH_REALM_DIR\" -name sam.ldb); "
        "dn=$(ldbsearch -H \"$db\" sAMAccountName=" +
        account +
        " dn | sed -n 's/^dn: //p'); "
        "printf 'dn: %s\\nchangetype: modify\\n" +
        change + "' \"$dn\" | ldbmodify -H \"$db\"");
    EXPECT_EQ(set.code, 0) << set.output;
}

// Finding M4: whoever runs a trusted realm's KDC may write any SIDs into its PACs.
TEST(AdUserMap, TakesNumbersForAccountsOfItsOwnRealmAlone) {
    const auto directory = session_of("admin");
    ASSERT_TRUE(directory);
    change_account("bob",
                   "replace: uidNumber\\nuidNumber: 47120\\n-\\nreplace: gidNumber\\n"
                   "gidNumber: 47121\\n");
    const Sid bob = sid_of("bob");
    const auto found = [&](const std::string& principal, const Sid& sid) {
        const context::Proof proof = with_pac_of(sid, principal);
        return identity::find_in_directory(*directory, Identity(proof), Deadline::usual());
    };
    const auto own = found("bob@" + realm(), bob);
    ASSERT_TRUE(own) << own.error().message();
    EXPECT_EQ(own->uid, 47120U);
    EXPECT_EQ(status_of(found("bob@OTHER.TEST", bob)), Status::user_not_mapped);
    EXPECT_EQ(status_of(found("bob@sub." + realm(), bob)), Status::user_not_mapped);
    // Finding I2: the user goes no further than the client allows.
    context::Proof identify = with_pac_of(bob, "bob@" + realm());
    identify.flags = GSS_C_IDENTIFY_FLAG;
    const auto shown =
        identity::find_in_directory(*directory, Identity(identify), Deadline::usual());
    ASSERT_TRUE(shown);
    EXPECT_EQ(identity::check_may_act_as(*shown).error().status(),
              Status::impersonation_not_granted);
    // One number alone makes no user, least of all user or group 0.
    change_account("bob", "delete: uidNumber\\n");
    EXPECT_EQ(status_of(found("bob@" + realm(), bob)), Status::user_not_mapped);
    change_account("bob", "delete: gidNumber\\n-\\nadd: uidNumber\\nuidNumber: 47120\\n");
    EXPECT_EQ(status_of(found("bob@" + realm(), bob)), Status::user_not_mapped);
    change_account("bob", "delete: uidNumber\\n");
}

/// Of the groups in a real ticket those that have a gidNumber in the directory are the user's here.
TEST(AdUserMap, TakesTheNumbersOfItsGroups) {
    const auto directory = session_of("admin");
    ASSERT_TRUE(directory);
    change_account("admin",
                   "add: uidNumber\\nuidNumber: 47130\\n-\\nadd: gidNumber\\n"
                   "gidNumber: 47131\\n");
    const auto context = proven(credential_of("admin"));
    const auto groups = [&] {
        const auto user =
            identity::find_in_directory(*directory, Identity(context->proof()), Deadline::usual());
        EXPECT_TRUE(user) << user.error().message();
        return user ? user->groups : std::vector<gid_t>();
    };
    EXPECT_EQ(groups(), std::vector<gid_t>());
    // Membership is told by the PAC alone: a group that admin is not in does not count.
    change_account("\"Domain Admins\"", "add: gidNumber\\ngidNumber: 47132\\n");
    change_account("\"Cert Publishers\"", "add: gidNumber\\ngidNumber: 47133\\n");
    EXPECT_EQ(groups(), std::vector<gid_t>{47132});
    change_account("\"Domain Admins\"", "delete: gidNumber\\n");
    change_account("\"Cert Publishers\"", "delete: gidNumber\\n");
    change_account("admin", "delete: uidNumber\\n-\\ndelete: gidNumber\\n");
}

/// Samba's KDC gives "host2" tickets to who knows the password of "host2$": so whoever may make a
/// computer account named after a user of this machine would come as that user.
TEST(AdUserMap, RefusesAComputerThatComesAsAUser) {
    const std::string password = "Some-Pass-1word";
    set_password_outside("host2$", password);
    UserMap map;
    ASSERT_TRUE(map.add_rule("host2@" + realm(), known("the user host2")));
    ASSERT_TRUE(map.add_rule("host2$@" + realm(), known("the computer host2")));
    ASSERT_TRUE(map.add_rule("*@" + realm(), known("anybody")));
    map.add_realm(realm());

    const auto dollar = proven(by_password("host2", password));
    ASSERT_EQ(dollar->proof().client, "host2@" + realm()) << "the KDC no longer does so";
    const auto refused = map.find(Identity(dollar->proof()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::account_mismatch);
    EXPECT_EQ(refused.error().evidence().at(1).value, "host2$");

    const auto itself = proven(by_password("host2$", password));
    const auto found = map.find(Identity(itself->proof()));
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->name, "the computer host2");
}

TEST(AdUserMap, TakesTheAccountsOwnNameWhereTheClientWritesAnother) {
    const auto context =
        proven(by_password("ALICE", realm_variable("MUTAUTH_REALM_USER_PASSWORD")));
    UserMap map;
    map.add_realm(realm());
    const auto found = map.find(Identity(context->proof()));
    // The machine may have an alice of its own.
    EXPECT_EQ(status_of(found), ::getpwnam("alice") ? Status::ok : Status::user_unknown);
    EXPECT_EQ(found ? found->name : found.error().evidence().at(0).value, "alice");
}

// Finding I3: whoever may write to an account chooses its userPrincipalName, and the KDC gives
// tickets to that name.
TEST(AdUserMap, MapsNobodyByAUpnThatSomebodyChose) {
    const std::string password = "Some-Pass-1word";
    const std::string ghost = "ghost@" + realm();
    change_account("bob", "replace: userPrincipalName\\nuserPrincipalName: " + ghost + "\\n");
    set_password_outside("bob", password);
    const auto bob = proven(by_password("ghost", password));
    ASSERT_EQ(bob->proof().client, ghost) << "the KDC no longer does so";
    UserMap map;
    ASSERT_TRUE(map.add_rule(ghost, known("the user ghost")));
    EXPECT_EQ(status_of(map.find(Identity(bob->proof()))), Status::account_mismatch);
    identity::Requirements requirements;
    ASSERT_TRUE(requirements.add_client(ghost));
    EXPECT_EQ(requirements.check(Identity(bob->proof())).error().status(),
              Status::account_mismatch);
    map.allow_upn();
    requirements.allow_upn();
    EXPECT_EQ(map.find(Identity(bob->proof()))->name, "the user ghost");
    EXPECT_TRUE(requirements.check(Identity(bob->proof())));
    // By its SID or its own name it is bob.
    UserMap by_sid;
    by_sid.add_sid(realm(), sid_of("bob"), "daemon");
    EXPECT_EQ(by_sid.find(Identity(bob->proof()))->name, "daemon");
}

}  // namespace
}  // namespace mutauth::testing

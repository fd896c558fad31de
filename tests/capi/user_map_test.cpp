#include <mutauth/user_map.h>

#include <pwd.h>

#include "capi/acting.h"

namespace {

TEST(CapiLocalUser, KeepsWhatItIsGiven) {
    const realm::User user = realm::user("alice", 47110, {47112, 47113});
    EXPECT_STREQ(mutauth_local_user_name(user.get()), "alice");
    EXPECT_EQ(mutauth_local_user_uid(user.get()), 47110U);
    EXPECT_EQ(mutauth_local_user_gid(user.get()), 47111U);
    ASSERT_EQ(mutauth_local_user_group_count(user.get()), 2U);
    EXPECT_EQ(mutauth_local_user_group_at(user.get(), 0), 47112U);
    EXPECT_EQ(mutauth_local_user_group_at(user.get(), 1), 47113U);
    EXPECT_EQ(mutauth_local_user_group_at(user.get(), 2), UINT32_MAX);
}

TEST(CapiLocalUser, IsFoundByName) {
    mutauth_local_user* found = nullptr;
    ASSERT_EQ(mutauth_local_user_find("root", &found), MUTAUTH_OK) << realm::why();
    const realm::User root(found, mutauth_local_user_free);
    EXPECT_EQ(mutauth_local_user_uid(found), 0U);
    EXPECT_EQ(mutauth_local_user_find("no such user", &found), MUTAUTH_USER_UNKNOWN);
    EXPECT_EQ(found, nullptr);
    EXPECT_EQ(realm::evidence("user"), "no such user");
}

TEST(CapiLocalUser, ChecksItsArguments) {
    mutauth_local_user* made = nullptr;
    const uint32_t nobodys[] = {1, UINT32_MAX};
    EXPECT_EQ(mutauth_local_user_new(nullptr, 1, 1, nullptr, 0, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_new("a", 1, 1, nullptr, 1, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_new("a", 1, 1, nullptr, 0, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_new("a", UINT32_MAX, 1, nullptr, 0, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_new("a", 1, UINT32_MAX, nullptr, 0, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_new("a", 1, 1, nobodys, 2, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_find("", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_local_user_find("a", nullptr), MUTAUTH_INVALID_ARGUMENT);
    // What a directory answers is tested on Active Directory's, in tests/interop.
    EXPECT_EQ(
        mutauth_local_user_from_directory(nullptr, realm::identity_of("alice"), nullptr, nullptr),
        MUTAUTH_INVALID_ARGUMENT);
    auto* none = reinterpret_cast<mutauth_local_user*>(1);
    EXPECT_EQ(
        mutauth_local_user_from_directory(nullptr, realm::identity_of("alice"), nullptr, &none),
        MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(none, nullptr);
    const realm::Spn spn = realm::spn("a/b");
    for (auto* wrong : {static_cast<mutauth_local_user*>(nullptr),
                        reinterpret_cast<mutauth_local_user*>(spn.get())}) {
        EXPECT_EQ(mutauth_local_user_name(wrong), nullptr);
        EXPECT_EQ(mutauth_local_user_uid(wrong), UINT32_MAX);
        EXPECT_EQ(mutauth_local_user_gid(wrong), UINT32_MAX);
        EXPECT_EQ(mutauth_local_user_group_count(wrong), 0U);
        EXPECT_EQ(mutauth_local_user_group_at(wrong, 0), UINT32_MAX);
        EXPECT_EQ(mutauth_local_user_allow_root(wrong), MUTAUTH_WRONG_HANDLE);
        mutauth_local_user_free(wrong);
    }
}

TEST(CapiUserMap, MapsWhomItIsTold) {
    const realm::UserMap map = realm::user_map();
    const mutauth_identity* alice = realm::identity_of("alice");
    mutauth_local_user* found = nullptr;
    EXPECT_EQ(mutauth_user_map_find(map.get(), alice, &found), MUTAUTH_USER_NOT_MAPPED);
    EXPECT_EQ(realm::evidence("client"), realm::principal("alice"));
    ASSERT_EQ(mutauth_user_map_add_user(map.get(), ("a*@" + realm::name()).c_str(),
                                        realm::user("first", 47110).get()),
              MUTAUTH_OK);
    ASSERT_EQ(mutauth_user_map_find(map.get(), alice, &found), MUTAUTH_OK) << realm::why();
    EXPECT_STREQ(mutauth_local_user_name(realm::User(found, mutauth_local_user_free).get()),
                 "first");
    ASSERT_EQ(mutauth_user_map_add_rule(map.get(), realm::principal("alice").c_str(), "root"),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_user_map_find(map.get(), alice, &found), MUTAUTH_ROOT_NOT_ALLOWED);
    ASSERT_EQ(mutauth_user_map_allow_root(map.get()), MUTAUTH_OK);
    ASSERT_EQ(mutauth_user_map_find(map.get(), alice, &found), MUTAUTH_OK) << realm::why();
    mutauth_local_user_free(found);
    // MIT's KDC writes PACs that name no account.
    ASSERT_EQ(mutauth_user_map_require_pac(map.get()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_user_map_find(map.get(), alice, &found), MUTAUTH_PAC_MISSING);
}

/// What a look-up of the realm's alice is to say: the name service is the machine's, which may have
/// an alice of its own.
void expect_looked_up(const mutauth_user_map* map) {
    mutauth_local_user* found = nullptr;
    const bool there = ::getpwnam("alice") != nullptr;
    EXPECT_EQ(mutauth_user_map_find(map, realm::identity_of("alice"), &found),
              there ? MUTAUTH_OK : MUTAUTH_USER_UNKNOWN);
    const realm::User user(found, mutauth_local_user_free);
    EXPECT_EQ(there ? mutauth_local_user_name(found) : realm::evidence("user"), "alice");
}

TEST(CapiUserMap, TakesNamesFromRealmsAndKrb5Conf) {
    const mutauth_identity* alice = realm::identity_of("alice");
    mutauth_local_user* found = nullptr;
    const realm::UserMap by_realm = realm::user_map();
    ASSERT_EQ(mutauth_user_map_add_realm(by_realm.get(), "OTHER.TEST"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_user_map_find(by_realm.get(), alice, &found), MUTAUTH_USER_NOT_MAPPED);
    ASSERT_EQ(mutauth_user_map_add_realm(by_realm.get(), realm::name().c_str()), MUTAUTH_OK);
    expect_looked_up(by_realm.get());
    const realm::UserMap by_krb5 = realm::user_map();
    ASSERT_EQ(mutauth_user_map_use_auth_to_local(by_krb5.get()), MUTAUTH_OK);
    expect_looked_up(by_krb5.get());
}

TEST(CapiUserMap, ChecksItsArguments) {
    EXPECT_EQ(mutauth_user_map_new(nullptr), MUTAUTH_INVALID_ARGUMENT);
    const mutauth_identity* alice = realm::identity_of("alice");
    const realm::User user = realm::user("x", 1);
    const realm::Spn spn = realm::spn("a/b");
    auto* found = reinterpret_cast<mutauth_local_user*>(1);
    for (auto* wrong : {static_cast<mutauth_user_map*>(nullptr),
                        reinterpret_cast<mutauth_user_map*>(spn.get())}) {
        EXPECT_EQ(mutauth_user_map_add_rule(wrong, "a@R", "x"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_add_user(wrong, "a@R", user.get()), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_add_realm(wrong, "R"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_add_sid(wrong, "R", "S-1-1", "x"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_use_auth_to_local(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_allow_root(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_require_pac(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_allow_upn(wrong), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_user_map_find(wrong, alice, &found), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(found, nullptr);
        mutauth_user_map_free(wrong);
    }
    const realm::UserMap map = realm::user_map();
    for (const char* bad : {static_cast<const char*>(nullptr), "", "alice", "alice@*"}) {
        EXPECT_EQ(mutauth_user_map_add_rule(map.get(), bad, "x"), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(mutauth_user_map_add_user(map.get(), bad, user.get()), MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_user_map_add_rule(map.get(), "a@R", ""), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_user_map_add_user(map.get(), "a@R", nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_user_map_add_realm(map.get(), ""), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_user_map_add_sid(map.get(), "", "S-1-1", "x"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_user_map_add_sid(map.get(), "R", "alice", "x"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_user_map_add_sid(map.get(), "R", "S-1-1", nullptr), MUTAUTH_INVALID_ARGUMENT);
    // [MS-DTYP] 2.4.2.1: an authority of 48 bits, up to 15 subauthorities of 32.
    const std::string fifteen = "-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15";
    for (const std::string& sid : {std::string("S-1-1"), std::string("S-1-5-21-4294967295-0-500"),
                                   std::string("S-1-0xffffffffffff"), "S-1-5" + fifteen}) {
        EXPECT_EQ(mutauth_user_map_add_sid(map.get(), "R", sid.c_str(), "x"), MUTAUTH_OK) << sid;
    }
    for (const std::string& none :
         {std::string("S-1-"), std::string("S-1-x"), std::string("S-1-5-"),
          std::string("S-1-5-021"), std::string("S-1-5-4294967296"),
          std::string("S-1-281474976710656"), std::string("S-1-5--1"), std::string("S-1-5-1 "),
          std::string("s-1-5-1"), std::string("S-2-5-1"), "S-1-5" + fifteen + "-16"}) {
        EXPECT_EQ(mutauth_user_map_add_sid(map.get(), "R", none.c_str(), "x"),
                  MUTAUTH_INVALID_ARGUMENT)
            << none;
    }
    EXPECT_EQ(mutauth_user_map_find(map.get(), nullptr, &found), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_user_map_find(map.get(), alice, nullptr), MUTAUTH_INVALID_ARGUMENT);
}

}  // namespace

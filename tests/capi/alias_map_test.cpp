#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using Map = realm::Owner<mutauth_alias_map>;

Map map() {
    mutauth_alias_map* made = nullptr;
    EXPECT_EQ(mutauth_alias_map_new(&made), MUTAUTH_OK);
    return {made, mutauth_alias_map_free};
}

std::string applied(const Map& map, const std::string& text) {
    mutauth_spn* made = nullptr;
    const auto status = mutauth_alias_map_apply(map.get(), realm::spn(text).get(), &made);
    const realm::Spn owner(made, mutauth_spn_free);
    EXPECT_EQ(made == nullptr, status != MUTAUTH_OK);
    return status == MUTAUTH_END ? "(none)" : mutauth_spn_principal(made);
}

// The vectors of MapSPN are in spn_vectors_test.cpp. What Active Directory begins with is
// windows-semantics 1.10.
TEST(CapiAliasMap, MapsWhatActiveDirectoryMaps) {
    const Map ad = map();
    ASSERT_EQ(mutauth_alias_map_add(ad.get(), mutauth_alias_map_active_directory()), MUTAUTH_OK);
    for (const char* mapped :
         {"cifs", "HTTP", "www", "rpc", "dns", "schedule", "alerter", "msdtc"}) {
        EXPECT_EQ(applied(ad, std::string(mapped) + "/a:1/x@R"), "host/a:1/x@R") << mapped;
    }
    for (const char* other :
         {"host", "ldap", "GC", "TERMSRV", "MSSQLSvc", "RestrictedKrbHost", "https"}) {
        EXPECT_EQ(applied(ad, std::string(other) + "/a"), "(none)") << other;
    }
}

TEST(CapiAliasMap, MapsNothingWhenNew) {
    EXPECT_EQ(applied(map(), "cifs/a"), "(none)");
}

TEST(CapiAliasMap, RefusesWhatIsNoMapping) {
    const Map one = map();
    for (const char* bad : {"", "=", "host", "=cifs", "host=", "host=,,", " = "}) {
        EXPECT_EQ(mutauth_alias_map_add(one.get(), bad), MUTAUTH_INVALID_NAME) << bad;
    }
    EXPECT_EQ(mutauth_alias_map_add(one.get(), "host=\xff"), MUTAUTH_NOT_UTF8);
    EXPECT_EQ(mutauth_alias_map_add(one.get(), std::string(65537, 'x').c_str()),
              MUTAUTH_TEXT_TOO_LONG);
    EXPECT_EQ(mutauth_alias_map_add(one.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_alias_map_add(nullptr, "a=b"), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_alias_map_new(nullptr), MUTAUTH_INVALID_ARGUMENT);
    mutauth_spn* made = nullptr;
    const realm::Spn spn = realm::spn("a/b");
    EXPECT_EQ(mutauth_alias_map_apply(nullptr, spn.get(), &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_alias_map_apply(one.get(), nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_alias_map_apply(one.get(), spn.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    mutauth_alias_map_free(nullptr);
}

TEST(CapiAliasMap, BoundsWhatItMakes) {
    const Map one = map();
    ASSERT_EQ(mutauth_alias_map_add(one.get(), (std::string(1023, 'x') + "=a").c_str()),
              MUTAUTH_OK);
    mutauth_spn* made = nullptr;
    EXPECT_EQ(mutauth_alias_map_apply(one.get(), realm::spn("a/b").get(), &made),
              MUTAUTH_NAME_TOO_LONG);
}

}  // namespace

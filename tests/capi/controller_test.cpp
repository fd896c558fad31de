#include <gmock/gmock.h>

#include "capi/names.h"

namespace {

using testing::Contains;
using testing::Not;
using testing::StartsWith;

using Controller = realm::Owner<mutauth_controller>;

constexpr const char* kGuid = "75b84f00-a81b-4a19-8ef2-8e483cccff11";

Controller controller() {
    mutauth_controller* made = nullptr;
    EXPECT_EQ(mutauth_controller_new("dc.b.a.test", "b.a.test", "B", &made), MUTAUTH_OK);
    return {made, mutauth_controller_free};
}

std::vector<std::string> composed(const Controller& of) {
    mutauth_spns* made = nullptr;
    EXPECT_EQ(mutauth_controller_compose(of.get(), &made), MUTAUTH_OK) << realm::why();
    return names::texts(made);
}

// The sets of two real controllers are in the vectors: spn_vectors_test.cpp.
TEST(CapiController, HasTheNamesOfItsRoles) {
    const Controller one = controller();
    EXPECT_THAT(composed(one), Contains("ldap/dc.b.a.test/b.a.test"));
    EXPECT_THAT(composed(one), Contains("ldap/DC/B"));
    EXPECT_THAT(composed(one), Not(Contains(StartsWith("GC/"))));
    EXPECT_EQ(mutauth_controller_set_roles(one.get(), MUTAUTH_CONTROLLER_GLOBAL_CATALOG),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_controller_set_forest(one.get(), "a.test"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_controller_set_guid(one.get(), kGuid), MUTAUTH_OK);
    EXPECT_EQ(mutauth_controller_add_partition(one.get(), "DomainDnsZones.b.a.test"), MUTAUTH_OK);
    const auto names = composed(one);
    EXPECT_THAT(names, Contains("GC/dc.b.a.test/a.test"));
    EXPECT_THAT(names, Contains(std::string("RPC/") + kGuid + "._msdcs.a.test"));
    EXPECT_THAT(names, Contains("ldap/dc.b.a.test/DomainDnsZones.b.a.test"));
    EXPECT_THAT(names, Not(Contains(StartsWith("NtFrs"))));
}

TEST(CapiController, RefusesBadParts) {
    mutauth_spns* made = nullptr;
    const Controller guid = controller();
    EXPECT_EQ(mutauth_controller_set_guid(guid.get(), "75b84f00"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_controller_compose(guid.get(), &made), MUTAUTH_INVALID_NAME);
    const Controller partition = controller();
    EXPECT_EQ(mutauth_controller_add_partition(partition.get(), "a/b"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_controller_compose(partition.get(), &made), MUTAUTH_INVALID_NAME);
    for (const auto& [host, status] :
         {std::pair("192.0.2.7", MUTAUTH_NAME_IS_ADDRESS), std::pair("\xff", MUTAUTH_NOT_UTF8),
          std::pair("a\n", MUTAUTH_INVALID_NAME)}) {
        mutauth_controller* bad = nullptr;
        ASSERT_EQ(mutauth_controller_new(host, "a.test", "A", &bad), MUTAUTH_OK);
        const Controller owner(bad, mutauth_controller_free);
        EXPECT_EQ(mutauth_controller_compose(bad, &made), status);
        EXPECT_EQ(made, nullptr);
    }
    EXPECT_EQ(mutauth_controller_set_roles(partition.get(), 4), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_controller_set_forest(partition.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_controller_compose(partition.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    mutauth_controller* none = nullptr;
    EXPECT_EQ(mutauth_controller_new(nullptr, "a", "A", &none), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_controller_set_roles(nullptr, 0), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_controller_set_guid(nullptr, kGuid), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_controller_compose(nullptr, &made), MUTAUTH_WRONG_HANDLE);
    mutauth_controller_free(nullptr);
}

TEST(CapiController, NameIsKnownByItsForm) {
    EXPECT_EQ(mutauth_spn_controller_name(realm::spn("krbtgt/A.TEST").get()),
              MUTAUTH_CONTROLLER_NAME_TICKET_GRANTING);
    EXPECT_EQ(mutauth_spn_controller_name(realm::spn("kadmin/changepw").get()),
              MUTAUTH_CONTROLLER_NAME_ADMINISTRATION);
    EXPECT_EQ(mutauth_spn_controller_name(realm::spn("ldap/dc.a.test/a.test").get()),
              MUTAUTH_CONTROLLER_NAME_DOMAIN_CONTROLLER);
    EXPECT_EQ(mutauth_spn_controller_name(realm::spn("gc/dc.a.test/a.test").get()),
              MUTAUTH_CONTROLLER_NAME_GLOBAL_CATALOG);
    EXPECT_EQ(mutauth_spn_controller_name(realm::spn("HTTP/web").get()),
              MUTAUTH_CONTROLLER_NAME_NONE);
    EXPECT_EQ(mutauth_spn_controller_name(nullptr), MUTAUTH_CONTROLLER_NAME_NONE);
}

}  // namespace

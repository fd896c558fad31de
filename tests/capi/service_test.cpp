#include <gmock/gmock.h>

#include "capi/names.h"

namespace {

using names::texts;
using testing::ElementsAre;

using Service = realm::Owner<mutauth_service>;

Service service(int32_t type, const char* service_name = nullptr, uint16_t port = 0) {
    mutauth_service* made = nullptr;
    EXPECT_EQ(mutauth_service_new(type, "http", service_name, port, &made), MUTAUTH_OK);
    EXPECT_EQ(mutauth_service_set_local_names(made, "averylonghostname.a.test", nullptr),
              MUTAUTH_OK);
    return {made, mutauth_service_free};
}

std::vector<std::string> composed(const Service& of) {
    mutauth_spns* made = nullptr;
    EXPECT_EQ(mutauth_service_compose(of.get(), &made), MUTAUTH_OK) << realm::why();
    return texts(made);
}

mutauth_status refused(const Service& of) {
    auto* made = reinterpret_cast<mutauth_spns*>(1);
    const auto status = mutauth_service_compose(of.get(), &made);
    EXPECT_EQ(made, nullptr);
    return status;
}

// The vectors of DsGetSpn are in spn_vectors_test.cpp.
TEST(CapiService, IsThisMachineUnderTheNameOfItsType) {
    EXPECT_THAT(composed(service(MUTAUTH_SERVICE_DNS_HOST, nullptr, 80)),
                ElementsAre("http/averylonghostname.a.test:80"));
    // A NetBIOS name has at most 15 characters.
    EXPECT_THAT(composed(service(MUTAUTH_SERVICE_NETBIOS_HOST)),
                ElementsAre("http/AVERYLONGHOSTNA"));
    EXPECT_THAT(composed(service(MUTAUTH_SERVICE_NETBIOS_DOMAIN, "A")),
                ElementsAre("http/AVERYLONGHOSTNA/A"));
}

TEST(CapiService, AsksThisMachineByItself) {
    mutauth_service* made = nullptr;
    ASSERT_EQ(mutauth_service_new(MUTAUTH_SERVICE_DNS_HOST, "http", nullptr, 0, &made), MUTAUTH_OK);
    const Service owner(made, mutauth_service_free);
    mutauth_spn* own = nullptr;
    ASSERT_EQ(mutauth_spn_compose("http", nullptr, 0, nullptr, &own), MUTAUTH_OK);
    const realm::Spn spn(own, mutauth_spn_free);
    EXPECT_THAT(composed(owner), ElementsAre(mutauth_spn_text(own)));
}

TEST(CapiService, RefusesWhatItCannotKeep) {
    mutauth_service* made = nullptr;
    for (const int32_t type : {-1, 6, INT32_MAX}) {
        EXPECT_EQ(mutauth_service_new(type, "http", nullptr, 0, &made), MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_service_new(0, nullptr, nullptr, 0, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_service_new(0, "http", nullptr, 0, nullptr), MUTAUTH_INVALID_ARGUMENT);
    const std::string huge(1 << 16, 'x');
    EXPECT_EQ(mutauth_service_new(0, huge.c_str(), nullptr, 0, &made), MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(mutauth_service_new(5, "http", huge.c_str(), 0, &made), MUTAUTH_NAME_TOO_LONG);
    const Service one = service(MUTAUTH_SERVICE_DNS_HOST);
    EXPECT_EQ(mutauth_service_add_host(one.get(), nullptr, 0), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_service_add_host(one.get(), huge.c_str(), 0), MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(mutauth_service_set_local_names(one.get(), nullptr, "X"), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_service_set_local_names(one.get(), huge.c_str(), nullptr),
              MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(mutauth_service_compose(one.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_service_compose_host_pair(one.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiService, RefusesBadPartsWhenItComposes) {
    const Service controls = service(MUTAUTH_SERVICE_DNS_HOST);
    EXPECT_EQ(mutauth_service_add_host(controls.get(), "good.a.test", 0), MUTAUTH_OK);
    EXPECT_EQ(mutauth_service_add_host(controls.get(), "a\nb", 0), MUTAUTH_OK);
    EXPECT_EQ(refused(controls), MUTAUTH_INVALID_NAME);
    const Service bytes = service(MUTAUTH_SERVICE_DNS_HOST);
    EXPECT_EQ(mutauth_service_add_host(bytes.get(), "\xff", 0), MUTAUTH_OK);
    EXPECT_EQ(refused(bytes), MUTAUTH_NOT_UTF8);
    const Service address = service(MUTAUTH_SERVICE_DNS_HOST);
    EXPECT_EQ(mutauth_service_add_host(address.get(), "2001:db8::7", 0), MUTAUTH_OK);
    EXPECT_EQ(refused(address), MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(refused(service(MUTAUTH_SERVICE_DNS_HOST, "x")), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(refused(service(MUTAUTH_SERVICE_REPLICATED)), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(refused(service(MUTAUTH_SERVICE_REPLICATED, "CN=a/b")), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(refused(service(MUTAUTH_SERVICE_REPLICATED, std::string(1020, 'x').c_str())),
              MUTAUTH_NAME_TOO_LONG);
}

// DsGetSpn counts its arrays in 16 bits.
TEST(CapiService, TakesAsManyHostsAsWindows) {
    const Service many = service(MUTAUTH_SERVICE_DNS_HOST);
    for (int i = 0; i < MUTAUTH_SERVICE_HOSTS_MAX; ++i) {
        ASSERT_EQ(mutauth_service_add_host(many.get(), "h", 1), MUTAUTH_OK);
    }
    EXPECT_EQ(mutauth_service_add_host(many.get(), "h", 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(composed(many).size(), 65535U);
}

TEST(CapiService, ComposesThePairThatAHostRegisters) {
    mutauth_spns* made = nullptr;
    ASSERT_EQ(mutauth_service_compose_host_pair(service(MUTAUTH_SERVICE_DNS_HOST, nullptr, 7).get(),
                                                &made),
              MUTAUTH_OK);
    EXPECT_THAT(texts(made),
                ElementsAre("http/averylonghostname.a.test:7", "http/AVERYLONGHOSTNA:7"));
}

TEST(CapiService, RefusesWrongHandles) {
    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_service*>(spn.get());
    mutauth_spns* made = nullptr;
    for (auto* service : {static_cast<mutauth_service*>(nullptr), wrong}) {
        EXPECT_EQ(mutauth_service_add_host(service, "h", 0), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_service_set_local_names(service, "h", "H"), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_service_compose(service, &made), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_service_compose_host_pair(service, &made), MUTAUTH_WRONG_HANDLE);
        mutauth_service_free(service);
    }
    EXPECT_EQ(mutauth_spns_count(nullptr), 0U);
    EXPECT_EQ(mutauth_spns_at(nullptr, 0), nullptr);
    mutauth_spns_free(nullptr);
    ASSERT_EQ(mutauth_service_compose(service(0).get(), &made), MUTAUTH_OK);
    EXPECT_EQ(mutauth_spns_at(made, 1), nullptr);
    mutauth_spns_free(made);
}

}  // namespace

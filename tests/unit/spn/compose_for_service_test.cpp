#include "spn/compose_for_service.h"

#include <gmock/gmock.h>

#include "spn/host_pattern.h"

namespace mutauth::spn {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(Result<std::vector<ServicePrincipalName>> made) {
    EXPECT_TRUE(made) << made.error().message();
    std::vector<std::string> out;
    for (const auto& name : *made) {
        out.emplace_back(name.text());
    }
    return out;
}

// ntdsapi.h, DsServerRegisterSpn: class/<DNS name> and class/<NetBIOS name>.
TEST(HostPair, IsTheDnsAndTheNetbiosName) {
    EXPECT_THAT(texts(compose_host_pair("s", 0, {"h.a.test", "H"})),
                ElementsAre("s/h.a.test", "s/H"));
    EXPECT_THAT(texts(compose_host_pair("s", 1, {"h.a.test", "H"})),
                ElementsAre("s/h.a.test:1", "s/H:1"));
    EXPECT_THAT(texts(compose_host_pair("s", 0, {"h", "H"})), ElementsAre("s/h"))
        << "both are one to a directory, which would refuse the second";
    EXPECT_EQ(compose_host_pair("s/", 0, {"h", "H"}).error().status(), Status::invalid_name);
}

TEST(ComposeForService, SaysTheWindowsNumberOfABadServiceName) {
    const auto made = compose_for_service({ServiceType::service, "c", "CN=a/b", 0, {}}, {"h", "H"});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().status(), Status::invalid_name);
    ASSERT_EQ(made.error().native_codes().size(), 1U);
    EXPECT_EQ(made.error().native_codes()[0].code, 8335);  // ERROR_DS_BAD_NAME_SYNTAX
}

TEST(ComposeForService, RefusesAddressesAmongTheHosts) {
    const auto made = compose_for_service(
        {ServiceType::dns_host, "c", "", 0, {{"a.test", 0}, {"192.0.2.7", 0}}}, {"h", "H"});
    EXPECT_EQ(made.error().status(), Status::name_is_address);
}

// Hadoop and HTTP servers' configurations: "HTTP/_HOST@REALM".
TEST(HostPattern, StandsForTheHostInLowerCase) {
    EXPECT_EQ(expand_host("HTTP/_HOST", "Web.Example.Test")->text(), "HTTP/web.example.test");
    const auto whole = expand_host("nn/_HOST:8020/x@EXAMPLE.TEST", "web");
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->text(), "nn/web:8020/x");
    EXPECT_EQ(whole->principal(), "nn/web:8020/x@EXAMPLE.TEST");
    EXPECT_EQ(whole->parts().port, 8020);
    EXPECT_EQ(expand_host("HTTP/other@R", "web")->text(), "HTTP/other");
    EXPECT_EQ(expand_host("HTTP/_host", "web")->text(), "HTTP/_host");
    EXPECT_EQ(expand_host("HTTP/x/_HOST", "web")->text(), "HTTP/x/_HOST");
}

TEST(HostPattern, TakesNoHostThatWouldChangeTheName) {
    for (const char* bad : {"", "a/b", "a@b", "a:1", "a\n"}) {
        EXPECT_EQ(expand_host("HTTP/_HOST", bad).error().status(), Status::invalid_name) << bad;
    }
    EXPECT_EQ(expand_host("HTTP/_HOST", "192.0.2.7").error().status(), Status::name_is_address);
    EXPECT_EQ(
        expand_host("HTTP/_HOST/" + std::string(1000, 'x'), std::string(50, 'h')).error().status(),
        Status::name_too_long);
}

}  // namespace
}  // namespace mutauth::spn

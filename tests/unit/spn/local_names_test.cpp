#include "spn/local_names.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "core/text.h"

namespace mutauth::spn {
namespace {

TEST(LocalNames, NetbiosIsTheFirstLabelInCapitals) {
    EXPECT_EQ(netbios_name_of("host1.example.com"), "HOST1");
    EXPECT_EQ(netbios_name_of("web"), "WEB");
    EXPECT_EQ(netbios_name_of("averylonghostname1.example.com"), "AVERYLONGHOSTNA");
    EXPECT_EQ(netbios_name_of(""), "");
}

// hosts(5): IP_address canonical_hostname [aliases...], and # begins a comment.
TEST(LocalNames, FindTheFullNameInAHostsFile) {
    EXPECT_EQ(full_name_in("127.0.0.1 localhost\n192.0.2.1 Web.Example.Test web\n", "web"),
              "web.example.test");
    EXPECT_EQ(full_name_in("192.0.2.1\tweb\tweb.example.test", "web"), "web.example.test");
    EXPECT_EQ(full_name_in("192.0.2.1 web # web.evil.test\n", "web"), std::nullopt);
    EXPECT_EQ(full_name_in("192.0.2.1 web.\n192.0.2.1 website.example.test\n", "web"),
              std::nullopt);
    EXPECT_EQ(full_name_in("web.example.test\n", "web"), std::nullopt) << "that is the address";
    EXPECT_EQ(full_name_in("192.0.2.1 web.a.test\n192.0.2.2 web.b.test", "web"), "web.a.test");
    EXPECT_EQ(full_name_in("", "web"), std::nullopt);
    EXPECT_EQ(full_name_in("\n\n \t\r\n#\n", "web"), std::nullopt);
}

TEST(LocalNames, AreThisMachines) {
    std::array<char, 256> name{};
    ASSERT_EQ(::gethostname(name.data(), name.size() - 1), 0);
    const std::string host = to_lower_ascii(name.data());
    const auto names = local_names();
    ASSERT_TRUE(names);
    EXPECT_EQ(names->dns_name.substr(0, host.size()), host);
    EXPECT_TRUE(names->dns_name == host || names->dns_name[host.size()] == '.');
    EXPECT_EQ(names->netbios_name, netbios_name_of(host));
}

}  // namespace
}  // namespace mutauth::spn

#include "directory/address.h"

#include <gtest/gtest.h>

namespace mutauth::directory {
namespace {

TEST(DirectoryAddress, TakesHostsWithAndWithoutPortAndScheme) {
    const std::pair<const char*, const char*> expected[] = {
        {"dc1.example.test", "dc1.example.test:389"},
        {"dc1.example.test:3268", "dc1.example.test:3268"},
        {"ldap://dc1.example.test", "dc1.example.test:389"},
        {"LDAP://dc1.example.test:1389/", "dc1.example.test:1389"},
        {"ldap://[::1]:1389", "[::1]:1389"},
        {"[::1]", "[::1]:389"},
    };
    for (const auto& [text, target] : expected) {
        const auto parsed = parse_address(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->text(), target);
    }
}

TEST(DirectoryAddress, RefusesWhatItWouldHaveToPassOver) {
    for (const std::string& text :
         {std::string(""), std::string("ldap://"), std::string("ldap:///"),
          std::string("ldaps://dc1"), std::string("LDAPS://dc1"), std::string("ldapi://%2f"),
          std::string("ldap://dc1/dc=x"), std::string("ldap://dc1/?uid"), std::string("user@dc1"),
          std::string("dc1 dc2"), std::string("dc1:port"), std::string("dc1:65536"),
          std::string("dc1:"), std::string("dc\0x", 4), std::string("\xff")}) {
        const auto parsed = parse_address(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().status(), Status::invalid_argument) << text;
    }
}

}  // namespace
}  // namespace mutauth::directory

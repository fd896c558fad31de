#include "core/resolve.h"

#include <gtest/gtest.h>

namespace mutauth {
namespace {

TEST(HostPort, ReadsNamesAndAddresses) {
    for (const auto& [text, host, port] :
         {std::tuple("h:1", "h", 1), std::tuple("h:0", "h", 0), std::tuple("h:65535", "h", 65535),
          std::tuple("192.0.2.1:88", "192.0.2.1", 88), std::tuple("[::1]:88", "::1", 88),
          std::tuple("[2001:db8::1]:443", "2001:db8::1", 443)}) {
        const auto parsed = HostPort::parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->host, host);
        EXPECT_EQ(parsed->port, port);
        EXPECT_EQ(parsed->text(), text);
    }
}

TEST(HostPort, TakesAUsualPortWhereNoneIsWritten) {
    for (const auto& [text, host] :
         {std::pair("kdc.example.test", "kdc.example.test"), std::pair("::1", "::1"),
          std::pair("[::1]", "::1"), std::pair("2001:db8::1", "2001:db8::1")}) {
        const auto parsed = HostPort::parse(text, 88);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->host, host);
        EXPECT_EQ(parsed->port, 88);
        EXPECT_FALSE(HostPort::parse(text)) << text;
    }
    EXPECT_EQ(HostPort::parse("kdc:750", 88)->port, 750);
}

TEST(HostPort, RefusesWhatIsNeither) {
    using std::string_view_literals::operator""sv;
    for (const auto bad : {""sv, ":"sv, ":80"sv, "h:"sv, "h:x"sv, "h:65536"sv, "h:-1"sv, "h:+1"sv,
                           "h: 1"sv, "h:1 "sv, "h:1x"sv, "h\0x:1"sv, "[]:1"sv, "[::1:1"sv}) {
        EXPECT_FALSE(HostPort::parse(bad)) << bad;
    }
}

TEST(AddressLiteral, IsToldFromANames) {
    for (const char* address : {"127.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0",
                                "[::1]", "[fe80::1%1]", "::ffff:1.2.3.4"}) {
        EXPECT_TRUE(is_address_literal(address)) << address;
    }
    for (const char* name : {"", "localhost", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "a::b::c",
                             "[", "[]", "[host]", "%eth0"}) {
        EXPECT_FALSE(is_address_literal(name)) << name;
    }
}

TEST(Resolve, AnswersLiteralsWithoutTheNetwork) {
    const auto v4 = resolve({"127.0.0.1", 88}, Deadline::in(std::chrono::milliseconds(0)));
    ASSERT_TRUE(v4);
    EXPECT_EQ(v4->front().text(), "127.0.0.1:88");
    const auto v6 = resolve({"::1", 88}, Deadline::in(std::chrono::milliseconds(0)));
    ASSERT_TRUE(v6);
    EXPECT_EQ(v6->front().text(), "[::1]:88");
}

}  // namespace
}  // namespace mutauth

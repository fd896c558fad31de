#include <gtest/gtest.h>

#include <random>

#include "spn/service_principal_name.h"

namespace {

using mutauth::Status;
namespace spn = mutauth::spn;

Status status_of(const spn::Composition& parts) {
    const auto made = spn::compose(parts);
    return made ? Status::ok : made.error().status();
}

// AD documentation, "Name Formats for Unique SPNs": <class>/<host>:<port>/<service name>.
TEST(SpnCompose, WritesPortAndServiceOnlyWhenGiven) {
    EXPECT_EQ(spn::compose({"ldap", "dc1.example.test", 3268, "example.test"})->text(),
              "ldap/dc1.example.test:3268/example.test");
    EXPECT_EQ(spn::compose({"http", "www.example.test", 0, ""})->text(), "http/www.example.test");
    EXPECT_EQ(spn::compose({"a", "b", 65535, ""})->text(), "a/b:65535");
}

TEST(SpnCompose, RefusesEmptyParts) {
    EXPECT_EQ(status_of({"", "host", 0, ""}), Status::invalid_name);
    EXPECT_EQ(status_of({"http", "", 0, ""}), Status::invalid_name);
}

TEST(SpnCompose, RefusesSeparatorsAndControls) {
    for (const char* bad : {"a/b", "a:b", "a@b", "a\nb", "a\x7f", "\x01"}) {
        EXPECT_EQ(status_of({bad, "host", 0, ""}), Status::invalid_name) << bad;
        EXPECT_EQ(status_of({"http", bad, 0, ""}), Status::invalid_name) << bad;
    }
    EXPECT_EQ(status_of({"http", "host", 0, "cn=a/b"}), Status::invalid_name);
    EXPECT_EQ(status_of({"http", "host", 0, "cn=a@b:c,dc=d"}), Status::ok);
    EXPECT_EQ(status_of({"http", std::string_view("a\0b", 3), 0, ""}), Status::invalid_name);
}

TEST(SpnCompose, RefusesAnAddressAsHost) {
    for (const char* address :
         {"192.0.2.1", "2001:db8::1", "[2001:db8::1]", "::", "fe80::1%eth0"}) {
        EXPECT_EQ(status_of({"http", address, 0, ""}), Status::name_is_address) << address;
    }
}

// Finding R10. inet_aton(3): one to four numbers, decimal, octal or hexadecimal. RFC 1123 2.1: the
// last label of a DNS name is no number.
TEST(SpnCompose, RefusesWhatResolversReadAsAnAddress) {
    for (const char* address :
         {"127.1", "2130706433", "0x7f.0.0.1", "0X7F000001", "0300.0.2.1", "1.2.3", "192.0.2.1.",
          "300.1.1.1", "1.2.3.4.5", "web.1", "0x", "127.0.0.0x1"}) {
        EXPECT_EQ(status_of({"HTTP", address, 0, ""}), Status::name_is_address) << address;
    }
    for (const char* name :
         {"1host.example.test", "192-0-2-1.example.test", "10.example.test", "0x7f.example.test",
          "123abc", "1.2.0.192.in-addr.arpa", "beef.example.test", "3com.test", "host-1", "0xg",
          "1.2.3.4.example.test"}) {
        EXPECT_EQ(status_of({"HTTP", name, 0, ""}), Status::ok) << name;
    }
}

// Finding R10: what lint says will not work is not composed.
TEST(SpnCompose, RefusesWhatWillNotWork) {
    for (const std::string& host :
         {std::string("web.example.test."), std::string("_HOST"), std::string(64, 'a') + ".test",
          std::string("\xef\xbd\x97\x65\x62.test")}) {
        EXPECT_EQ(status_of({"HTTP", host, 0, ""}), Status::name_unusable) << host;
    }
    EXPECT_EQ(status_of({"krbtgt", "EXAMPLE.TEST", 0, ""}), Status::name_unusable);
    const auto dot = spn::compose({"HTTP", "web.example.test.", 0, ""});
    EXPECT_STREQ(dot.error().remedy(), "write the host without the dot");
}

TEST(SpnCompose, BoundsTheLength) {
    // 7 for "http/h/", so that the whole has 1024 and 1025 bytes.
    EXPECT_EQ(status_of({"http", "h", 0, std::string(1017, 's')}), Status::ok);
    EXPECT_EQ(status_of({"http", "h", 0, std::string(1018, 's')}), Status::name_too_long);
    EXPECT_EQ(status_of({"http", "h", 0, std::string(1 << 20, 's')}), Status::name_too_long);
}

// RFC 3629 section 3 and 4: overlong forms, surrogates, beyond U+10FFFF, truncation.
TEST(SpnCompose, RefusesWhatIsNotUtf8) {
    for (const char* bad : {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xf8\x88\x80\x80\x80", "\xc3", "a\x80"}) {
        EXPECT_EQ(status_of({"http", bad, 0, ""}), Status::not_utf8);
    }
    for (const char* good : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x94\x91", "\xed\x9f\xbf"}) {
        EXPECT_EQ(status_of({"http", good, 0, ""}), Status::ok);
    }
}

TEST(SpnCompose, IsReadBackAsWhatWasComposed) {
    std::mt19937 random(20240501);
    constexpr std::string_view kAlphabet = "abcXYZ019-._=, +\\'\"()*&%$#!~\xc3\xa9\xe2\x82\xac";
    const auto word = [&](std::size_t most) {
        std::string out;
        for (std::size_t n = 1 + random() % most; n > 0; --n) {
            const std::size_t at = random() % (kAlphabet.size() - 5);
            out += kAlphabet[at];
        }
        return out;
    };
    for (int i = 0; i < 5000; ++i) {
        const std::string service_class = word(12);
        const std::string host = word(40);
        const std::string service = random() % 2 == 0 ? word(60) : "";
        const auto port = static_cast<std::uint16_t>(random() % 3 == 0 ? 0 : random());
        const auto made = spn::compose({service_class, host, port, service});
        if (std::string_view(".X0123456789abc").find(host.back()) != std::string_view::npos) {
            // It may end in a dot or a number, which is refused.
            continue;
        }
        ASSERT_TRUE(made) << made.error().message();
        const auto read = spn::parse(made->text());
        ASSERT_TRUE(read) << made->text();
        EXPECT_EQ(read->parts().service_class, service_class);
        EXPECT_EQ(read->parts().host, host);
        EXPECT_EQ(read->parts().port, port);
        EXPECT_EQ(read->parts().service, service);
        EXPECT_TRUE(spn::equal_to_kdc(*made, *read));
    }
}

}  // namespace

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
    // Not addresses by inet_pton(3), and names that exist.
    for (const char* name : {"192.0.2", "1.2.3.4.example.test", "300.1.1.1", "host-1"}) {
        EXPECT_EQ(status_of({"http", name, 0, ""}), Status::ok) << name;
    }
}

TEST(SpnCompose, BoundsTheLength) {
    // 5 for "http/", so that the whole has 1024 and 1025 bytes.
    EXPECT_EQ(status_of({"http", std::string(1019, 'h'), 0, ""}), Status::ok);
    EXPECT_EQ(status_of({"http", std::string(1020, 'h'), 0, ""}), Status::name_too_long);
    EXPECT_EQ(status_of({"http", std::string(1 << 20, 'h'), 0, ""}), Status::name_too_long);
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

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

#include "capi/realm.h"

namespace {

using testing::HasSubstr;

struct Made {
    mutauth_status status;
    realm::Spn spn;

    std::string text() const { return spn ? mutauth_spn_text(spn.get()) : "(none)"; }
};

Made compose(const char* service_class,
             const char* host,
             uint16_t port = 0,
             const char* service = nullptr) {
    auto* made = reinterpret_cast<mutauth_spn*>(1);
    const mutauth_status status = mutauth_spn_compose(service_class, host, port, service, &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    return {status, {made, mutauth_spn_free}};
}

Made for_target(const char* service_class,
                const char* service_name,
                const char* instance_name = nullptr,
                uint16_t port = 0,
                const char* referrer = nullptr) {
    auto* made = reinterpret_cast<mutauth_spn*>(1);
    const mutauth_status status = mutauth_spn_compose_for_target(
        service_class, service_name, instance_name, port, referrer, &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    return {status, {made, mutauth_spn_free}};
}

Made parse(const std::string& text) {
    auto* made = reinterpret_cast<mutauth_spn*>(1);
    const mutauth_status status = mutauth_spn_parse(text.c_str(), &made);
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    return {status, {made, mutauth_spn_free}};
}

// RFC 3629 section 4: each way in which octets are no UTF-8.
const std::array kNotUtf8{
    "\x80",  // a continuation alone
    "\xbf",
    "\xc0\x80",      // two octets for U+0000
    "\xc1\xbf",      // overlong
    "\xc3",          // cut
    "\xc3\x28",      // no continuation
    "\xe0\x80\x80",  // overlong
    "\xe0\x9f\xbf",
    "\xe2\x82",  // cut
    "\xe2\x28\xa1",
    "\xed\xa0\x80",  // surrogates
    "\xed\xbf\xbf",
    "\xf0\x80\x80\x80",  // overlong
    "\xf0\x8f\xbf\xbf",
    "\xf0\x9f\x92",      // cut
    "\xf4\x90\x80\x80",  // above U+10FFFF
    "\xf5\x80\x80\x80",
    "\xf8\x88\x80\x80\x80",
    "\xfe",
    "\xff",
};
const std::array kUtf8{"\xc2\x80",     "\xdf\xbf",     "\xe0\xa0\x80",     "\xed\x9f\xbf",
                       "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};

// AD docs, "Name Formats for Unique SPNs": <service class>/<host>:<port>/<service name>.
TEST(CapiSpnCompose, WritesPortAndServiceOnlyWhenGiven) {
    EXPECT_EQ(compose("http", "www.example.test").text(), "http/www.example.test");
    EXPECT_EQ(compose("http", "www.example.test", 8080).text(), "http/www.example.test:8080");
    EXPECT_EQ(compose("ldap", "dc1.example.test", 3268, "example.test").text(),
              "ldap/dc1.example.test:3268/example.test");
    const Made dn = compose("MyDBService", "host1", 65535, "CN=hrdb,OU=mktg,DC=example,DC=com");
    EXPECT_EQ(dn.text(), "MyDBService/host1:65535/CN=hrdb,OU=mktg,DC=example,DC=com");
    EXPECT_STREQ(mutauth_spn_service_class(dn.spn.get()), "MyDBService");
    EXPECT_STREQ(mutauth_spn_host(dn.spn.get()), "host1");
    EXPECT_EQ(mutauth_spn_port(dn.spn.get()), 65535);
    EXPECT_STREQ(mutauth_spn_service(dn.spn.get()), "CN=hrdb,OU=mktg,DC=example,DC=com");
    EXPECT_STREQ(mutauth_spn_instance(dn.spn.get()), "");
    EXPECT_STREQ(mutauth_spn_realm(dn.spn.get()), "");
}

TEST(CapiSpnCompose, TakesThisMachinesOwnNameInLowerCase) {
    std::array<char, 256> name{};
    ASSERT_EQ(::gethostname(name.data(), name.size() - 1), 0);
    std::string expected = name.data();
    std::transform(expected.begin(), expected.end(), expected.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    // With the domain that /etc/hosts gives a short name, if any.
    const std::string own = compose("http", nullptr).text();
    EXPECT_THAT(own,
                testing::AnyOf("http/" + expected, testing::StartsWith("http/" + expected + ".")));
}

TEST(CapiSpnCompose, RefusesPartsThatWouldNotBeOneName) {
    for (const char* bad :
         {"", "a/b", "/", "a:b", "a:80", ":", "a@b", "@", "a\nb", "\t", "a\x7f", "\x01"}) {
        EXPECT_EQ(compose(bad, "host").status, MUTAUTH_INVALID_NAME) << bad;
        EXPECT_EQ(realm::evidence("part"), "service class");
        EXPECT_EQ(compose("class", bad).status, MUTAUTH_INVALID_NAME) << bad;
        EXPECT_EQ(realm::evidence("part"), "host");
    }
    for (const char* bad : {"", "a/b", "/", "a\nb", "a\x7f"}) {
        EXPECT_EQ(compose("class", "host", 0, bad).status, MUTAUTH_INVALID_NAME) << bad;
    }
    // A DN may hold what the other parts may not.
    EXPECT_EQ(compose("class", "host", 0, "CN=a:b@c,DC=x").text(), "class/host/CN=a:b@c,DC=x");
    EXPECT_EQ(mutauth_spn_compose("class", "dc1/evil", 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpnCompose, ShowsWhatItRefusesWithoutItsControls) {
    EXPECT_EQ(compose("class", "evil\x1b[2Jhost").status, MUTAUTH_INVALID_NAME);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("evil\\x1b[2Jhost"));
}

TEST(CapiSpnCompose, RefusesAddressesAsHosts) {
    for (const char* address :
         {"192.0.2.10", "127.0.0.1", "::1", "2001:db8::1", "[::1]", "[2001:db8::1]", "fe80::1%eth0",
          "::ffff:192.0.2.1", "[192.0.2.10]",
          // Finding R10: inet_aton(3) reads these, and RFC 1123 2.1 lets no DNS name end so.
          "127.1", "192.0.2", "1", "2130706433", "0x7f000001", "0300.0.2.1", "192.0.2.1.",
          "256.0.0.1"}) {
        EXPECT_EQ(compose("http", address).status, MUTAUTH_NAME_IS_ADDRESS) << address;
        EXPECT_EQ(realm::evidence("host"), address);
    }
    for (const char* name :
         {"192.0.2.10.example.test", "123abc", "0x7f.example.test", "3com.test"}) {
        EXPECT_EQ(compose("http", name).status, MUTAUTH_OK) << name;
    }
}

// Finding R10: what mutauth_findings_of says breaks is not composed.
TEST(CapiSpnCompose, RefusesWhatWillNotWork) {
    for (const char* host : {"web.example.test.", "_HOST"}) {
        EXPECT_EQ(compose("HTTP", host).status, MUTAUTH_NAME_UNUSABLE) << host;
        EXPECT_EQ(for_target("HTTP", host).status, MUTAUTH_NAME_UNUSABLE) << host;
    }
    mutauth_spn* none = nullptr;
    EXPECT_EQ(mutauth_spn_compose_for_host("HTTP", "web.example.test.", &none),
              MUTAUTH_NAME_UNUSABLE);
    EXPECT_EQ(mutauth_spn_expand_host("HTTP/_HOST", "web.example.test.", &none),
              MUTAUTH_NAME_UNUSABLE);
    EXPECT_EQ(parse("HTTP/web.example.test.").status, MUTAUTH_OK) << "who insists";
}

TEST(CapiSpnCompose, BoundsTheWholeName) {
    const std::string service(1024 - 4, 's');
    EXPECT_EQ(compose("c", "h", 0, service.c_str()).text().size(), 1024U);
    EXPECT_EQ(compose("cc", "h", 0, service.c_str()).status, MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(compose("c", "h", 1, service.c_str()).status, MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(compose("c", std::string(254, 'h').c_str()).status, MUTAUTH_NAME_UNUSABLE);
    const std::string huge(100000, 'x');
    EXPECT_EQ(compose(huge.c_str(), "h").status, MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(compose("c", huge.c_str()).status, MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(compose("c", "h", 0, huge.c_str()).status, MUTAUTH_NAME_TOO_LONG);
}

TEST(CapiSpnCompose, TakesUtf8Alone) {
    for (const std::string bad : kNotUtf8) {
        EXPECT_EQ(compose(bad.c_str(), "host").status, MUTAUTH_NOT_UTF8);
        EXPECT_EQ(compose("class", ("h" + bad).c_str()).status, MUTAUTH_NOT_UTF8);
        EXPECT_EQ(compose("class", "host", 0, (bad + "x").c_str()).status, MUTAUTH_NOT_UTF8);
        EXPECT_EQ(parse("class/" + bad).status, MUTAUTH_NOT_UTF8);
    }
    for (const std::string good : kUtf8) {
        EXPECT_EQ(compose("class", "host", 0, good.c_str()).text(), "class/host/" + good);
        EXPECT_EQ(parse("class/" + good).text(), "class/" + good);
    }
}

TEST(CapiSpnComposeForTarget, NeedsAReferrerForAnAddress) {
    EXPECT_EQ(for_target("http", "192.0.2.10").status, MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_THAT(mutauth_error_remedy(nullptr), HasSubstr("referrer"));
    EXPECT_EQ(for_target("http", "::1").status, MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(for_target("http", "192.0.2.10", nullptr, 0, "").status, MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(for_target("http", "192.0.2.10", nullptr, 0, "gw/x").status, MUTAUTH_INVALID_NAME);
    // The instance is the host then, and an address is no host.
    EXPECT_EQ(for_target("http", "name", "192.0.2.10").status, MUTAUTH_NAME_IS_ADDRESS);
}

TEST(CapiSpnComposeForTarget, ChecksItsPartsAsComposeDoes) {
    for (const char* bad : {"a/b", "a\n"}) {
        EXPECT_EQ(for_target(bad, "host").status, MUTAUTH_INVALID_NAME);
        EXPECT_EQ(for_target("class", bad).status, MUTAUTH_INVALID_NAME);
        EXPECT_EQ(for_target("class", "service", bad).status, MUTAUTH_INVALID_NAME);
        EXPECT_EQ(for_target("class", bad, "host").status, MUTAUTH_INVALID_NAME);
    }
    EXPECT_EQ(for_target("class", "\xff", "host").status, MUTAUTH_NOT_UTF8);
    EXPECT_EQ(for_target("class", std::string(1025, 'x').c_str()).status, MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(for_target(nullptr, "host").status, MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(for_target("class", nullptr).status, MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_spn_compose_for_target("c", "h", nullptr, 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpnParse, TakesTheNameApart) {
    const Made spn = parse("ldap/dc1.example.test:3268/example.test@EXAMPLE.TEST");
    ASSERT_EQ(spn.status, MUTAUTH_OK);
    EXPECT_EQ(spn.text(), "ldap/dc1.example.test:3268/example.test");
    EXPECT_STREQ(mutauth_spn_service_class(spn.spn.get()), "ldap");
    EXPECT_STREQ(mutauth_spn_host(spn.spn.get()), "dc1.example.test");
    EXPECT_EQ(mutauth_spn_port(spn.spn.get()), 3268);
    EXPECT_STREQ(mutauth_spn_instance(spn.spn.get()), "");
    EXPECT_STREQ(mutauth_spn_service(spn.spn.get()), "example.test");
    EXPECT_STREQ(mutauth_spn_realm(spn.spn.get()), "EXAMPLE.TEST");
}

// [MS-ADTS] 2.2.21: a suffix of the host that is no number is an instance name.
TEST(CapiSpnParse, TellsAPortFromAnInstance) {
    for (const auto& [text, port, instance] :
         {std::tuple("c/h:1", 1, ""), std::tuple("c/h:65535", 65535, ""),
          std::tuple("c/h:0", 0, ""), std::tuple("c/h:65536", 0, "65536"),
          std::tuple("c/h:inst", 0, "inst"), std::tuple("c/h:80x", 0, "80x"),
          std::tuple("c/h:-1", 0, "-1"), std::tuple("c/h:a:b", 0, "a:b"),
          std::tuple("c/h", 0, "")}) {
        const Made spn = parse(text);
        ASSERT_EQ(spn.status, MUTAUTH_OK) << text;
        EXPECT_STREQ(mutauth_spn_host(spn.spn.get()), "h") << text;
        EXPECT_EQ(mutauth_spn_port(spn.spn.get()), port) << text;
        EXPECT_STREQ(mutauth_spn_instance(spn.spn.get()), instance) << text;
        EXPECT_EQ(spn.text(), text);
    }
}

TEST(CapiSpnParse, TakesAsRealmOnlyWhatLooksLikeOne) {
    for (const auto& [text, name, realm] :
         {std::tuple("a/b@R", "a/b", "R"), std::tuple("a/b@EX-1_A.TEST", "a/b", "EX-1_A.TEST"),
          std::tuple("a/b@", "a/b@", ""), std::tuple("a/b@c d", "a/b@c d", ""),
          std::tuple("a/b/cn=x@y,dc=z", "a/b/cn=x@y,dc=z", ""), std::tuple("a@b/c", "a@b/c", ""),
          std::tuple("a/b@c@R", "a/b@c", "R")}) {
        const Made spn = parse(text);
        ASSERT_EQ(spn.status, MUTAUTH_OK) << text;
        EXPECT_EQ(spn.text(), name);
        EXPECT_STREQ(mutauth_spn_realm(spn.spn.get()), realm);
    }
}

TEST(CapiSpnParse, RefusesWhatHasNotTwoOrThreeParts) {
    for (const char* bad :
         {"", "x", "host", "/", "//", "a/b/c/d", "///", ":", "@R", "/@R", "x@EXAMPLE.TEST"}) {
        EXPECT_EQ(parse(bad).status, MUTAUTH_INVALID_NAME) << bad;
    }
    // Finding R10: GSS-API's form was shown as 'HTTP', and a URL's remedy named no host.
    EXPECT_EQ(parse("HTTP@web.example.test").status, MUTAUTH_INVALID_NAME);
    EXPECT_STREQ(mutauth_error_message(nullptr),
                 "SPN 'HTTP@web.example.test' has '@' where an SPN has '/'");
    EXPECT_STREQ(mutauth_error_remedy(nullptr), "write class/host, as in HTTP/web.example.test");
    EXPECT_EQ(parse("https://web.example.test:8443/path").status, MUTAUTH_INVALID_NAME);
    EXPECT_STREQ(mutauth_error_remedy(nullptr), "write class/host, as in HTTP/web.example.test");
    EXPECT_EQ(parse("c/" + std::string(1022, 'h')).status, MUTAUTH_OK);
    EXPECT_EQ(parse("c/" + std::string(1023, 'h')).status, MUTAUTH_NAME_TOO_LONG);
    auto* made = reinterpret_cast<mutauth_spn*>(1);
    EXPECT_EQ(mutauth_spn_parse(nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_spn_parse("a/b", nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpnParse, GivesBackWhatComposeMade) {
    for (const auto& [service_class, host, port, service] :
         {std::tuple("http", "web", 0, ""), std::tuple("http", "web.example.test", 80, ""),
          std::tuple("MyService", "host1", 0, "CN=a\\,b@c,DC=x"),
          std::tuple("gc", "dc", 3268, "example.test")}) {
        const Made made = compose(service_class, host, static_cast<uint16_t>(port),
                                  *service == '\0' ? nullptr : service);
        const Made read = parse(made.text());
        EXPECT_STREQ(mutauth_spn_service_class(read.spn.get()), service_class);
        EXPECT_STREQ(mutauth_spn_host(read.spn.get()), host);
        EXPECT_EQ(mutauth_spn_port(read.spn.get()), port);
        EXPECT_STREQ(mutauth_spn_service(read.spn.get()), service);
        EXPECT_EQ(mutauth_spn_equal_to_kdc(made.spn.get(), read.spn.get()), 1);
    }
}

TEST(CapiSpnEqual, ComparesAsAKdcDoes) {
    const auto equal = [](const char* a, const char* b) {
        return mutauth_spn_equal_to_kdc(realm::spn(a).get(), realm::spn(b).get());
    };
    EXPECT_EQ(equal("http/web", "http/web"), 1);
    // MIT's KDC compares octets; Windows' would fold the case.
    EXPECT_EQ(equal("http/web", "HTTP/web"), 0);
    EXPECT_EQ(equal("http/web", "http/Web"), 0);
    EXPECT_EQ(equal("http/web", "http/web."), 0);
    EXPECT_EQ(equal("http/web", "http/web:80"), 0);
    EXPECT_EQ(equal("http/web@R", "http/web"), 1);
    EXPECT_EQ(equal("http/web@R", "http/web@R"), 1);
    EXPECT_EQ(equal("http/web@R", "http/web@S"), 0);
    EXPECT_EQ(equal("a/b/c", "a/b"), 0);
    const realm::Spn spn = realm::spn("a/b");
    EXPECT_EQ(mutauth_spn_equal_to_kdc(spn.get(), nullptr), 0);
    EXPECT_EQ(mutauth_spn_equal_to_kdc(nullptr, nullptr), 0);
}

TEST(CapiSpnEqualToDirectory, FoldsAndLeavesTheRealmOut) {
    const auto equal = [](const char* a, const char* b) {
        return mutauth_spn_equal_to_directory(realm::spn(a).get(), realm::spn(b).get());
    };
    EXPECT_EQ(equal("http/host@A", "HTTP/H\xc5\x8dST@B"), 1);
    EXPECT_EQ(equal("http/host", "http/h0st"), 0);
    EXPECT_EQ(mutauth_spn_equal_to_directory(realm::spn("a/b").get(), nullptr), 0);
    EXPECT_EQ(mutauth_spn_equal_to_directory(nullptr, nullptr), 0);
}

// [MS-ADTS] 2.2.21 knows no realm: windows-semantics 1.1.
TEST(CapiSpnParseValue, TakesNoRealmOffTheName) {
    mutauth_spn* made = nullptr;
    ASSERT_EQ(mutauth_spn_parse_value("a@b/a@b/a@b", &made), MUTAUTH_OK);
    const realm::Spn owner(made, mutauth_spn_free);
    EXPECT_STREQ(mutauth_spn_text(made), "a@b/a@b/a@b");
    EXPECT_STREQ(mutauth_spn_realm(made), "");
    EXPECT_STREQ(mutauth_spn_principal(made), "a\\@b/a\\@b/a\\@b@");
    mutauth_spn* none = nullptr;
    EXPECT_EQ(mutauth_spn_parse_value("a", &none), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(mutauth_spn_parse_value("a/\xff", &none), MUTAUTH_NOT_UTF8);
    EXPECT_EQ(mutauth_spn_parse_value(std::string(1 << 16, '/').c_str(), &none),
              MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(mutauth_spn_parse_value(nullptr, &none), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_spn_parse_value("a/b", nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpnFromPrincipal, ReadsLibkrb5sQuoting) {
    mutauth_spn* made = nullptr;
    ASSERT_EQ(mutauth_spn_from_principal("svc/h/CN=a\\\\,b\\@c,DC=x@EXAMPLE.TEST", &made),
              MUTAUTH_OK);
    const realm::Spn owner(made, mutauth_spn_free);
    EXPECT_STREQ(mutauth_spn_text(made), "svc/h/CN=a\\,b@c,DC=x");
    EXPECT_STREQ(mutauth_spn_service(made), "CN=a\\,b@c,DC=x");
    EXPECT_STREQ(mutauth_spn_realm(made), "EXAMPLE.TEST");
    mutauth_spn* none = nullptr;
    for (const char* bad :
         {"a", "a@R", "a/b\\/c@R", "a/b\\", "a/b@R@S", "a/b\\0c@R", "a/b/c/d@R"}) {
        EXPECT_EQ(mutauth_spn_from_principal(bad, &none), MUTAUTH_INVALID_NAME) << bad;
        EXPECT_EQ(none, nullptr);
    }
    EXPECT_EQ(mutauth_spn_from_principal("a/\xff@R", &none), MUTAUTH_NOT_UTF8);
    EXPECT_EQ(mutauth_spn_from_principal(std::string(1 << 16, 'x').c_str(), &none),
              MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(mutauth_spn_from_principal(nullptr, &none), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_spn_from_principal("a/b", nullptr), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpnComposeForHost, HasTwoPartsAndAsksNoDns) {
    mutauth_spn* made = nullptr;
    ASSERT_EQ(mutauth_spn_compose_for_host("http", "Web.a.test", &made), MUTAUTH_OK);
    const realm::Spn owner(made, mutauth_spn_free);
    EXPECT_STREQ(mutauth_spn_text(made), "http/Web.a.test");
    mutauth_spn* none = nullptr;
    EXPECT_EQ(mutauth_spn_compose_for_host("http", "192.0.2.7", &none), MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(mutauth_spn_compose_for_host("http", "", &none), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(mutauth_spn_compose_for_host("http", nullptr, &none), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_spn_compose_for_host(nullptr, "a", &none), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiSpnExpandHost, PutsTheHostForThePattern) {
    mutauth_spn* made = nullptr;
    ASSERT_EQ(mutauth_spn_expand_host("HTTP/_HOST@EXAMPLE.TEST", "Web.a.test", &made), MUTAUTH_OK);
    const realm::Spn owner(made, mutauth_spn_free);
    EXPECT_STREQ(mutauth_spn_principal(made), "HTTP/web.a.test@EXAMPLE.TEST");
    mutauth_spn* own = nullptr;
    ASSERT_EQ(mutauth_spn_expand_host("http/_HOST", nullptr, &own), MUTAUTH_OK);
    const realm::Spn of_this_machine(own, mutauth_spn_free);
    EXPECT_EQ(mutauth_spn_text(own), compose("http", nullptr).text());
    mutauth_spn* none = nullptr;
    EXPECT_EQ(mutauth_spn_expand_host("http/_HOST", "a/b", &none), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(mutauth_spn_expand_host("http", "a", &none), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(mutauth_spn_expand_host(nullptr, "a", &none), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_spn_expand_host("http/_HOST", "a", nullptr), MUTAUTH_INVALID_ARGUMENT);
}

// The zone of an address is free text, which the name must not take as it is.
TEST(CapiSpnComposeForTarget, ChecksTheZoneOfAnAddress) {
    EXPECT_EQ(for_target("http", "fe80::1%e/vil", nullptr, 0, "gw").status, MUTAUTH_INVALID_NAME);
    EXPECT_EQ(for_target("http", "fe80::1%\xff", nullptr, 0, "gw").status, MUTAUTH_NOT_UTF8);
    EXPECT_EQ(for_target("http", "fe80::1%eth0", nullptr, 0, "gw").text(), "http/fe80::1%eth0/gw");
}

// krb5_parse_name(3) splits at '/' and '@' and takes a backslash as an escape.
TEST(CapiSpnPrincipal, IsQuotedForKerberos) {
    for (const auto& [text, principal] :
         {std::pair("http/web", "http/web@"), std::pair("http/web:80@R", "http/web:80@R"),
          std::pair("s/h/cn=r@d,dc=x", "s/h/cn=r\\@d,dc=x@"),
          std::pair("s/h/cn=a\\,b", "s/h/cn=a\\\\,b@"), std::pair("cifs/", "cifs/@")}) {
        EXPECT_STREQ(mutauth_spn_principal(realm::spn(text).get()), principal);
    }
}

TEST(CapiSpnPrincipal, IsFoundByTheKdcWithItsOddCharacters) {
    const std::string spn = "svc/h.example.test/CN=a@b\\,c,DC=x";
    support::kadmin("addprinc -randkey svc/h.example.test/CN=a\\@b\\\\,c,DC=x");
    const realm::Negotiation client = realm::initiate(realm::account("alice"), spn);
    EXPECT_EQ(realm::step(client, "").status, MUTAUTH_CONTINUE) << realm::why();
}

TEST(CapiSpn, GettersRefuseWrongHandles) {
    const realm::Policy policy = realm::policy();
    for (const auto* wrong : {static_cast<const mutauth_spn*>(nullptr),
                              reinterpret_cast<const mutauth_spn*>(policy.get())}) {
        EXPECT_EQ(mutauth_spn_text(wrong), nullptr);
        EXPECT_EQ(mutauth_spn_principal(wrong), nullptr);
        EXPECT_EQ(mutauth_spn_service_class(wrong), nullptr);
        EXPECT_EQ(mutauth_spn_host(wrong), nullptr);
        EXPECT_EQ(mutauth_spn_port(wrong), 0);
        EXPECT_EQ(mutauth_spn_instance(wrong), nullptr);
        EXPECT_EQ(mutauth_spn_service(wrong), nullptr);
        EXPECT_EQ(mutauth_spn_realm(wrong), nullptr);
    }
    mutauth_spn_free(nullptr);
}

TEST(CapiSpn, MayBeReadByManyThreads) {
    const realm::Spn spn = realm::spn("ldap/dc1:389/x@R");
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) {
                EXPECT_STREQ(mutauth_spn_text(spn.get()), "ldap/dc1:389/x");
                EXPECT_EQ(mutauth_spn_equal_to_kdc(spn.get(), spn.get()), 1);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

}  // namespace

#include "spn/kerberos_principal.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <algorithm>
#include <random>

#include "spn/parse.h"
#include "spn/service_principal_name.h"

namespace mutauth::spn {
namespace {

/// libkrb5 is the judge of what a principal's text means.
class KerberosPrincipal : public testing::Test {
  protected:
    static constexpr const char* kDefaultRealm = "DEFAULT.TEST";

    KerberosPrincipal() {
        EXPECT_EQ(::krb5_init_context(&context_), 0);
        EXPECT_EQ(::krb5_set_default_realm(context_, kDefaultRealm), 0);
    }
    ~KerberosPrincipal() override { ::krb5_free_context(context_); }

    struct Read {
        std::vector<std::string> components;
        std::string realm;
        std::string unparsed;
    };

    std::optional<Read> read(const std::string& text) const {
        krb5_principal principal = nullptr;
        if (::krb5_parse_name(context_, text.c_str(), &principal) != 0) {
            return std::nullopt;
        }
        Read out;
        for (int i = 0; i < principal->length; ++i) {
            out.components.emplace_back(principal->data[i].data, principal->data[i].length);
        }
        out.realm.assign(principal->realm.data, principal->realm.length);
        char* unparsed = nullptr;
        EXPECT_EQ(::krb5_unparse_name(context_, principal, &unparsed), 0);
        out.unparsed = unparsed;
        ::krb5_free_unparsed_name(context_, unparsed);
        ::krb5_free_principal(context_, principal);
        return out;
    }

    krb5_context context_ = nullptr;
};

TEST_F(KerberosPrincipal, SurvivesTheRoundTripThroughLibkrb5) {
    for (const char* text :
         {"http/www.example.test", "http/www:8080", "svc/h/CN=a\\,b,DC=x", "svc/h/cn=r@d,dc=x",
          "cifs/", "/host", "svc/h/a b", "svc/h/tab\there", "svc/h/line\nfeed", "svc/h/back\bspace",
          "svc/h/\\", "svc/h/\\\\", "a@b/c@d/e@f", "svc/h/n\\n", "svc/h/\xc3\xa9"}) {
        const std::string quoted = to_principal(text, "EXAMPLE.TEST");
        const auto theirs = read(quoted);
        ASSERT_TRUE(theirs) << quoted;
        PrincipalParts joined;
        joined.components = theirs->components;
        EXPECT_EQ(joined.name(), text);
        EXPECT_EQ(theirs->realm, "EXAMPLE.TEST");
        EXPECT_EQ(theirs->unparsed, quoted) << "quoted as libkrb5 itself would";
        const auto ours = split_principal(theirs->unparsed);
        EXPECT_EQ(ours.components, theirs->components);
        EXPECT_EQ(ours.realm, theirs->realm);
    }
}

TEST_F(KerberosPrincipal, SplitsAnyTextAsLibkrb5Does) {
    std::mt19937 random(20);
    const std::string alphabet = "ab/@\\nt0:";
    int agreed = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (auto size = random() % 12; size > 0; --size) {
            text += alphabet[random() % alphabet.size()];
        }
        const auto theirs = read(text + "@R");
        if (!theirs) {
            continue;
        }
        const auto ours = split_principal(text + "@R");
        ASSERT_EQ(ours.components, theirs->components) << text;
        // A quoted '@' leaves libkrb5 with its default realm, and us with none.
        ASSERT_EQ(ours.realm.empty() ? kDefaultRealm : ours.realm, theirs->realm) << text;
        ++agreed;
    }
    EXPECT_GT(agreed, 5000);
}

TEST_F(KerberosPrincipal, KeepsAnEmptyFirstComponent) {
    EXPECT_EQ(split_principal("/host@R").name(), "/host");
    EXPECT_EQ(split_principal("//x@R").name(), "//x");
    EXPECT_EQ(split_principal("x/@R").name(), "x/");
    EXPECT_EQ(split_principal("").name(), "");
}

TEST_F(KerberosPrincipal, HasAnEmptyRealmWhereTheNameHasNone) {
    // So that the credential's realm and referrals decide, not krb5.conf's default.
    const auto parsed = parse("http/www");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->principal(), "http/www@");
    const auto theirs = read(parsed->principal());
    ASSERT_TRUE(theirs);
    EXPECT_EQ(theirs->realm, "");
}

TEST_F(KerberosPrincipal, IsReadAsLibkrb5ReadsIt) {
    constexpr std::uint32_t kSeed = 21;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    const std::string alphabet = "ab/@\\nt0: =,";
    int read_both = 0;
    for (int round = 0; round < 40000; ++round) {
        std::string text = "c/";
        for (auto size = random() % 12; size > 0; --size) {
            text += alphabet[random() % alphabet.size()];
        }
        const auto theirs = read(text);
        const auto ours = from_principal(text);
        if (!theirs) {
            ASSERT_FALSE(ours) << text;
            continue;
        }
        const auto holds = [&](char c) {
            return std::any_of(theirs->components.begin(), theirs->components.end(),
                               [&](const auto& one) { return one.find(c) != std::string::npos; });
        };
        const bool says_no_spn = holds('/') || holds('\0') ||
                                 theirs->realm.find('\0') != std::string::npos ||
                                 theirs->components.size() < 2 || theirs->components.size() > 3;
        ASSERT_EQ(static_cast<bool>(ours), !says_no_spn) << text;
        if (!ours) {
            continue;
        }
        PrincipalParts joined;
        joined.components = theirs->components;
        ASSERT_EQ(ours->text(), joined.name()) << text;
        // Ours leaves open what libkrb5 fills with its default realm.
        ASSERT_EQ(
            ours->realm().empty() && theirs->realm == kDefaultRealm ? kDefaultRealm : ours->realm(),
            theirs->realm)
            << text;
        if (!ours->realm().empty()) {
            ASSERT_EQ(ours->principal(), theirs->unparsed) << text;
        }
        ++read_both;
    }
    EXPECT_GT(read_both, 3000);
}

TEST_F(KerberosPrincipal, RefusesWhatNoSpnCanSay) {
    for (const char* bad :
         {"c/a\\/b@R", "c/a\\0b@R", "c/a\\", "c/a@R/S", "c/a@R@S", "c@R", "a/b/c/d@R", "/@R", ""}) {
        EXPECT_EQ(from_principal(bad).error().status(), Status::invalid_name) << bad;
    }
    EXPECT_EQ(from_principal("c/\xff@R").error().status(), Status::not_utf8);
    EXPECT_EQ(from_principal("c/" + std::string(1023, 'x')).error().status(),
              Status::name_too_long);
    EXPECT_EQ(from_principal(std::string(1 << 16, 'x')).error().status(), Status::name_too_long);
    EXPECT_EQ(from_principal("c/a@" + std::string(1025, 'R')).error().status(),
              Status::name_too_long);
}

/// A name of up to three parts of odd characters, as a directory may hold it.
std::string random_name(std::mt19937& random) {
    static const std::vector<std::string> kSome{"a",    "B",  ".", "-",        " ",           ",",
                                                "=",    "\\", "@", "\n",       "\t",          "\b",
                                                "\x01", "0",  ":", "\xc3\xa9", "\xe3\x83\x84"};
    std::string out = "c/";
    for (auto size = 1 + random() % 12; size > 0; --size) {
        out += kSome[random() % kSome.size()];
    }
    if (random() % 2 == 0) {
        out += "/" + kSome[random() % kSome.size()] + kSome[random() % kSome.size()];
    }
    return out;
}

TEST_F(KerberosPrincipal, GoesThereAndBack) {
    constexpr std::uint32_t kSeed = 22;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    for (int round = 0; round < 20000; ++round) {
        const std::string text = random_name(random);
        const auto name = parse_value(text, random() % 2 == 0 ? "EX@MPLE.TEST" : "");
        ASSERT_TRUE(name) << text;
        const auto back = from_principal(name->principal());
        ASSERT_TRUE(back) << back.error().message();
        ASSERT_EQ(back->text(), text);
        ASSERT_TRUE(equal_to_kdc(*name, *back));
        const auto theirs = read(std::string(name->principal()));
        ASSERT_TRUE(theirs);
        PrincipalParts joined;
        joined.components = theirs->components;
        ASSERT_EQ(joined.name(), text);
    }
}

}  // namespace
}  // namespace mutauth::spn

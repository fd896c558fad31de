#include "spn/kerberos_principal.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <random>

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

}  // namespace
}  // namespace mutauth::spn

// Quoting, judged by libkrb5's own parser and writer.
#include "spn/kerberos_principal.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <memory>

#include "spn/service_principal_name.h"

namespace {

namespace spn = mutauth::spn;

class KerberosPrincipal : public ::testing::Test {
  protected:
    KerberosPrincipal() { EXPECT_EQ(krb5_init_context(&context_), 0); }
    ~KerberosPrincipal() override { krb5_free_context(context_); }

    /// The components as libkrb5 reads them, joined by '|', and the realm behind '@'.
    std::string as_libkrb5_reads(const std::string& text) {
        krb5_principal principal = nullptr;
        if (krb5_parse_name(context_, text.c_str(), &principal) != 0) {
            return "(refused)";
        }
        std::string out;
        for (int i = 0; i < krb5_princ_size(context_, principal); ++i) {
            const krb5_data* part = krb5_princ_component(context_, principal, i);
            out += (i == 0 ? "" : "|") + std::string(part->data, part->length);
        }
        const krb5_data* realm = krb5_princ_realm(context_, principal);
        out += "@" + std::string(realm->data, realm->length);
        krb5_free_principal(context_, principal);
        return out;
    }

    krb5_context context_ = nullptr;
};

TEST_F(KerberosPrincipal, SurvivesLibkrb5sParser) {
    // A DN's escape must not be eaten: the KDC would look for another name.
    EXPECT_EQ(as_libkrb5_reads(spn::to_principal("svc/h/cn=a\\,b,dc=x", "R.TEST")),
              "svc|h|cn=a\\,b,dc=x@R.TEST");
    EXPECT_EQ(as_libkrb5_reads(spn::to_principal("svc/h/cn=r@d,dc=x", "R.TEST")),
              "svc|h|cn=r@d,dc=x@R.TEST");
    EXPECT_EQ(as_libkrb5_reads(spn::to_principal("cifs/", "R.TEST")), "cifs|@R.TEST");
    EXPECT_EQ(as_libkrb5_reads(spn::to_principal("a b/c:1=2", "R.TEST")), "a b|c:1=2@R.TEST");
    EXPECT_EQ(as_libkrb5_reads(spn::to_principal("svc/\n\t\b", "R.TEST")), "svc|\n\t\b@R.TEST");
}

TEST_F(KerberosPrincipal, HasAnEmptyRealmWhereNoneIsGiven) {
    EXPECT_EQ(as_libkrb5_reads(spn::parse("http/www.example.test")->principal()),
              "http|www.example.test@");
}

TEST_F(KerberosPrincipal, IsSplitAsLibkrb5SplitsIt) {
    for (const char* text : {"http/www.example.test@R.TEST", "svc/h/cn=a\\\\,b@R.TEST",
                             "svc/h/cn=r\\@d@R.TEST", "web@R.TEST", "a\\/b/c@R.TEST"}) {
        const auto parts = spn::split_principal(text);
        std::string joined;
        for (const auto& component : parts.components) {
            joined += joined.empty() ? component : "|" + component;
        }
        EXPECT_EQ(joined + "@" + parts.realm, as_libkrb5_reads(text)) << text;
    }
}

}  // namespace

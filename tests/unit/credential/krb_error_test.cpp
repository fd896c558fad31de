#include "credential/krb_error.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include "support/der.h"

namespace mutauth::credential {
namespace {

namespace der = support::der;

/// As libkrb5 writes it.
std::string made_by_libkrb5(krb5_error_code code, const char* words) {
    krb5_context context = nullptr;
    EXPECT_EQ(::krb5_init_context(&context), 0);
    krb5_error error{};
    error.error = static_cast<krb5_ui_4>(code);
    error.stime = 500159187;
    EXPECT_EQ(::krb5_parse_name(context, "host/h.example.test@EXAMPLE.TEST", &error.server), 0);
    std::string text = words;
    error.text.data = text.data();
    error.text.length = static_cast<unsigned>(text.size());
    krb5_data encoded{};
    EXPECT_EQ(::krb5_mk_error(context, &error, &encoded), 0);
    std::string out(encoded.data, encoded.length);
    ::krb5_free_data_contents(context, &encoded);
    ::krb5_free_principal(context, error.server);
    ::krb5_free_context(context);
    return out;
}

TEST(KrbError, ReadsWhatLibkrb5Writes) {
    const auto read = read_krb_error(bytes_of(made_by_libkrb5(37, "clock skew")));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->code, 37);
    EXPECT_EQ(read->server_time, 500159187);
    EXPECT_EQ(read->server, "host/h.example.test");
    EXPECT_EQ(read->realm, "EXAMPLE.TEST");
    EXPECT_EQ(read->text, "clock skew");
}

TEST(KrbError, ReadsNoCutOrLengthenedOne) {
    const std::string whole = made_by_libkrb5(60, "generic");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(read_krb_error(bytes_of(whole.substr(0, size)))) << size;
    }
    EXPECT_FALSE(read_krb_error(bytes_of(whole + '\0')));
}

TEST(PrincipalName, TellsASlashInAComponentFromTwoComponents) {
    const auto two = read_principal_name(bytes_of(der::principal_name({"host", "h"})));
    const auto one = read_principal_name(bytes_of(der::principal_name({"host/h"})));
    EXPECT_EQ(two, "host/h");
    EXPECT_EQ(one, "host\\/h");
    EXPECT_EQ(read_principal_name(bytes_of(der::principal_name({"", "h"}))), "/h");
    EXPECT_FALSE(read_principal_name(bytes_of("")));
}

}  // namespace
}  // namespace mutauth::credential

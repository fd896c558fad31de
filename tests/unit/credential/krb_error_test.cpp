#include "credential/krb_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <krb5.h>

#include "support/der.h"

namespace mutauth::credential {
namespace {

namespace made = support::der;

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

// RFC 4120 5.9.1; each field in its place, and nothing else.
TEST(KrbError, ReadsNoneThatBreaksARule) {
    const std::string whole = made_by_libkrb5(37, "words");
    const auto refused = [&](const std::vector<uint8_t>& path, const made::Change& change) {
        der::Fault fault;
        const bool read =
            read_krb_error(bytes_of(made::changed(whole, path, change)), &fault).has_value();
        EXPECT_EQ(read, !fault);
        return read ? std::string() : fault.text();
    };
    const auto in = [](unsigned number) {
        return std::vector<uint8_t>{made::kKrbError, made::kSequence, made::context(number)};
    };
    const auto put = [](const std::string& content) {
        return [content](const std::string&) {
            return content;
        };
    };
    EXPECT_EQ(refused(in(6), put(made::integer(37))), "");
    EXPECT_THAT(refused(in(0), put(made::integer(4))), testing::StartsWith("KRB-ERROR pvno:"));
    EXPECT_THAT(refused(in(1), put(made::integer(31))), testing::StartsWith("KRB-ERROR msg-type:"));
    EXPECT_THAT(refused(in(5), put(made::integer(1000000))),
                testing::StartsWith("KRB-ERROR susec:"));
    EXPECT_THAT(refused(in(6), put(std::string("\2\2\0\7", 4))),
                testing::StartsWith("KRB-ERROR error-code: an integer not in the shortest form"));
    EXPECT_THAT(refused(in(4), put(made::element(0x18, "20300230000000Z"))),
                testing::StartsWith("KRB-ERROR stime:"));
    const auto append = [](const std::string& content) {
        return content + made::element(made::context(13), made::integer(1));
    };
    EXPECT_THAT(refused({made::kKrbError, made::kSequence}, append),
                testing::StartsWith("KRB-ERROR: something follows"));
}

}  // namespace
}  // namespace mutauth::credential

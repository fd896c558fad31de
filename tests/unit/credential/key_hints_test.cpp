#include "credential/key_hints.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include "support/der.h"

namespace mutauth::credential {
namespace {

namespace made = support::der;
using made::context;
using made::element;
using made::integer;
using made::kSequence;

std::string octets(const std::string& content) {
    return element(0x04, content);
}

/// ETYPE-INFO2-ENTRY (RFC 4120 5.2.7.5)
std::string hint(int enctype, const std::string& salt, const std::string& parameters = "") {
    return element(kSequence,
                   element(context(0), integer(enctype)) +
                       (salt == "-" ? "" : element(context(1), element(0x1b, salt))) +
                       (parameters.empty() ? "" : element(context(2), octets(parameters))));
}

std::string pa_data(int type, const std::string& value) {
    return element(kSequence,
                   element(context(1), integer(type)) + element(context(2), octets(value)));
}

std::string method_data(const std::string& hints) {
    return element(kSequence, pa_data(2, "") + pa_data(19, element(kSequence, hints)));
}

/// With libkrb5's own KRB-ERROR around it.
std::string preauth_required(const std::string& data) {
    krb5_context k = nullptr;
    EXPECT_EQ(::krb5_init_context(&k), 0);
    krb5_error error{};
    error.error = 25;
    EXPECT_EQ(::krb5_parse_name(k, "krbtgt/E@E", &error.server), 0);
    std::string held = data;
    error.e_data.data = held.data();
    error.e_data.length = static_cast<unsigned>(held.size());
    krb5_data encoded{};
    EXPECT_EQ(::krb5_mk_error(k, &error, &encoded), 0);
    std::string out(encoded.data, encoded.length);
    ::krb5_free_data_contents(k, &encoded);
    ::krb5_free_principal(k, error.server);
    ::krb5_free_context(k);
    return out;
}

TEST(KeyHints, ReadsTheSaltsOfARefusal) {
    KeyHints hints;
    read_key_hints(bytes_of(preauth_required(method_data(
                       hint(18, "AD.TESThostweb.ad.test", std::string("\0\0\x10\0", 4)) +
                       hint(17, "") + hint(23, "-")))),
                   hints);
    ASSERT_EQ(hints.salts.size(), 3U);
    ASSERT_NE(hints.find(18), nullptr);
    EXPECT_EQ(hints.find(18)->salt, "AD.TESThostweb.ad.test");
    EXPECT_EQ(hints.find(18)->parameters.size(), 4U);
    EXPECT_EQ(hints.find(17)->salt, "");
    EXPECT_EQ(hints.find(23)->salt, std::nullopt);
    EXPECT_EQ(hints.find(20), nullptr);
    EXPECT_EQ(hints.kvno, 0U);
}

TEST(KeyHints, ReadsTheVersionOfAReply) {
    const std::string sealed =
        element(kSequence, element(context(0), integer(18)) + element(context(1), integer(77)) +
                               element(context(2), octets("x")));
    const std::string reply =
        element(0x6b, element(kSequence, element(context(0), integer(5)) +
                                             element(context(1), integer(11)) +
                                             element(context(2), method_data(hint(20, "s"))) +
                                             element(context(3), element(0x1b, "EXAMPLE.TEST")) +
                                             element(context(4), made::principal_name({"web"})) +
                                             element(context(5), element(0x61, "ticket")) +
                                             element(context(6), sealed)));
    KeyHints hints;
    read_key_hints(bytes_of(reply), hints);
    EXPECT_EQ(hints.kvno, 77U);
    ASSERT_EQ(hints.salts.size(), 1U);
    EXPECT_EQ(hints.salts.front().enctype, 20);
}

TEST(KeyHints, KeepsTheLongestList) {
    KeyHints hints;
    read_key_hints(bytes_of(preauth_required(method_data(hint(18, "a") + hint(17, "a")))), hints);
    read_key_hints(bytes_of(preauth_required(method_data(hint(18, "b")))), hints);
    EXPECT_EQ(hints.salts.size(), 2U);
}

TEST(KeyHints, TakesNothingFromWhatDoesNotParse) {
    const std::string whole = preauth_required(method_data(hint(18, "salt") + hint(17, "salt")));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        KeyHints hints;
        read_key_hints(bytes_of(whole.substr(0, size)), hints);
        EXPECT_TRUE(hints.salts.empty()) << size;
    }
}

}  // namespace
}  // namespace mutauth::credential

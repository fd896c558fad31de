#include "credential/principal_name.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <optional>

#include "support/der.h"

namespace mutauth::credential {
namespace {

namespace made = support::der;

/// In field 3, as a message has it.
std::string field(const std::string& name) {
    return made::element(made::context(3), name);
}

struct Read {
    explicit Read(const std::string& name) : bytes(field(name)) {
        der::Reader reader(bytes_of(bytes), fault);
        value = read_name(reader, 3, "name");
    }
    std::string bytes;
    der::Fault fault;
    PrincipalName value;
};

std::string strings(const std::string& list) {
    return made::element(made::kSequence,
                         made::element(made::context(0), made::integer(1)) +
                             made::element(made::context(1), made::element(made::kSequence, list)));
}

TEST(PrincipalName, TellsASlashInAComponentFromTwoComponents) {
    EXPECT_EQ(Read(made::principal_name({"host", "h"})).value.text(), "host/h");
    EXPECT_EQ(Read(made::principal_name({"host/h"})).value.text(), "host\\/h");
    EXPECT_EQ(Read(made::principal_name({"", "h"})).value.text(), "/h");
}

TEST(PrincipalName, HasOneToSixteenStringsWithoutNul) {
    std::string list;
    for (int count = 1; count <= 17; ++count) {
        list += made::element(0x1b, "c");
        EXPECT_EQ(static_cast<bool>(Read(strings(list)).fault), count == 17) << count;
    }
    EXPECT_EQ(Read(strings("")).fault.rule, der::Rule::count);
    EXPECT_EQ(Read(strings(made::element(0x1b, std::string("a\0b", 3)))).fault.rule,
              der::Rule::text);
    EXPECT_EQ(Read(strings(made::element(0x0c, "utf8"))).fault.rule, der::Rule::tag);
    EXPECT_TRUE(Read("").fault);
}

// krb5_unparse_name(3) is the other implementation.
TEST(PrincipalName, IsWrittenAsLibkrb5WritesIt) {
    krb5_context library = nullptr;
    ASSERT_EQ(::krb5_init_context(&library), 0);
    for (const std::vector<std::string>& components : {std::vector<std::string>{"alice"},
                                                       {"host", "www.example.test"},
                                                       {"a/b", "c@d", "e\\f"},
                                                       {"tab\t", "line\n", "back\b"},
                                                       {"", ""}}) {
        for (const std::string realm : {"EXAMPLE.TEST", "A/B@C\\D"}) {
            std::vector<krb5_data> parts;
            for (const auto& one : components) {
                parts.push_back(
                    {0, static_cast<unsigned>(one.size()), const_cast<char*>(one.data())});
            }
            krb5_principal_data name{};
            name.realm = {0, static_cast<unsigned>(realm.size()), const_cast<char*>(realm.data())};
            name.data = parts.data();
            name.length = static_cast<krb5_int32>(parts.size());
            char* text = nullptr;
            ASSERT_EQ(::krb5_unparse_name(library, &name, &text), 0);
            EXPECT_EQ(Read(made::principal_name(components)).value.text(bytes_of(realm)), text);
            ::krb5_free_unparsed_name(library, text);
        }
    }
    ::krb5_free_context(library);
}

}  // namespace
}  // namespace mutauth::credential

#include "spn/lint.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/text.h"
#include "spn/parse.h"

namespace mutauth::spn {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using Code = FindingCode;
using Level = FindingLevel;

ServicePrincipalName name(const std::string& text) {
    auto parsed = parse(text);
    EXPECT_TRUE(parsed) << text;
    return std::move(*parsed);
}

std::vector<Code> codes(const std::vector<Finding>& findings) {
    std::vector<Code> out;
    for (const auto& one : findings) {
        EXPECT_FALSE(one.text.empty());
        EXPECT_FALSE(one.remedy.empty());
        EXPECT_TRUE(is_utf8(one.text));
        out.push_back(one.code);
    }
    return out;
}

Level level_of(const std::vector<Finding>& findings, Code code) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const auto& one) { return one.code == code; });
    EXPECT_NE(found, findings.end());
    return found == findings.end() ? Level::note : found->level;
}

TEST(Lint, HasNothingToSayOfAPlainName) {
    for (const char* plain :
         {"HTTP/web.example.test", "host/web.example.test", "ldap/dc1.example.test",
          "MyService/web.example.test", "9c4c5f8a-0d2f-4b6f-9d4e-0a6a6d3f6c11/h.example.test"}) {
        EXPECT_THAT(lint(name(plain)), IsEmpty()) << plain;
    }
}

// Each hazard that the specification names, alone.
TEST(Lint, FindsEachHazard) {
    const std::vector<std::pair<std::string, std::vector<Code>>> cases{
        {"http/web.example.test", {Code::class_spelling}},
        {"HTTP/Web.example.test", {Code::host_case}},
        {"HTTP/web.example.test.", {Code::trailing_dot}},
        {"HTTP/192.0.2.7", {Code::address}},
        {"HTTP/127.1", {Code::address}},
        {"HTTP/192.0.2.1.", {Code::address}},
        {"HTTP/web", {Code::short_host}},
        {"HTTP/web.example.test:8080", {Code::port}},
        {"MSSQLSvc/db.example.test:payroll", {Code::instance}},
        {"HTTP/web.example.test@EXAMPLE.TEST", {Code::realm}},
        {"HTTP/_HOST", {Code::host_pattern}},
        {"x/h.test/CN=a,DC=x", {Code::distinguished_name}},
        {"x/h.test/h.test", {Code::host_twice}},
        {"/web.example.test", {Code::empty_part}},
        {"cifs/", {Code::empty_part}},
        {"x/we b.test", {Code::blank, Code::host_characters}},
        {"x/we\tb.test", {Code::control_character, Code::host_characters}},
        {"x/w\xc3\xa9\x62.test", {Code::not_ascii}},
        {"x/\xef\xbd\x97\x65\x62.test", {Code::width, Code::not_ascii}},
        {"x/a@b.test/c", {Code::at_sign, Code::host_characters}},
        {"{x}/h.test", {Code::braces}},
        {"x/" + std::string(64, 'a') + ".test", {Code::long_host}},
        {"x/abcdefghijklmnop", {Code::short_host, Code::long_host}},
        {"ldap/dc.a.test/a.test", {Code::controller_name}},
        {"krbtgt/A.TEST", {Code::controller_name}},
    };
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(codes(lint(name(text))), expected) << text;
    }
}

// RFC 1035 2.3.4 counts 255 bytes with the lengths of all labels: 253 characters as text.
TEST(Lint, TakesAHostUpToTheLongestThatDnsAllows) {
    const std::string most = std::string(63, 'a') + '.' + std::string(63, 'b') + '.' +
                             std::string(63, 'c') + '.' + std::string(60, 'd');
    ASSERT_EQ(most.size(), 252U);
    EXPECT_THAT(codes(lint(name("x/" + most + "d"))), Not(Contains(Code::long_host)));
    EXPECT_THAT(codes(lint(name("x/" + most + "dd"))), Contains(Code::long_host));
}

TEST(Lint, SaysOfAnIpv6AddressThatItIsOne) {
    for (const char* address : {"x/2001:db8::7", "x/::1", "x/[::1]:80"}) {
        EXPECT_THAT(codes(lint(name(address))), Contains(Code::address)) << address;
    }
}

TEST(Lint, IsGraverWhereNothingWorks) {
    EXPECT_EQ(level_of(lint(name("HTTP/192.0.2.7")), Code::address), Level::breaks);
    EXPECT_EQ(level_of(lint(name("HTTP/a.test.")), Code::trailing_dot), Level::breaks);
    EXPECT_EQ(level_of(lint(name("HTTP/A.test")), Code::host_case), Level::warning);
    EXPECT_EQ(level_of(lint(name("HTTP/a.test:80")), Code::port), Level::note);
    EXPECT_EQ(level_of(lint(name("x/h.test/CN=a,DC=x")), Code::distinguished_name), Level::note);
    EXPECT_EQ(level_of(lint(name("x/h.test/CN=a\\,b,DC=x")), Code::distinguished_name),
              Level::warning);
}

TEST(Lint, FindsNamesThatAreTooLongForDatabases) {
    EXPECT_THAT(codes(lint(name("x/h.test/" + std::string(300, 'g')))), Contains(Code::length));
}

std::vector<Code> pair(const std::string& a, const std::string& b) {
    const auto found = codes(lint_pair(name(a), name(b)));
    EXPECT_EQ(found, codes(lint_pair(name(b), name(a)))) << "the order of the two";
    return found;
}

TEST(LintPair, HasNothingToSayOfOneName) {
    EXPECT_THAT(pair("http/a", "http/a"), IsEmpty());
    EXPECT_THAT(pair("http/a@R", "http/a"), IsEmpty());
}

TEST(LintPair, HasNothingToSayOfStrangers) {
    EXPECT_THAT(pair("http/a", "ldap/b"), IsEmpty());
    EXPECT_THAT(pair("http/a.test", "http/b.test"), IsEmpty());
    EXPECT_THAT(pair("http/a.test", "ldap/a.test"), IsEmpty());
}

TEST(LintPair, NamesWhatDirectoriesFoldAndKdcsDoNot) {
    EXPECT_THAT(pair("http/a", "HTTP/A"),
                ElementsAre(Code::same_to_directories, Code::same_to_directories));
    const auto found = lint_pair(name("x/h\xc3\xb8st"), name("x/host"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_STREQ(found[0].part, "host");
    EXPECT_THAT(found[0].text, testing::HasSubstr("accents"));
}

TEST(LintPair, NamesWhatIsNearlyOne) {
    EXPECT_THAT(pair("x/a.test.", "x/a.test"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("x/a", "x/a.test"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("x/a:80", "x/a"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("x/a:i", "x/a"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("x/a/CN=a b", "x/a/CN=a  b"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("cifs/a", "host/a"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("cifs/a", "http/a"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("x/a:080", "x/a:80"), ElementsAre(Code::nearly_same));
    EXPECT_THAT(pair("x/a@R", "x/a@S"), ElementsAre(Code::realms_differ));
}

}  // namespace
}  // namespace mutauth::spn

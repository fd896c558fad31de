// Answers as libkrb5's krb5_chpw_message and RFC 3244 have them.
#include "credential/password_answer.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include "core/der.h"

namespace mutauth::credential {
namespace {

/// properties: 1 stands for DOMAIN_PASSWORD_COMPLEX ([MS-SAMR]
/// 2.2.3.5 DOMAIN_PASSWORD_INFORMATION).
std::string policy(std::uint32_t shortest,
                   std::uint32_t history,
                   std::uint64_t shortest_age,
                   std::uint32_t properties = 1) {
    std::string out(2, '\0');
    const auto number = [&](std::uint64_t value, int octets) {
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            out += static_cast<char>(value >> shift & 0xff);
        }
    };
    number(shortest, 4);
    number(history, 4);
    number(properties, 4);
    number(0, 8);
    number(shortest_age, 8);
    return out;
}

std::string result(int code, const std::string& text) {
    return std::string(1, '\0') + static_cast<char>(code) + text;
}

/// What MIT's own client would tell a user.
std::string words_of_libkrb5(const std::string& text) {
    krb5_context context = nullptr;
    EXPECT_EQ(::krb5_init_context(&context), 0);
    krb5_data data{};
    data.data = const_cast<char*>(text.data());
    data.length = static_cast<unsigned>(text.size());
    char* words = nullptr;
    EXPECT_EQ(::krb5_chpw_message(context, &data, &words), 0);
    std::string out = words;
    ::krb5_free_string(context, words);
    ::krb5_free_context(context);
    return out;
}

TEST(PasswordAnswer, ReadsActiveDirectorysPolicyAsLibkrb5Does) {
    constexpr std::uint64_t kDay = 864000000000;
    const auto read = read_password_result(bytes_of(result(4, policy(7, 24, kDay))));
    ASSERT_TRUE(read && read->policy);
    EXPECT_EQ(read->policy->shortest, 7U);
    EXPECT_EQ(read->policy->history, 24U);
    EXPECT_EQ(read->policy->properties, 1U);
    EXPECT_EQ(read->policy->shortest_age, kDay);
    const std::string theirs = words_of_libkrb5(policy(7, 24, kDay));
    EXPECT_NE(theirs.find("at least 7 characters"), std::string::npos) << theirs;
    EXPECT_NE(theirs.find("previous 24 passwords"), std::string::npos) << theirs;
    const auto refused = password_outcome(*read);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::password_refused);
    const std::string ours = refused.error().message();
    EXPECT_NE(ours.find("at least 7 characters"), std::string::npos) << ours;
    EXPECT_NE(ours.find("last 24 passwords"), std::string::npos) << ours;
    EXPECT_NE(ours.find("1.0 days"), std::string::npos) << ours;
    EXPECT_NE(ours.find("of several kinds"), std::string::npos) << ours;
    EXPECT_NE(theirs.find("numbers or symbols"), std::string::npos) << theirs;
}

TEST(PasswordAnswer, TellsOnlyWhatThePolicyAsksFor) {
    const std::string mild = policy(7, 0, 0, 0);
    const auto refused = password_outcome(*read_password_result(bytes_of(result(4, mild))));
    ASSERT_FALSE(refused);
    const std::string ours = refused.error().message();
    EXPECT_NE(ours.find("at least 7 characters"), std::string::npos) << ours;
    for (const char* words : {"of several kinds", "none of the last", "days after"}) {
        EXPECT_EQ(ours.find(words), std::string::npos) << ours;
    }
    EXPECT_EQ(words_of_libkrb5(mild).find("numbers or symbols"), std::string::npos);
}

TEST(PasswordAnswer, TellsTheServersText) {
    const auto read = read_password_result(bytes_of(result(4, "Passwort zu kurz: \xc3\xa4")));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->text, "Passwort zu kurz: \xc3\xa4");
    EXPECT_FALSE(read->policy);
    const auto hostile = read_password_result(bytes_of(result(4, "a\x1b[2J\xff")));
    ASSERT_TRUE(hostile);
    EXPECT_EQ(hostile->text, "a\\x1b[2J\\xff");
}

// RFC 3244 section 2.
TEST(PasswordAnswer, GivesEachCodeItsReason) {
    const std::pair<int, Status> wanted[] = {
        {0, Status::ok},
        {1, Status::password_change_failed},
        {2, Status::password_change_failed},
        {3, Status::password_change_denied},
        {4, Status::password_refused},
        {5, Status::password_change_denied},
        {6, Status::password_change_failed},
        {7, Status::password_change_denied},
        {255, Status::password_change_failed},
    };
    for (const auto& [code, status] : wanted) {
        const auto read = read_password_result(bytes_of(result(code, "")));
        ASSERT_TRUE(read);
        EXPECT_EQ(password_outcome(*read).error().status(), status) << code;
    }
    EXPECT_FALSE(read_password_result({}));
    EXPECT_FALSE(read_password_result(bytes_of("x")));
}

TEST(PasswordAnswer, SplitsOnlyWhatFits) {
    using namespace std::string_view_literals;
    const auto split = [](std::string_view text) {
        return split_password_reply(bytes_of(text));
    };
    const auto reply = split(
        "\0\x0b\0\x01\0\x02"
        "abcde"sv);
    ASSERT_TRUE(reply);
    EXPECT_EQ(text_of(reply->ap_rep), "ab");
    EXPECT_EQ(text_of(reply->rest), "cde");
    const auto alone = split(
        "\0\x08\0\x01\0\x02"
        "ab"sv);
    ASSERT_TRUE(alone) << "an AP-REP to the end of the message";
    EXPECT_EQ(text_of(alone->ap_rep), "ab");
    EXPECT_TRUE(alone->rest.empty());
    EXPECT_FALSE(
        split("\0\x08\0\x01\0\x03"
              "ab"sv));
    const auto error = split(
        "\0\x08\0\x01\0\0"
        "\x7e\0"sv);
    ASSERT_TRUE(error);
    EXPECT_TRUE(error->ap_rep.empty());
    EXPECT_EQ(error->rest.size(), 2U);
    EXPECT_EQ(split("\x7e\0"sv)->rest.size(), 2U) << "without the head";
    for (const auto bad : {""sv, "\0"sv, "\0\x05\0\x01\0"sv, "\0\x07\0\x01\0\0"sv,
                           "\0\x06\0\x01\0\x01"sv, "\0\x06\0\x01\xff\xff"sv}) {
        EXPECT_FALSE(split(bad)) << bad.size();
    }
}

}  // namespace
}  // namespace mutauth::credential

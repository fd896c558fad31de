#include "core/der.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/der_writer.h"

namespace mutauth::der {
namespace {

using std::string_view_literals::operator""sv;

/// What reading one element with tag 4 breaks.
Rule rule_of(std::string_view bytes) {
    Fault fault;
    only(bytes_of(bytes), kOctetString, "thing", fault);
    return fault.rule;
}

std::string element_of(std::size_t size, std::string_view length) {
    return "\x04" + std::string(length) + std::string(size, 'x');
}

// X.690 10.1: the definite form, in as few bytes as possible.
TEST(Der, TakesTheShortestLengthAlone) {
    EXPECT_EQ(rule_of(element_of(0, "\0"sv)), Rule::none);
    EXPECT_EQ(rule_of(element_of(127, "\x7f"sv)), Rule::none);
    EXPECT_EQ(rule_of(element_of(128, "\x81\x80"sv)), Rule::none);
    EXPECT_EQ(rule_of(element_of(255, "\x81\xff"sv)), Rule::none);
    EXPECT_EQ(rule_of(element_of(256, "\x82\1\0"sv)), Rule::none);
    EXPECT_EQ(rule_of(element_of(65535, "\x82\xff\xff"sv)), Rule::none);
    EXPECT_EQ(rule_of(element_of(65536, "\x83\1\0\0"sv)), Rule::none);

    EXPECT_EQ(rule_of(element_of(0, "\x80\0\0"sv)), Rule::length) << "indefinite";
    EXPECT_EQ(rule_of(element_of(127, "\x81\x7f"sv)), Rule::length);
    EXPECT_EQ(rule_of(element_of(128, "\x82\0\x80"sv)), Rule::length);
    EXPECT_EQ(rule_of(element_of(256, "\x83\0\1\0"sv)), Rule::length);
    EXPECT_EQ(rule_of(element_of(1, "\x84\0\0\0\1"sv)), Rule::length) << "longer than any message";
}

TEST(Der, WantsAllOfAnElementAndNothingAfterIt) {
    EXPECT_EQ(rule_of(""), Rule::cut);
    EXPECT_EQ(rule_of("\x04"), Rule::cut);
    EXPECT_EQ(rule_of("\x04\x02x"), Rule::cut);
    EXPECT_EQ(rule_of("\x04\x82\1"), Rule::cut);
    EXPECT_EQ(rule_of("\x04\x83\xff\xff\xff"), Rule::cut);
    EXPECT_EQ(rule_of("\x05\x01x"), Rule::tag);
    EXPECT_EQ(rule_of("\x04\x01xy"), Rule::trailing);
}

TEST(Der, WritesWhatItReads) {
    for (const std::size_t size : {0, 1, 127, 128, 255, 256, 65535, 65536}) {
        const std::string content(size, 'x');
        const Bytes made = element(kOctetString, bytes_of(content));
        Fault fault;
        EXPECT_EQ(text_of(only(made, kOctetString, "thing", fault)), content);
        EXPECT_FALSE(fault) << size;
    }
}

TEST(Der, ReadsFieldsInOrder) {
    const std::string text("\xa0\3\2\1\7\xa2\3\2\1\x09", 10);
    Fault fault;
    Reader reader(bytes_of(text), fault);
    EXPECT_TRUE(reader.has(0));
    EXPECT_FALSE(reader.has(2));
    EXPECT_EQ(reader.integer(0, "zero"), 7);
    EXPECT_FALSE(reader.has(1));
    EXPECT_EQ(reader.integer(2, "two"), 9);
    EXPECT_TRUE(reader.at_end());
    reader.end("all");
    EXPECT_FALSE(fault);
}

// Nothing twice, out of order, unknown or after the last one.
TEST(Der, RefusesAnyOtherField) {
    for (const auto text :
         {"\xa1\3\2\1\7\xa0\3\2\1\x09"sv, "\xa0\3\2\1\7\xa0\3\2\1\x09"sv,
          "\xa0\3\2\1\7\xa2\3\2\1\x09"sv, "\xa0\3\2\1\7"sv, "\xa0\3\2\1\7\xa1\3\2\1\x09\5\0"sv,
          "\xa0\6\2\1\7\2\1\7\xa1\3\2\1\x09"sv, "\xa0\3\4\1\7\xa1\3\2\1\x09"sv}) {
        Fault fault;
        Reader reader(bytes_of(text), fault);
        reader.integer(0, "zero");
        reader.integer(1, "one");
        reader.end("all");
        EXPECT_TRUE(fault) << testing::PrintToString(text);
    }
}

TEST(Der, KeepsTheFirstFaultAndReadsNothingMore) {
    const std::string text("\xa0\3\4\1\7\xa1\3\2\1\x09", 10);
    Fault fault;
    Reader reader(bytes_of(text), fault);
    EXPECT_EQ(reader.integer(0, "zero"), 0);
    EXPECT_TRUE(reader.at_end());
    EXPECT_FALSE(reader.has(1));
    EXPECT_EQ(reader.integer(1, "one"), 0);
    reader.end("all");
    EXPECT_STREQ(fault.field, "zero");
    EXPECT_EQ(fault.rule, Rule::tag);
    EXPECT_EQ(fault.text(), "zero: another type, or another field in its place");
}

Rule integer_rule(std::string_view content, std::int64_t lowest, std::int64_t highest) {
    Fault fault;
    integer(bytes_of(content), "number", lowest, highest, fault);
    return fault.rule;
}

std::int64_t number(std::string_view content) {
    Fault fault;
    return integer(bytes_of(content), "number", kLowest32, kHighestUnsigned32, fault);
}

// X.690 8.3: two's complement, the highest byte first, the first nine bits not alike.
TEST(Der, TakesTheShortestInteger) {
    EXPECT_EQ(number("\0"sv), 0);
    EXPECT_EQ(number("\x7f"sv), 127);
    EXPECT_EQ(number("\x80"sv), -128);
    EXPECT_EQ(number("\0\x80"sv), 128);
    EXPECT_EQ(number("\xff\x7f"sv), -129);
    EXPECT_EQ(number("\x80\0\0\0"sv), kLowest32);
    EXPECT_EQ(number("\0\xff\xff\xff\xff"sv), kHighestUnsigned32);
    for (const auto bad : {""sv, "\0\0"sv, "\0\x7f"sv, "\xff\xff"sv, "\xff\x80"sv, "\0\0\0\0\0\1"sv,
                           "\1\0\0\0\0\0\0\0\0"sv}) {
        EXPECT_EQ(integer_rule(bad, kLowest32, kHighestUnsigned32), Rule::integer) << bad.size();
    }
}

TEST(Der, TakesIntegersInRangeAlone) {
    EXPECT_EQ(integer_rule("\5"sv, 5, 5), Rule::none);
    EXPECT_EQ(integer_rule("\4"sv, 5, 5), Rule::range);
    EXPECT_EQ(integer_rule("\6"sv, 5, 5), Rule::range);
    EXPECT_EQ(integer_rule("\0\x80\0\0\0"sv, kLowest32, kHighest32), Rule::range);
    EXPECT_EQ(integer_rule("\xff\x7f\xff\xff\xff"sv, kLowest32, kHighestUnsigned32), Rule::range);
}

std::optional<std::int64_t> seconds(std::string_view text) {
    Fault fault;
    const std::int64_t read = time(bytes_of(text), "time", fault);
    return fault ? std::nullopt : std::optional(read);
}

// RFC 4120 5.2.3: YYYYMMDDHHMMSSZ and nothing else. The values are date(1)'s.
TEST(Der, TakesTimesThatExist) {
    EXPECT_EQ(seconds("19851106210627Z"), 500159187);
    EXPECT_EQ(seconds("19700101000000Z"), 0);
    EXPECT_EQ(seconds("20380119031408Z"), 2147483648);
    EXPECT_EQ(seconds("20240229120000Z"), 1709208000);
    EXPECT_EQ(seconds("21060207062815Z"), kHighestUnsigned32);
    for (const char* bad :
         {"", "19851106210627", "19851106210627.5Z", "19851106210627+", "1985110621062xZ",
          "19851106210627z", "20230229120000Z", "20230431120000Z", "20231301120000Z",
          "20230001120000Z", "20230100120000Z", "20230101240000Z", "20230101006000Z",
          "20230101000060Z", "19691231235959Z", "21060207062816Z", "00000101000000Z"}) {
        EXPECT_FALSE(seconds(bad)) << bad;
    }
}

std::optional<std::uint32_t> bits(std::string_view content) {
    Fault fault;
    const std::uint32_t read = flags(bytes_of(content), "flags", fault);
    return fault ? std::nullopt : std::optional(read);
}

// RFC 4120 5.2.8; X.690 11.2.1: unused bits are zero.
TEST(Der, TakesFlags) {
    EXPECT_EQ(bits("\0\x40\1\0\x80"sv), 0x40010080U);
    EXPECT_EQ(bits("\0\x40"sv), 0x40000000U) << "shorter ones, as old Heimdal's";
    EXPECT_EQ(bits("\5\x40"sv), 0x40000000U);
    EXPECT_EQ(bits("\0"sv), 0U);
    EXPECT_EQ(bits("\0\0\0\0\1\xff\xff\xff\xff"sv), 1U) << "bits that nobody knows are passed over";
    for (const auto bad : {""sv, "\x08\x40"sv, "\7\x40"sv, "\1"sv, "\0\0\0\0\0\0\0\0\0\0"sv}) {
        EXPECT_FALSE(bits(bad)) << bad.size();
    }
}

TEST(Der, TakesStringsWithoutNul) {
    for (const auto& [text, rule] :
         {std::pair("\xa1\3\x1b\1r"sv, Rule::none), std::pair("\xa1\3\x1b\1\0"sv, Rule::text),
          std::pair("\xa1\3\x0c\1r"sv, Rule::tag)}) {
        Fault fault;
        Reader(bytes_of(text), fault).string(1, "realm");
        EXPECT_EQ(fault.rule, rule);
    }
}

}  // namespace
}  // namespace mutauth::der

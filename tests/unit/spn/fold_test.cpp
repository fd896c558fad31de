#include "spn/fold.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "core/text.h"

namespace mutauth::spn {
namespace {

// [MS-ADTS] 6.5.1 and what Samba's ldap_spn.py saw on Windows, in UTF-8.
TEST(Fold, TakesForOneWhatDirectoriesDo) {
    for (const auto& [a, b] : {
             std::pair("host", "HOST"), std::pair("host", "H\xc5\x8dST"),  // o with macron
             std::pair("host", "\xc4\xa7\xc3\x98\xc5\x9ft"),  // h stroke, O stroke, s cedilla
             std::pair("ho\xcc\x84st", "h\xc5\x8dst"),        // a combining macron
             std::pair("\xef\xbd\x88ost", "host"),            // full-width h
             std::pair("\xe3\x83\x84", "\xe3\x81\xa4"),       // katakana and hiragana TSU
             std::pair("\xe3\x83\x84", "\xe3\x8b\xa1"),       // circled katakana TSU
             std::pair("\xef\xbe\x82", "\xe3\x83\x84"),       // half-width katakana TSU
             std::pair("stra\xc3\x9f\x65", "STRASSE"),        // sharp s
             std::pair("\xce\xa3", "\xcf\x82"),               // capital and final sigma
             std::pair("a\xe3\x80\x80\x62", "a b"),           // the full-width blank
         }) {
        EXPECT_TRUE(equal_when_folded(a, b)) << a << " " << b;
        EXPECT_EQ(folded(a), folded(b)) << a << " " << b;
    }
}

TEST(Fold, KeepsApartWhatDirectoriesDo) {
    for (const auto& [a, b] : {
             std::pair("host", "h0st"),              // the digit 0
             std::pair("host", "h\xd0\xbest"),       // Cyrillic o
             std::pair(" /host", "  /host"),         // one blank and two
             std::pair("a b", "a\xc2\xa0\x62"),      // the no-break space
             std::pair("a b", "a\xe2\x80\x82\x62"),  // the en space
             std::pair("host", "host."),
             std::pair("\xe0\xa4\x95\xe0\xa5\x81", "\xe0\xa4\x95"),  // a Devanagari vowel sign
         }) {
        EXPECT_FALSE(equal_when_folded(a, b)) << a << " " << b;
        EXPECT_NE(folded(a), folded(b)) << a << " " << b;
    }
}

TEST(Fold, SeesMarksBehindAnEnd) {
    EXPECT_TRUE(equal_when_folded("a", "a\xcc\x81"));
    EXPECT_TRUE(equal_when_folded("\xcc\x81", ""));
    EXPECT_FALSE(equal_when_folded("a", "a\xcc\x81\x62"));
}

TEST(Fold, TakesStrayBytesForThemselves) {
    EXPECT_EQ(folded("a\xff\x80"), "a\xff\x80");
    EXPECT_FALSE(equal_when_folded("a\xff", "a\xfe"));
    EXPECT_FALSE(equal_when_folded("\xe9", "\xc3\xa9"));
    EXPECT_TRUE(equal_when_folded("A\xed\xa0\x80", "a\xed\xa0\x80"));
}

/// Texts of few characters that fold in each way, so that many of them are equal.
std::string random_text(std::mt19937& random) {
    static constexpr std::array<const char*, 16> kSome{"a",
                                                       "A",
                                                       "\xc3\xa1",
                                                       "\xc4\x81",
                                                       "\xcc\x81",
                                                       "o",
                                                       "\xc3\xb8",
                                                       "\xef\xbc\xa1",
                                                       "/",
                                                       "\xe3\x83\x84",
                                                       "\xe3\x81\xa4",
                                                       "\xff",
                                                       " ",
                                                       "ss",
                                                       "\xc3\x9f",
                                                       "0"};
    std::string out;
    for (auto size = random() % 4; size > 0; --size) {
        out += kSome[random() % kSome.size()];
    }
    return out;
}

TEST(Fold, IsAnEquivalenceThatAgreesWithTheFoldedText) {
    constexpr std::uint32_t kSeed = 20261121;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    int equal = 0;
    for (int round = 0; round < 50000; ++round) {
        const std::string a = random_text(random);
        const std::string b = random_text(random);
        const std::string c = random_text(random);
        ASSERT_TRUE(equal_when_folded(a, a)) << displayed(a);
        ASSERT_EQ(equal_when_folded(a, b), equal_when_folded(b, a))
            << displayed(a) << " " << displayed(b);
        ASSERT_EQ(equal_when_folded(a, b), folded(a) == folded(b))
            << displayed(a) << " " << displayed(b);
        if (equal_when_folded(a, b) && equal_when_folded(b, c)) {
            ASSERT_TRUE(equal_when_folded(a, c));
        }
        ASSERT_EQ(folded(folded(a)), folded(a)) << displayed(a);
        equal += equal_when_folded(a, b) ? 1 : 0;
    }
    EXPECT_GT(equal, 500) << "too few to say anything";
}

TEST(Fold, ComparesNamesWithoutTheirRealms) {
    EXPECT_TRUE(equal_to_directory(*parse("http/web@A"), *parse("HTTP/WEB@B")));
    EXPECT_FALSE(equal_to_directory(*parse("http/web"), *parse("http/web:80")));
}

}  // namespace
}  // namespace mutauth::spn

#include "core/wildcard.h"

#include <gtest/gtest.h>

namespace mutauth {
namespace {

TEST(Wildcard, TakesAnyTextForAnAsterisk) {
    const struct {
        const char* pattern;
        const char* text;
        bool matches;
    } cases[] = {
        {"a", "a", true},         {"a", "ab", false},      {"", "", true},
        {"*", "", true},          {"*", "anything", true}, {"a*", "a", true},
        {"a*b", "ab", true},      {"a*b", "a-b", true},    {"a*b", "a-bc", false},
        {"ab*ba", "aba", false},  {"*b*", "abc", true},    {"*b*", "ac", false},
        {"a*b*c", "a1b2c", true}, {"a*b*c", "acb", false}, {"a**c", "abc", true},
        {"*x", "axbx", true},     {"x*x", "x", false},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(Wildcard(one.pattern).matches(one.text), one.matches)
            << one.pattern << ' ' << one.text;
    }
}

}  // namespace
}  // namespace mutauth

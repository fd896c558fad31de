#include "spn/served_names.h"

#include <gtest/gtest.h>

namespace mutauth::spn {
namespace {

TEST(ServedNames, AreAskedForInAnyCaseAndKeptInOne) {
    ServedNames names;
    EXPECT_TRUE(names.empty());
    names.add(*parse("http/www.example.test"));
    EXPECT_FALSE(names.empty());
    EXPECT_TRUE(names.serves("http/www.example.test"));
    EXPECT_TRUE(names.serves("HTTP/WWW.example.test"));
    EXPECT_FALSE(names.serves("http/www.example.test:80"));
    EXPECT_FALSE(names.serves("http/www.example.tes"));
    // A KDC's names, and so a keytab's, are compared byte by byte.
    EXPECT_TRUE(names.has_key_of("http/www.example.test@A.TEST"));
    EXPECT_FALSE(names.has_key_of("HTTP/www.example.test@A.TEST"));
}

TEST(ServedNames, OfOneRealmHaveKeysOfThatRealmAlone) {
    ServedNames names;
    names.add(parse("http/a")->with_realm("A.TEST"));
    EXPECT_TRUE(names.has_key_of("http/a@A.TEST"));
    EXPECT_FALSE(names.has_key_of("http/a@B.TEST"));
    EXPECT_TRUE(names.serves("http/a"));
}

TEST(ServedNames, ByPatternAreAllThatMatch) {
    ServedNames names;
    ASSERT_TRUE(names.add_pattern("http/*.example.test"));
    EXPECT_TRUE(names.serves("HTTP/a.b.Example.test"));
    EXPECT_TRUE(names.has_key_of("http/a.example.test@R"));
    EXPECT_FALSE(names.has_key_of("http/example.test@R"));
    EXPECT_FALSE(names.has_key_of("host/a.example.test@R"));
    EXPECT_FALSE(names.has_key_of("http/a.example.test.evil@R"));
    EXPECT_EQ(names.list(), "http/*.example.test");
}

TEST(ServedNames, AreListedInBounds) {
    ServedNames names;
    for (int i = 0; i < 1000; ++i) {
        names.add(*parse("http/host" + std::to_string(i)));
    }
    EXPECT_LT(names.list().size(), 500U);
    EXPECT_TRUE(names.serves("http/host999"));
}

}  // namespace
}  // namespace mutauth::spn

#include "identity/sid.h"

#include <gtest/gtest.h>

namespace {

using namespace mutauth;
using identity::Sid;

// [MS-DTYP] 2.4.2.4's well-known SIDs, and the one of 2.4.2.1's example form.
TEST(Sid, IsReadFromItsTextAndWrittenAlike) {
    for (const char* text :
         {"S-1-0-0", "S-1-1-0", "S-1-5-32-544", "S-1-18-2", "S-1-5-18", "S-1-5", "S-1-0",
          "S-1-5-21-2842400942-4152396308-2882173003-1102", "S-1-4294967295-4294967295",
          // As Samba writes authorities of 2^32 and more.
          "S-1-0x000100000000", "S-1-0x7f0000000000-1", "S-1-0xffffffffffff-4294967295",
          "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"}) {
        const auto sid = Sid::from_text(text);
        ASSERT_TRUE(sid) << text;
        EXPECT_EQ(sid->text(), text);
        EXPECT_EQ(Sid::from_octets(sid->octets()), sid);
    }
}

TEST(Sid, IsReadAsSambaWritesIt) {
    EXPECT_EQ(Sid::from_text("S-1-0x100000000-7"), Sid::from_text("S-1-0x000100000000-7"));
    EXPECT_EQ(Sid::from_text("S-1-0x100000000")->text(), "S-1-0x000100000000");
}

TEST(Sid, IsRefusedInAnyOtherText) {
    for (const char* text : {"",
                             "S",
                             "S-1",
                             "S-1-",
                             "S-1--1",
                             "S-2-5-21",
                             "s-1-5-21",
                             "S-1-5-",
                             "S-1-5-21-",
                             "S-1-05",
                             "S-1-5-021",
                             "S-1-5-+1",
                             "S-1-5- 1",
                             "S-1-5-1 ",
                             " S-1-5-1",
                             "S-1-5-4294967296",
                             "S-1-4294967296",
                             "S-1-0x5-1",
                             "S-1-0x000000000005-1",
                             "S-1-0x0000ffffffff",
                             "S-1-0x1000100000000",
                             "S-1-0x00010000000g",
                             "S-1-0x00010000000",
                             "S-1-0x",
                             "S-1-0x-1",
                             "S-1-5-0x000100000000",
                             "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"}) {
        EXPECT_FALSE(Sid::from_text(text)) << text;
    }
}

// What Samba's KDC put into a PAC for alice@AD.TEST, and Samba's tools print.
TEST(Sid, IsReadFromOctets) {
    const Bytes octets{1,    5,    0,    0,    0,    0,    0,    5,    0x15, 0,
                       0,    0,    0xae, 0x94, 0x6b, 0xa9, 0x14, 0x8a, 0x80, 0xf7,
                       0x4b, 0x78, 0xca, 0xab, 0x4e, 4,    0,    0};
    const auto sid = Sid::from_octets(octets);
    ASSERT_TRUE(sid);
    EXPECT_EQ(sid->text(), "S-1-5-21-2842399918-4152396308-2882173003-1102");
    EXPECT_EQ(sid->octets(), octets);
    EXPECT_EQ(sid->relative(), 1102U);
    EXPECT_EQ(sid->domain().text(), "S-1-5-21-2842399918-4152396308-2882173003");
    EXPECT_EQ(sid->domain().with_relative(1102), sid);
    for (std::size_t size = 0; size < octets.size(); ++size) {
        EXPECT_FALSE(Sid::from_octets(ByteView(octets).first(size))) << size;
    }
    Bytes longer = octets;
    longer.push_back(0);
    EXPECT_FALSE(Sid::from_octets(longer));
    Bytes revision = octets;
    revision[0] = 2;
    EXPECT_FALSE(Sid::from_octets(revision));
    EXPECT_FALSE(Sid::from_octets(Bytes(8 + 4 * 16, 16)));
}

TEST(Sid, OfAnAccountEndsWithItsNumber) {
    const auto full = Sid::from_text("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15");
    ASSERT_TRUE(full);
    EXPECT_FALSE(full->with_relative(16));
    const auto authority = Sid::from_text("S-1-5");
    ASSERT_TRUE(authority);
    EXPECT_EQ(authority->domain(), *authority);
    EXPECT_EQ(authority->relative(), 0U);
    EXPECT_NE(authority->with_relative(0), authority);
}

}  // namespace

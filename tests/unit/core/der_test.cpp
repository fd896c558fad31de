#include "core/der.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace {

using namespace mutauth;

Bytes bytes(std::initializer_list<int> values) {
    Bytes out;
    for (const int value : values) {
        out.push_back(static_cast<std::uint8_t>(value));
    }
    return out;
}

// X.690 8.1.3: short and long forms of the length.
TEST(DerReader, ReadsShortAndLongLengths) {
    const Bytes brief = bytes({0x04, 0x02, 0xaa, 0xbb});
    EXPECT_EQ(der::unwrap(brief, 0x04)->size(), 2U);
    Bytes long_form = bytes({0x04, 0x82, 0x01, 0x00});
    long_form.resize(4 + 256);
    EXPECT_EQ(der::unwrap(long_form, 0x04)->size(), 256U);
}

TEST(DerReader, RefusesWhatDoesNotFit) {
    for (const Bytes& bad : {bytes({}), bytes({0x04}), bytes({0x04, 0x01}),
                             bytes({0x04, 0x80, 0x00, 0x00}),              // indefinite
                             bytes({0x04, 0x85, 1, 1, 1, 1, 1}),           // five octets of length
                             bytes({0x04, 0x84, 0xff, 0xff, 0xff, 0xff}),  // 4 GiB
                             bytes({0x1f, 0x81, 0x01, 0x00})}) {           // a long tag
        EXPECT_FALSE(der::Reader(bad).next()) << bad.size();
    }
    EXPECT_FALSE(der::unwrap(bytes({0x04, 0x01, 0xaa, 0x00}), 0x04)) << "trailing octet";
    EXPECT_FALSE(der::unwrap(bytes({0x04, 0x01, 0xaa}), 0x05)) << "another tag";
}

TEST(DerReader, FindsAFieldAndStaysWhenThereIsNone) {
    const Bytes fields = bytes({0xa0, 0x01, 0x11, 0xa2, 0x01, 0x22});
    der::Reader reader(fields);
    EXPECT_FALSE(reader.find(der::context(1)));
    EXPECT_EQ((*reader.find(der::context(2)))[0], 0x22);
    EXPECT_TRUE(reader.at_end());
}

// X.690 8.3: two's complement, big-endian.
TEST(DerInteger, ReadsSignAndSize) {
    EXPECT_EQ(der::integer(bytes({0x02, 0x01, 0x7f})), 127);
    EXPECT_EQ(der::integer(bytes({0x02, 0x01, 0x80})), -128);
    EXPECT_EQ(der::integer(bytes({0x02, 0x05, 0x00, 0xff, 0xff, 0xff, 0xff})), 0xffffffffLL);
    EXPECT_FALSE(der::integer(bytes({0x02, 0x00})));
    EXPECT_FALSE(der::integer(bytes({0x02, 0x06, 1, 2, 3, 4, 5, 6})));
}

TEST(DerTime, ReadsAKerberosTime) {
    // date -u -d '2026-11-21 20:15:30' +%s
    EXPECT_EQ(der::time(bytes_of("20261121201530Z")), 1795292130);
    EXPECT_EQ(der::time(bytes_of("19700101000000Z")), 0);
    for (const char* bad : {"", "20261121201530", "20261121201530+", "2026112120153xZ"}) {
        EXPECT_FALSE(der::time(bytes_of(bad))) << bad;
    }
}

}  // namespace

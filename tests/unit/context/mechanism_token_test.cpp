#include "context/mechanism_token.h"

#include <gtest/gtest.h>

#include "context/gss_checksum.h"
#include "support/der.h"

namespace mutauth::context {
namespace {

namespace made = support::der;

std::string text(const Bytes& bytes) {
    return std::string(text_of(bytes));
}

/// RFC 6542 2: a type and a length in network order, and the data.
const std::string kExtension("\0\0\0\1\0\0\0\3abc", 11);

TEST(MechanismToken, IsFramedAsRfc2743Says) {
    for (const std::size_t size :
         {0U, 1U, 100U, 112U, 113U, 114U, 115U, 240U, 241U, 242U, 300U, 60000U}) {
        const std::string message(size, 'm');
        const Bytes token = framed(MessageId::ap_req, bytes_of(message));
        EXPECT_EQ(text(token), made::framed(made::kApReqId, message)) << size;
    }
}

// RFC 4121 4.1.1: Lgth 16, Bnd, Flags, the least significant octet first.
TEST(GssChecksum, HasItsFieldsInOrder) {
    GssChecksum sum;
    sum.flags = 0x01020304;
    EXPECT_FALSE(sum.has_bindings());
    sum.bindings.fill(0xab);
    EXPECT_TRUE(sum.has_bindings());
    const std::string expected =
        std::string("\x10\0\0\0", 4) + std::string(16, '\xab') + "\x04\x03\x02\x01";
    EXPECT_EQ(text(write_checksum(sum)), expected);
    for (const std::string& more : {std::string(), kExtension, kExtension + kExtension}) {
        const auto read = read_checksum(bytes_of(expected + more));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->flags, sum.flags);
        EXPECT_EQ(read->bindings, sum.bindings);
    }
    for (std::size_t size = 0; size < expected.size(); ++size) {
        EXPECT_FALSE(read_checksum(bytes_of(expected.substr(0, size)))) << size;
    }
    std::string long_bindings = expected;
    long_bindings[0] = 17;
    EXPECT_FALSE(read_checksum(bytes_of(long_bindings)));
}

// RFC 4121 4.1.1.1: DlgOpt 1 and Dlgth, two octets each, then Deleg; the flag says that they
// follow.
TEST(GssChecksum, CarriesWhatIsDelegated) {
    const std::string ticket(0x0103, 'k');
    GssChecksum sum;
    sum.flags = 0x03;
    sum.delegated = bytes_of(ticket);
    const std::string expected = std::string("\x10\0\0\0", 4) + std::string(16, '\0') +
                                 std::string("\x03\0\0\0\x01\0\x03\x01", 8) + ticket;
    EXPECT_EQ(text(write_checksum(sum)), expected);
    for (const std::string& more : {std::string(), kExtension}) {
        const std::string octets = expected + more;
        const auto read = read_checksum(bytes_of(octets));
        ASSERT_TRUE(read);
        EXPECT_EQ(text_of(read->delegated), ticket);
    }
    for (std::size_t size = 0; size < expected.size(); ++size) {
        EXPECT_FALSE(read_checksum(bytes_of(expected.substr(0, size)))) << size;
    }
    for (const auto& [place, octet] : {std::pair(24, '\x02'), std::pair(27, '\x02')}) {
        std::string other = expected;
        other[static_cast<std::size_t>(place)] = octet;
        EXPECT_FALSE(read_checksum(bytes_of(other))) << place;
    }
    std::string empty = expected.substr(0, 28);
    empty[26] = empty[27] = '\0';
    EXPECT_FALSE(read_checksum(bytes_of(empty)));
    std::string unsaid = expected;
    unsaid[20] = 0x02;
    EXPECT_FALSE(read_checksum(bytes_of(unsaid))) << "no extension, and not said to be delegated";
}

// Finding C7, the looser spot: RFC 4121 4.1.1 has nothing but extensions at the end, whose form is
// RFC 6542 2's.
TEST(GssChecksum, EndsWithExtensionsOrNothing) {
    GssChecksum sum;
    sum.flags = 0x02;
    const std::string plain = text(write_checksum(sum));
    sum.flags = 0x03;
    const std::string ticket = "ticket";
    sum.delegated = bytes_of(ticket);
    const std::string delegating = text(write_checksum(sum));
    for (const std::string& whole : {plain, delegating}) {
        for (const std::string& bad : {std::string("x"), std::string(7, '\0'), kExtension + "x",
                                       kExtension.substr(0, kExtension.size() - 1),
                                       std::string(4, '\0') + "\xff\xff\xff\xff"}) {
            EXPECT_FALSE(read_checksum(bytes_of(whole + bad))) << bad.size();
        }
    }
}

}  // namespace
}  // namespace mutauth::context

#include "identity/pac.h"

#include <gtest/gtest.h>

#include "unit/identity/pac_builder.h"

namespace {

using namespace mutauth;
using namespace mutauth::testing;
using identity::read_pac;

std::string wrong_with(const Bytes& pac) {
    const auto read = read_pac(pac);
    if (read) {
        return "nothing";
    }
    EXPECT_EQ(read.error().status(), Status::pac_malformed);
    const std::string said = read.error().message();
    const std::string head = "the ticket's PAC is malformed: ";
    EXPECT_TRUE(said.starts_with(head)) << said;
    return said.substr(head.size());
}

std::string wrong_with_logon(const Bytes& logon) {
    return wrong_with(pac_of({{1, logon}}));
}

Bytes with(Bytes octets, std::size_t at, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) {
        octets[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
    }
    return octets;
}

Logon full_logon() {
    Logon out;
    out.groups = {{512, 7}, {1110, 7}, {1111, 0x10}};
    out.user_flags = 0x220;
    out.extra = {{sid_octets({21, 9, 9, 9, 1000}), 7}, {sid_octets({32, 544}), 15}};
    out.resource_domain = sid_octets({21, 4, 4, 4});
    out.resource_groups = {{2000, 0x20000007}};
    return out;
}

TEST(Pac, IsReadWhole) {
    Bytes client;
    put(client, 132000000000000000, 8);
    put(client, 10, 2);
    put(client, utf16("alice"));
    Bytes signature;
    put(signature, 0xFFFFFF76, 4);
    signature.resize(20, 0);
    Bytes attributes;
    put(attributes, 2, 4);
    put(attributes, 1, 4);
    const auto read = read_pac(
        pac_of({{1, logon_info(full_logon())},
                {10, client},
                {11, delegation_info("http/back", {"host/middle@EXAMPLE.TEST", "http/next"})},
                {12, upn_dns_info("alice@example.test", "alice")},
                {6, signature},
                {7, signature},
                {17, attributes},
                {18, sid_octets({21, 1, 2, 3, 1107})},
                {4711, Bytes(3, 0xFF)}}));
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_TRUE(read->logon && read->upn_dns && read->client && read->delegation);
    const auto& logon = *read->logon;
    EXPECT_EQ(logon.account_name, "alice");
    EXPECT_EQ(logon.full_name, "Alice Example");
    EXPECT_EQ(logon.logon_script, "logon.cmd");
    EXPECT_EQ(logon.profile_path, "profile");
    EXPECT_EQ(logon.home_directory, "home");
    EXPECT_EQ(logon.home_drive, "H:");
    EXPECT_EQ(logon.logon_count, 7);
    EXPECT_EQ(logon.bad_password_count, 1);
    EXPECT_EQ(logon.logon_server, "DC1");
    EXPECT_EQ(logon.domain, "EXAMPLE");
    EXPECT_EQ(logon.domain_sid->text(), "S-1-5-21-1-2-3");
    EXPECT_EQ(logon.account_control, 0x210U);
    ASSERT_EQ(logon.groups.size(), 3U);
    EXPECT_EQ(logon.groups[1].relative, 1110U);
    EXPECT_EQ(logon.groups[2].attributes, 0x10U);
    ASSERT_EQ(logon.extra_sids.size(), 2U);
    EXPECT_EQ(logon.extra_sids[0].sid.text(), "S-1-5-21-9-9-9-1000");
    EXPECT_EQ(logon.extra_sids[1].sid.text(), "S-1-5-32-544");
    EXPECT_EQ(logon.extra_sids[1].attributes, 15U);
    EXPECT_EQ(logon.resource_domain_sid->text(), "S-1-5-21-4-4-4");
    ASSERT_EQ(logon.resource_groups.size(), 1U);
    EXPECT_EQ(logon.resource_groups[0].relative, 2000U);
    EXPECT_EQ(read->upn_dns->upn, "alice@example.test");
    EXPECT_EQ(read->client->name, "alice");
    EXPECT_EQ(read->delegation->target, "http/back");
    EXPECT_EQ(read->delegation->through,
              (std::vector<std::string>{"host/middle@EXAMPLE.TEST", "http/next"}));
    EXPECT_EQ(read->attributes, 1U);
    EXPECT_EQ(read->requestor->text(), "S-1-5-21-1-2-3-1107");
    ASSERT_EQ(read->signatures.size(), 2U);
    // [MS-PAC] 2.8: KERB_CHECKSUM_HMAC_MD5 is -138.
    EXPECT_EQ(read->signatures[0].checksum_type, -138);
}

TEST(Pac, MayHoldNothing) {
    const auto read = read_pac(pac_of({}));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->logon || read->upn_dns || read->client || read->delegation);
}

// [MS-DTYP] 2.3.3; 116444736000000000 units are 1970 there.
TEST(Pac, TellsTimesSince1970) {
    EXPECT_EQ(identity::unix_time(116444736000000000), 0);
    EXPECT_EQ(identity::unix_time(116444736010000000), 1);
    EXPECT_EQ(identity::unix_time(1), -11644473600);
    EXPECT_EQ(identity::unix_time(0), INT64_MIN);
    EXPECT_EQ(identity::unix_time(INT64_MAX), INT64_MAX);
    EXPECT_EQ(identity::unix_time(UINT64_MAX), INT64_MAX);
}

TEST(Pac, IsRefusedWithABadHead) {
    const Bytes good = pac_of({{1, logon_info(full_logon())}, {12, upn_dns_info("u", "alice")}});
    ASSERT_EQ(wrong_with(good), "nothing");
    EXPECT_EQ(wrong_with({}), "its head makes no sense");
    EXPECT_EQ(wrong_with(Bytes(7, 0)), "its head makes no sense");
    EXPECT_EQ(wrong_with(with(good, 0, 65, 4)), "its head makes no sense");
    EXPECT_EQ(wrong_with(with(good, 0, UINT32_MAX, 4)), "its head makes no sense");
    EXPECT_EQ(wrong_with(with(good, 4, 1, 4)), "its head makes no sense");
    EXPECT_EQ(wrong_with(pac_of(std::vector<Buffer>(65, {4711, {}}))), "its head makes no sense");
    EXPECT_EQ(wrong_with(with(good, 16, UINT64_MAX, 8)), "a buffer lies outside");
    EXPECT_EQ(wrong_with(with(good, 16, UINT64_MAX - 7, 8)), "a buffer lies outside");
    EXPECT_EQ(wrong_with(with(good, 16, 0, 8)), "a buffer lies outside");
    EXPECT_EQ(wrong_with(with(good, 12, UINT32_MAX, 4)), "a buffer lies outside");
    EXPECT_EQ(wrong_with(with(good, 16, 41, 8)), "a buffer is not aligned");
    EXPECT_EQ(wrong_with(with(good, 8, 12, 4)), "it has two buffers of one kind");
    EXPECT_EQ(wrong_with(with(good, 32, 40, 8)), "two buffers overlap");
    EXPECT_EQ(wrong_with(pac_of({{4711, Bytes(8, 0)}, {4711, Bytes(8, 0)}})),
              "it has two buffers of one kind");
}

TEST(Pac, IsRefusedWithABadStructure) {
    const Bytes good = logon_info(full_logon());
    ASSERT_EQ(wrong_with_logon(good), "nothing");
    const std::string head = "the head of a structure is not that of NDR version 1, little-endian";
    EXPECT_EQ(wrong_with_logon({}), "a structure is cut off");
    EXPECT_EQ(wrong_with_logon(with(good, 0, 2, 1)), head);
    EXPECT_EQ(wrong_with_logon(with(good, 1, 0, 1)), head) << "big-endian";
    EXPECT_EQ(wrong_with_logon(with(good, 2, 16, 2)), head);
    EXPECT_EQ(wrong_with_logon(with(good, 8, UINT32_MAX, 4)), "a structure is cut off");
    EXPECT_EQ(wrong_with_logon(with(good, 8, 100, 4)), "a structure is cut off");
    EXPECT_EQ(wrong_with_logon(with(good, 16, 0, 4)), "the logon information is not there");
    // Behind 16 octets of heads and the pointer: six times, then the name's length and maximum.
    EXPECT_EQ(wrong_with_logon(with(good, 68, 12, 2)), "a text is longer than its place");
    EXPECT_EQ(wrong_with_logon(with(good, 72, 0, 4)), "a text is longer than its place");
    EXPECT_EQ(wrong_with_logon(with(good, 68, 8, 2)), "a text is not as long as it should be");
    // The group count, and the one of extra SIDs.
    EXPECT_EQ(wrong_with_logon(with(good, 128, 2, 4)),
              "an array has not as many elements as it should");
    EXPECT_EQ(wrong_with_logon(with(good, 132, 0, 4)), "groups are announced and not there");
    EXPECT_EQ(wrong_with_logon(with(good, 216, UINT32_MAX, 4)),
              "an array has not as many elements as it should");
    EXPECT_EQ(wrong_with_logon(with(good, 220, 0, 4)), "SIDs are announced and not there");
}

/// Both say how many: in the structure and in front of the array.
TEST(Pac, AllocatesNothingForElementsThatAreNotThere) {
    const std::uint32_t many = UINT32_MAX;
    Logon logon;
    const Bytes good = logon_info(logon);
    // Behind the fixed part and six texts.
    const std::size_t array = 20 + 216 + 24 + 40 + 32 + 28 + 20 + 16;
    ASSERT_EQ(wrong_with_logon(with(good, 128, 0, 4)), "nothing");
    EXPECT_EQ(wrong_with_logon(with(with(good, 128, many, 4), array, many, 4)),
              "an array is cut off");
}

TEST(Pac, IsRefusedWithBrokenTexts) {
    Logon logon;
    logon.name = "";
    EXPECT_EQ(wrong_with_logon(logon_info(logon)), "its logon information names no account");
    logon.name = std::string("root\0x", 6);
    EXPECT_EQ(wrong_with_logon(logon_info(logon)), "a text is no UTF-16, or holds a NUL");
    Bytes surrogate = upn_dns_info("u", "ab");
    surrogate[23] = 0xD8;
    EXPECT_EQ(wrong_with(pac_of({{12, surrogate}})), "its account name or SID is none");
    Bytes upn = upn_dns_info("u", "ab");
    upn[21] = 0xDC;
    EXPECT_EQ(wrong_with(pac_of({{12, upn}})), "its UPN or DNS domain is no text");
    EXPECT_EQ(wrong_with(pac_of({{12, Bytes(19, 2)}})), "its UPN information is cut off");
    EXPECT_EQ(wrong_with(pac_of({{10, Bytes(9, 0)}})), "its client information is cut off");
    EXPECT_EQ(wrong_with(pac_of({{10, Bytes(10, 0xFF)}})), "its client information is cut off");
}

// Finding M10: [MS-PAC] 2.10: what the offsets name follows the head; a text that begins inside it
// would be read out of lengths, offsets and flags.
TEST(Pac, IsRefusedWithAPieceInsideTheHead) {
    struct Head {
        std::uint32_t flags;
        std::uint8_t size;
    };
    for (const auto& [flags, size] : {Head{0, 12}, Head{2, 20}}) {
        Bytes plain = upn_dns_info("up", "ab", flags);
        plain[2] = size;
        EXPECT_EQ(wrong_with(pac_of({{12, plain}})), "nothing");
        for (const auto inside : {std::uint8_t{0}, static_cast<std::uint8_t>(size - 2)}) {
            Bytes upn = plain;
            upn[2] = inside;
            EXPECT_EQ(wrong_with(pac_of({{12, upn}})), "its UPN or DNS domain is no text");
            Bytes domain = plain;
            domain[4] = 4;
            domain[6] = inside;
            EXPECT_EQ(wrong_with(pac_of({{12, domain}})), "its UPN or DNS domain is no text");
        }
    }
    for (const std::size_t offset : {14U, 18U}) {
        Bytes extended = upn_dns_info("up", "ab");
        extended[offset] = 18;
        EXPECT_EQ(wrong_with(pac_of({{12, extended}})), "its account name or SID is none");
    }
}

TEST(Pac, ReadsCharactersOutsideTheFirstPlane) {
    Bytes pair = upn_dns_info("u", "ab");
    pair[22] = 0x3D;
    pair[23] = 0xD8;
    pair[24] = 0x00;
    pair[25] = 0xDE;
    const auto read = read_pac(pac_of({{12, pair}}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->upn_dns->account_name, "\xF0\x9F\x98\x80");
}

TEST(Pac, IsRefusedWithBrokenSids) {
    EXPECT_EQ(wrong_with(pac_of({{18, Bytes(12, 0)}})), "its requestor's SID is none");
    EXPECT_EQ(wrong_with(pac_of({{18, {}}})), "its requestor's SID is none");
    EXPECT_EQ(wrong_with(pac_of({{12, upn_dns_info("u", "a", 2, Bytes(28, 0))}})),
              "its account name or SID is none");
    Logon logon;
    logon.domain_sid = sid_octets(std::vector<std::uint32_t>(16, 1));
    EXPECT_EQ(wrong_with_logon(logon_info(logon)), "a SID has too many numbers");
    logon.domain_sid = sid_octets({21, 1, 2, 3});
    (*logon.domain_sid)[0] = 2;
    EXPECT_EQ(wrong_with_logon(logon_info(logon)), "a SID is none");
    logon.domain_sid.reset();
    logon.resource_groups = {{1, 7}};
    EXPECT_EQ(wrong_with_logon(logon_info(logon)), "groups of no domain are there");
    EXPECT_EQ(wrong_with(pac_of({{7, Bytes(3, 0)}})), "a signature is cut off");
    EXPECT_EQ(wrong_with(pac_of({{17, Bytes(4, 1)}})), "its attributes are cut off");
}

TEST(Pac, HoldsAsManyGroupsAsFit) {
    Logon logon;
    for (std::uint32_t i = 0; i < 20000; ++i) {
        logon.groups.emplace_back(10000 + i, 7);
    }
    const Bytes pac = pac_of({{1, logon_info(logon)}});
    ASSERT_GT(pac.size(), 2U * 65536);
    const auto read = read_pac(pac);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->logon->groups.size(), 20000U);
    EXPECT_EQ(read->logon->groups.back().relative, 29999U);
}

/// The sanitizers watch.
TEST(Pac, IsNeverReadOutside) {
    const Bytes good = pac_of({{1, logon_info(full_logon())},
                               {11, delegation_info("a", {"b", "c"})},
                               {12, upn_dns_info("u", "alice")},
                               {18, sid_octets({21, 1, 2, 3, 1107})}});
    ASSERT_TRUE(read_pac(good));
    std::size_t refused = 0;
    for (std::size_t size = 0; size < good.size(); ++size) {
        const Bytes cut = copy_of(ByteView(good).first(size));
        refused += read_pac(cut) ? 0 : 1;
    }
    // The last buffer is followed by 4 octets that pad it.
    EXPECT_EQ(refused, good.size() - 4);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const unsigned value : {0x00U, 0x01U, 0x7FU, 0x80U, 0xFFU}) {
            static_cast<void>(wrong_with(with(good, at, value, 1)));
        }
    }
}

}  // namespace

#include "identity/ticket_account.h"

#include <gtest/gtest.h>

#include <functional>

namespace {

using namespace mutauth;
using identity::read_account;

/// Little-endian, as [MS-PAC] writes all numbers.
void put(Bytes& out, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) {
        out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
    }
}

void put_text(Bytes& out, std::string_view ascii) {
    for (const char c : ascii) {
        put(out, static_cast<std::uint8_t>(c), 2);
    }
}

struct Buffer {
    std::uint32_t type;
    Bytes content;
};

/// [MS-PAC] 2.3 and 2.4.
Bytes pac_of(const std::vector<Buffer>& buffers) {
    Bytes head;
    Bytes body;
    const std::size_t start = 8 + 16 * buffers.size();
    put(head, buffers.size(), 4);
    put(head, 0, 4);
    for (const auto& [type, content] : buffers) {
        put(head, type, 4);
        put(head, content.size(), 4);
        put(head, start + body.size(), 8);
        body.insert(body.end(), content.begin(), content.end());
        body.resize((body.size() + 7) / 8 * 8, 0);
    }
    head.insert(head.end(), body.begin(), body.end());
    return head;
}

/// [MS-PAC] 2.10 with the name and SID of its extension.
Bytes upn_dns_info(std::string_view upn, std::string_view name, std::uint32_t flags = 2) {
    Bytes sid{1, 2, 0, 0, 0, 0, 0, 5};
    put(sid, 21, 4);
    put(sid, 1107, 4);
    Bytes out;
    const std::size_t upn_at = 20;
    const std::size_t name_at = upn_at + 2 * upn.size();
    const std::size_t sid_at = name_at + 2 * name.size();
    for (const std::size_t one : {2 * upn.size(), upn_at, std::size_t{0}, upn_at}) {
        put(out, one, 2);
    }
    put(out, flags, 4);
    for (const std::size_t one : {2 * name.size(), name_at, sid.size(), sid_at}) {
        put(out, one, 2);
    }
    put_text(out, upn);
    put_text(out, name);
    out.insert(out.end(), sid.begin(), sid.end());
    return out;
}

/// [MS-PAC] 2.5 with nothing but a name.
Bytes logon_info(std::string_view name) {
    Bytes out(20, 0);
    out[16] = 1;
    Bytes fixed(48, 0);
    put(fixed, 2 * name.size(), 2);
    put(fixed, 2 * name.size(), 2);
    put(fixed, 0x20004, 4);
    fixed.resize(216, 0);
    out.insert(out.end(), fixed.begin(), fixed.end());
    put(out, name.size(), 4);
    put(out, 0, 4);
    put(out, name.size(), 4);
    put_text(out, name);
    return out;
}

std::string told(const Bytes& pac) {
    const auto read = read_account(pac);
    if (!read) {
        EXPECT_EQ(read.error().status(), Status::pac_unproven);
        return read.error().message();
    }
    return *read ? (*read)->name + " " + (*read)->upn + " " + (*read)->sid : "nobody";
}

std::string refusal(std::string_view what) {
    return "the ticket's PAC is malformed: " + std::string(what);
}

TEST(TicketAccount, IsReadFromEitherBuffer) {
    EXPECT_EQ(told(pac_of({{12, upn_dns_info("web@x", "web$")}})), "web$ web@x S-1-5-21-1107");
    EXPECT_EQ(told(pac_of({{1, logon_info("alice")}})), "alice  ");
    EXPECT_EQ(told(pac_of({{1, logon_info("a")}, {10, Bytes(4, 0)}, {12, upn_dns_info("u", "a")}})),
              "a u S-1-5-21-1107");
    EXPECT_EQ(told(pac_of({{1, logon_info("a")}, {12, upn_dns_info("u", "b", 0)}})), "a u ");
}

TEST(TicketAccount, IsNobodyWhereThePacNamesNone) {
    EXPECT_EQ(told(pac_of({})), "nobody");
    EXPECT_EQ(told(pac_of({{6, Bytes(16, 0)}, {10, Bytes(10, 0)}})), "nobody");
    EXPECT_EQ(told(pac_of({{12, upn_dns_info("u", "b", 0)}})), "nobody");
}

TEST(TicketAccount, IsRefusedWhereThePacNamesTwo) {
    EXPECT_EQ(told(pac_of({{1, logon_info("a")}, {12, upn_dns_info("u", "b")}})),
              refusal("it names two accounts"));
    EXPECT_EQ(told(pac_of({{1, logon_info("a")}, {1, logon_info("b")}})),
              refusal("it has two buffers of one kind"));
}

TEST(TicketAccount, IsRefusedWithBrokenTexts) {
    EXPECT_EQ(told(pac_of({{1, logon_info("")}})),
              refusal("its logon information names no account"));
    EXPECT_EQ(told(pac_of({{1, logon_info(std::string_view("root\0x", 6))}})),
              refusal("its logon information names no account"));
    Bytes surrogate = upn_dns_info("u", "ab");
    surrogate[23] = 0xD8;
    EXPECT_EQ(told(pac_of({{12, surrogate}})), refusal("its account name or SID is none"));
    Bytes pair = upn_dns_info("u", "ab");
    pair[22] = 0x3D;
    pair[23] = 0xD8;
    pair[24] = 0x00;
    pair[25] = 0xDE;
    EXPECT_EQ(told(pac_of({{12, pair}})), "\xF0\x9F\x98\x80 u S-1-5-21-1107");
    Bytes sid = upn_dns_info("u", "ab");
    sid[sid.size() - 15] = 3;
    EXPECT_EQ(told(pac_of({{12, sid}})), refusal("its account name or SID is none"));
}

/// Lengths and offsets that wrap, or point out of the buffer.
TEST(TicketAccount, StaysInsideThePac) {
    const Bytes good = pac_of({{1, logon_info("a")}, {12, upn_dns_info("u", "a")}});
    for (std::size_t size = 0; size < good.size() - 8; ++size) {
        const auto cut = read_account(ByteView(good).first(size));
        EXPECT_TRUE(!cut || !*cut || (*cut)->name == "a") << size;
    }
    // Each octet of every head in turn; the sanitizers watch.
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const unsigned value : {0x00U, 0x7FU, 0x80U, 0xFFU}) {
            Bytes bad = good;
            bad[at] = static_cast<std::uint8_t>(value);
            static_cast<void>(told(bad));
        }
    }
    Bytes many = good;
    many[2] = 1;
    EXPECT_EQ(told(many), refusal("its head makes no sense"));
    Bytes far = good;
    for (std::size_t at = 16; at < 24; ++at) {
        far[at] = 0xFF;
    }
    EXPECT_FALSE(read_account(far));
}

}  // namespace

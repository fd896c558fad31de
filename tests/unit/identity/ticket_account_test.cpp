#include "identity/ticket_account.h"

#include <gtest/gtest.h>

#include "unit/identity/pac_builder.h"

namespace {

using namespace mutauth;
using namespace mutauth::testing;
using identity::Sid;
using identity::SidKind;
using identity::TicketAccount;

Result<std::optional<TicketAccount>> account_in(const std::vector<Buffer>& buffers) {
    const auto pac = identity::read_pac(pac_of(buffers));
    EXPECT_TRUE(pac) << pac.error().message();
    return identity::account_of(*pac);
}

TicketAccount account_of(const Logon& logon) {
    auto read = account_in({{1, logon_info(logon)}});
    EXPECT_TRUE(read && *read);
    return std::move(**read);
}

std::string told(const std::vector<Buffer>& buffers) {
    const auto read = account_in(buffers);
    if (!read) {
        EXPECT_EQ(read.error().status(), Status::pac_malformed);
        return read.error().message();
    }
    return *read ? (*read)->name + " " + (*read)->upn + " " + (*read)->sid.value_or(Sid()).text()
                 : "nobody";
}

bool has(const TicketAccount& account, const char* sid) {
    return account.has(Sid::from_text(sid).value());
}

TEST(TicketAccount, IsReadFromEitherBuffer) {
    EXPECT_EQ(told({{12, upn_dns_info("web@x", "web$")}}), "web$ web@x S-1-5-21-1-2-3-1107");
    EXPECT_EQ(told({{1, logon_info({})}}), "alice  S-1-5-21-1-2-3-1107");
    EXPECT_EQ(told({{1, logon_info({})}, {12, upn_dns_info("u", "alice")}}),
              "alice u S-1-5-21-1-2-3-1107");
    EXPECT_EQ(told({{1, logon_info({})}, {12, upn_dns_info("u", "bob", 0)}}),
              "alice u S-1-5-21-1-2-3-1107");
}

TEST(TicketAccount, IsNobodyWhereThePacNamesNone) {
    EXPECT_EQ(told({}), "nobody");
    EXPECT_EQ(told({{6, Bytes(16, 0)}, {10, Bytes(10, 0)}}), "nobody");
    EXPECT_EQ(told({{12, upn_dns_info("u", "b", 0)}}), "nobody");
}

TEST(TicketAccount, IsRefusedWhereThePacNamesTwo) {
    const std::string refusal = "the ticket's PAC is malformed: it names two accounts";
    EXPECT_EQ(told({{1, logon_info({})}, {12, upn_dns_info("u", "bob")}}), refusal);
    EXPECT_EQ(told({{1, logon_info({})},
                    {12, upn_dns_info("u", "alice", 2, sid_octets({21, 1, 2, 3, 1108}))}}),
              refusal);
    EXPECT_EQ(told({{1, logon_info({})},
                    {12, upn_dns_info("u", "alice", 2, sid_octets({21, 1, 2, 4, 1107}))}}),
              refusal);
}

TEST(TicketAccount, BelongsToItsEnabledGroups) {
    Logon logon;
    // Enabled; not enabled; for denial only.
    logon.groups = {{512, 7}, {600, 3}, {601, 0x14}};
    const TicketAccount account = account_of(logon);
    ASSERT_EQ(account.memberships.size(), 3U);
    EXPECT_EQ(account.memberships[1].sid.text(), "S-1-5-21-1-2-3-600");
    EXPECT_EQ(account.memberships[1].kind, SidKind::group);
    EXPECT_TRUE(has(account, "S-1-5-21-1-2-3-1107")) << "itself";
    EXPECT_TRUE(has(account, "S-1-5-21-1-2-3-513")) << "its primary group";
    EXPECT_TRUE(has(account, "S-1-5-21-1-2-3-512"));
    EXPECT_FALSE(has(account, "S-1-5-21-1-2-3-600"));
    EXPECT_FALSE(has(account, "S-1-5-21-1-2-3-601"));
    EXPECT_FALSE(has(account, "S-1-5-21-1-2-3"));
    EXPECT_FALSE(has(account, "S-1-5-21-1-2-4-512"));
}

// [MS-PAC] 2.5: the bits D and H of UserFlags say what is filled in.
TEST(TicketAccount, HasExtraAndResourceSidsOnlyIfTheFlagsSaySo) {
    Logon logon;
    logon.extra = {{sid_octets({21, 9, 9, 9, 1}), 7}};
    logon.resource_domain = sid_octets({21, 4, 4, 4});
    logon.resource_groups = {{2, 7}};
    EXPECT_EQ(account_of(logon).memberships.size(), 0U);
    logon.user_flags = 0x20;
    EXPECT_TRUE(has(account_of(logon), "S-1-5-21-9-9-9-1"));
    EXPECT_FALSE(has(account_of(logon), "S-1-5-21-4-4-4-2"));
    logon.user_flags = 0x220;
    const TicketAccount both = account_of(logon);
    ASSERT_EQ(both.memberships.size(), 2U);
    EXPECT_EQ(both.memberships[0].kind, SidKind::extra);
    EXPECT_EQ(both.memberships[1].kind, SidKind::resource);
    EXPECT_TRUE(has(both, "S-1-5-21-4-4-4-2"));
}

TEST(TicketAccount, OfUserIdZeroIsItsFirstExtraSid) {
    Logon logon;
    logon.user_id = 0;
    EXPECT_FALSE(account_of(logon).sid);
    logon.user_flags = 0x20;
    logon.extra = {{sid_octets({21, 9, 9, 9, 1}), 7}, {sid_octets({21, 9, 9, 9, 2}), 7}};
    EXPECT_EQ(account_of(logon).sid->text(), "S-1-5-21-9-9-9-1");
}

// [MS-SFU] 3.2.5.1.2.
TEST(TicketAccount, IsAssertedByAServiceIfTheKdcSaysSo) {
    const Bytes asserted{1, 1, 0, 0, 0, 0, 0, 18, 2, 0, 0, 0};
    Bytes proven = asserted;
    proven[8] = 1;
    Logon logon;
    logon.user_flags = 0x20;
    logon.extra = {{proven, 7}};
    EXPECT_FALSE(account_of(logon).asserted);
    logon.extra = {{asserted, 7}};
    EXPECT_TRUE(account_of(logon).asserted);
}

}  // namespace

#include "registration/register_host.h"

#include <gtest/gtest.h>

#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using mutauth::testing::FakeDirectory;
using mutauth::testing::FakeSession;

const std::string kDn = "cn=host1,dc=test";

TEST(HostPair, IsTheFullAndTheShortName) {
    const auto pair = host_pair("http", "a-very-long-host-name.example.test");
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->full.text(), "http/a-very-long-host-name.example.test");
    EXPECT_EQ(pair->brief.text(), "http/A-VERY-LONG-HOS") << "15 bytes, [MS-NBTE] 2.2.1";
    EXPECT_TRUE(host_pair("http", "")) << "this machine";
    EXPECT_EQ(host_pair("ht/tp", "host1").error().status(), Status::invalid_name);
    EXPECT_EQ(host_pair("HTTP", "web.example.test.").error().status(), Status::name_unusable);
    EXPECT_EQ(host_pair("http", "192.0.2.1").error().status(), Status::name_is_address);
}

// windows-semantics 3.10: whether the validated write takes the short name is contested.
TEST(RegisterHost, ByAComputerThatMayNotWriteTheShortNameIsPartialSuccess) {
    FakeDirectory directory;
    directory.put(kDn, "servicePrincipalName", {});
    FakeSession session(directory, Kind::active_directory, true);
    session.refusal_text = "acl: spn validation failed for spn[http/HOST1]";
    session.before_modify = [&](const directory::Changes& changes) {
        session.refuse_with = 0;
        for (const auto& change : changes) {
            session.refuse_with = change.value == "http/HOST1" ? 19 : session.refuse_with;
        }
    };
    LdapWriter writer(session);
    const Steps nobody;
    const auto deadline = Deadline::usual();
    const auto edited =
        told_by_status(register_host({session, writer, kDn}, Operation::add,
                                     *host_pair("http", "host1.example.test"), {nobody, deadline}));
    ASSERT_TRUE(edited) << edited.error().message();
    EXPECT_EQ(directory.get(kDn, "servicePrincipalName"),
              std::vector<std::string>{"http/host1.example.test"});
    ASSERT_EQ(edited->warnings.size(), 1U);
    EXPECT_NE(edited->warnings.front().find("http/HOST1 was not registered"), std::string::npos);
}

}  // namespace
}  // namespace mutauth::registration

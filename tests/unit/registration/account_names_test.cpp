#include "registration/account_names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "unit/registration/fake_directory.h"

namespace mutauth::registration {
namespace {

using directory::Entry;

TEST(AccountNames, KnowTheOwnPrincipal) {
    EXPECT_EQ(own_principal({{}, {"a@T", "b@T"}, "b@T"}), "b@T");
    EXPECT_EQ(own_principal({{}, {"a@T"}, ""}), "a@T");
    EXPECT_EQ(own_principal({{}, {"a@T", "b@T"}, ""}), "");
    EXPECT_EQ(realm_of({{}, {"a@T", "b@T"}, ""}), "T");
    EXPECT_EQ(realm_of({{}, {}, ""}), "");
}

TEST(AccountNames, ListWhatTheKdcServesOnce) {
    const AccountNames names{
        {"HTTP/a", "http/b"}, {"websvc@T", "http/a@T", "http/c@T", "http/d@OTHER"}, "websvc@T"};
    EXPECT_EQ(all_spns(names), (std::vector<std::string>{"HTTP/a", "http/b", "http/c"}));
}

/// Gives a long list in parts, as [MS-ADTS] 3.1.1.3.1.3.3 has it.
class PartsSession final : public directory::Session {
  public:
    explicit PartsSession(std::map<std::string, directory::Attribute> parts)
        : parts_(std::move(parts)) {}
    Result<void> search(const directory::Search& search,
                        const directory::Visitor& visit,
                        const Deadline&) override {
        Entry entry{search.base, {}};
        for (const auto& name : search.attributes) {
            if (const auto part = parts_.find(name); part != parts_.end()) {
                entry.attributes.push_back(part->second);
            }
        }
        visit(std::move(entry));
        return {};
    }
    Write modify(const std::string&, const directory::Changes&, const Deadline&) override {
        return Write::not_done(Error(Status::internal));
    }
    Result<void> renew(const Deadline&) override { return {}; }
    Result<std::string> who_am_i(const Deadline&) override { return std::string(); }

  private:
    std::map<std::string, directory::Attribute> parts_;
};

TEST(ReadNames, FollowsALongListToItsEnd) {
    PartsSession session({
        {"servicePrincipalName", {"servicePrincipalName;range=0-1", {"a/1", "a/2"}}},
        {"servicePrincipalName;range=2-*", {"servicePrincipalName;range=2-3", {"a/3", "a/4"}}},
        {"servicePrincipalName;range=4-*", {"servicePrincipalName;range=4-*", {"a/5"}}},
    });
    const auto names = read_names(session, "cn=x", Deadline::usual());
    ASSERT_TRUE(names) << names.error().message();
    EXPECT_EQ(names->spns, (std::vector<std::string>{"a/1", "a/2", "a/3", "a/4", "a/5"}));
}

TEST(ReadNames, RefusesAListWithoutEnd) {
    PartsSession session({
        {"servicePrincipalName", {"servicePrincipalName;range=0-1", {"a/1", "a/2"}}},
        {"servicePrincipalName;range=2-*", {"servicePrincipalName;range=2-3", {}}},
    });
    const auto names = read_names(session, "cn=x", Deadline::usual());
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().status(), Status::directory_protocol);
}

}  // namespace
}  // namespace mutauth::registration

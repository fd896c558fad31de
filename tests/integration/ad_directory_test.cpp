// The directory session against a real Samba domain controller, and against a member computer that
// poses as one.
#include "integration/realm_directory.h"

namespace mutauth::testing {
namespace {

TEST(AdDirectoryOpen, ProvesAndDescribesTheServer) {
    const auto session = session_of("alice");
    ASSERT_TRUE(session);
    EXPECT_EQ(session->base(), suffix());
    EXPECT_EQ(session->profile().kind, directory::Kind::active_directory);
    EXPECT_TRUE(session->profile().permissive_modify);
    EXPECT_TRUE(session->profile().paged_results);
    EXPECT_EQ(session->principal(), "alice@" + realm());
}

}  // namespace
}  // namespace mutauth::testing

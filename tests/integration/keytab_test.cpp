// Keytabs against MIT's KDC and kadmind.
#include "core/text.h"
#include "integration/keytab_cases.h"

namespace mutauth::testing {
namespace {

TEST_F(KeytabCases, TellsTheRealmsPolicy) {
    support::kadmin("addpol -minlength 100 long");
    support::kadmin("modprinc -policy long websvc");
    const auto before = entries();
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    support::kadmin("modprinc -clearpolicy websvc");
    support::kadmin("delpol -force long");
    ASSERT_FALSE(rotated);
    EXPECT_EQ(rotated.error().status(), Status::password_refused) << rotated.error().message();
    EXPECT_NE(evidence(rotated.error(), "server says").find("100"), std::string::npos)
        << rotated.error().message();
    EXPECT_EQ(entries(), before);
    EXPECT_THAT(findings(), IsEmpty());
    expect_nothing_left();
}

}  // namespace
}  // namespace mutauth::testing

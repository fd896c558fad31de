// Which keys of a keytab open what MIT's KDC issues.
#include "integration/keytab_fault_sweep.h"
#include "integration/keytab_key_cases.h"

namespace mutauth::testing {
namespace {

// Finding R15: MIT's database keeps 16 bits of a version, and begins again at 1.
TEST_F(KeytabKeys, KeepsOldKeysWhereTheVersionsNumberBeginsAgain) {
    support::kadmin("modprinc -kvno 65535 websvc");
    std::filesystem::remove(file_);
    add_by_password(password_);
    ASSERT_THAT(kvnos(), ElementsAre(65535));
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(kvnos(), ElementsAre(1, 65535)) << "the old key stays for its grace";
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    const auto again = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_THAT(kvnos(), ElementsAre(1, 2, 65535));
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    // The one in use is newer than 65535, whatever its number: it never goes by age.
    each([](auto& entry) { entry.timestamp -= 1000 + (entry.kvno == 65535 ? 10 : 0); });
    KeytabRotation rotation;
    rotation.grace = 500;
    const auto aged = rotate_key(place(), rotation, {}, Deadline::usual());
    ASSERT_TRUE(aged) << aged.error().message();
    EXPECT_EQ(kvnos().count(65535), 0U);
    EXPECT_EQ(kvnos().count(3), 1U);
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    support::kadmin("modprinc -kvno 5 websvc");
}

// Finding R6: the old form of a keytab holds a version's lowest byte alone.
TEST_F(KeytabKeys, TakesTheLowestByteOfAVersionAsLibkrb5Does) {
    support::kadmin("modprinc -kvno 300 websvc");
    std::filesystem::remove(file_);
    add_by_password(password_);
    ASSERT_THAT(kvnos(), ElementsAre(300));
    each([](auto& entry) { entry.kvno &= 0xff; });
    expect_verdict_of_kvno("eight bits");
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_TRUE(kinit_takes());
    KeytabAddition addition;
    addition.spn = name(kSpn);
    ASSERT_TRUE(add_to_keytab(place(), addition, {}, Deadline::usual()));
    EXPECT_EQ(kvno(), 300U);
    support::kadmin("modprinc -kvno 5 websvc");
}

}  // namespace
}  // namespace mutauth::testing

// mutauth_steps: what it takes. What it is told is shown where steps are made.
#include <mutauth/steps.h>

#include <gtest/gtest.h>
#include <mutauth/error.h>

namespace {

TEST(Steps, takesNobodyToTellAndBothKinds) {
    for (const int32_t dry_run : {0, 1}) {
        mutauth_steps* made = nullptr;
        EXPECT_EQ(mutauth_steps_new(dry_run, nullptr, nullptr, nullptr, &made), MUTAUTH_OK);
        EXPECT_NE(made, nullptr);
        mutauth_steps_free(made);
    }
    mutauth_steps_free(nullptr);
}

TEST(Steps, refusesWhatMakesNoSense) {
    EXPECT_EQ(mutauth_steps_new(0, nullptr, nullptr, nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    for (const int32_t dry_run : {-1, 2}) {
        auto* made = reinterpret_cast<mutauth_steps*>(8);
        EXPECT_EQ(mutauth_steps_new(dry_run, nullptr, nullptr, nullptr, &made),
                  MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(made, nullptr);
    }
}

}  // namespace

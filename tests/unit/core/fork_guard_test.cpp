#include "core/fork_guard.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace mutauth;

/// Runs the check in a child and gives its exit code.
template <typename Check>
int in_child(Check check) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(check() ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ForkGuard, TellsTheChildAndNotTheParent) {
    const ForkGuard guard;
    EXPECT_EQ(in_child([&] { return guard.forked(); }), 0);
    EXPECT_FALSE(guard.forked());
}

TEST(ForkGuard, TellsAGrandchildFromItsParent) {
    EXPECT_EQ(in_child([] {
                  const ForkGuard made_in_child;
                  return !made_in_child.forked() &&
                         in_child([&] { return made_in_child.forked(); }) == 0;
              }),
              0);
}

}  // namespace

#include "core/regular_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "support/files.h"

namespace mutauth {
namespace {

// Rule 12: what cannot be seen is not for that absent.
TEST(RegularFile, MayExistUnlessTheSystemSaysThatItDoesNot) {
    const support::Folder folder;
    const std::string loop = folder / "loop";
    ASSERT_EQ(::symlink(loop.c_str(), loop.c_str()), 0);
    EXPECT_TRUE(may_exist(loop)) << "ELOOP";
    EXPECT_TRUE(may_exist(folder / ""));
    EXPECT_FALSE(may_exist(folder / "none"));
    support::write_file(folder / "file", "");
    EXPECT_TRUE(may_exist(folder / "file"));
    EXPECT_FALSE(may_exist(folder / "file/below")) << "ENOTDIR";
}

}  // namespace
}  // namespace mutauth

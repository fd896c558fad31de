#include "registration/rotation_state.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "support/access_list.h"
#include "support/files.h"

namespace mutauth::registration {
namespace {

Deadline soon() {
    return Deadline::in(std::chrono::milliseconds(100));
}

TEST(RotationState, OutlivesItsProgramOnceSaved) {
    const support::Folder folder;
    const std::string file = RotationState::path_for(folder / "k");
    {
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state) << state.error().message();
        EXPECT_FALSE(state->pending());
        EXPECT_EQ(RotationState::hold(folder / "k", soon()).error().status(), Status::keytab_busy);
    }
    EXPECT_FALSE(std::filesystem::exists(file)) << "nothing was pending";
    {
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state);
        ASSERT_TRUE(state->save({"a@E", credential::SecretText("s3cret")}));
    }
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
    auto state = RotationState::hold(folder / "k", soon());
    ASSERT_TRUE(state && state->pending());
    EXPECT_EQ(state->pending()->account, "a@E");
    EXPECT_STREQ(state->pending()->password.c_str(), "s3cret");
    ASSERT_TRUE(state->remove());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(RotationState, ForgetsWhatWasCutShort) {
    const support::Folder folder;
    const std::string whole = "mutauth rotation 2\na@E\ns3cret\n3 1000\nend\n";
    const std::string file = RotationState::path_for(folder / "k");
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        support::write_file(file, whole.substr(0, size));
        ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
        const auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state);
        EXPECT_EQ(state->pending().has_value(), size == whole.size()) << size;
    }
}

// Finding R1: until it is known what a server did, what it was asked for stays known.
TEST(RotationState, RemembersThatAServerWasAsked) {
    const support::Folder folder;
    const std::string file = RotationState::path_for(folder / "k");
    {
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state);
        ASSERT_TRUE(state->save({"a@E", credential::SecretText("s3cret"), 7, 1234}));
        EXPECT_FALSE(state->pending()->asked);
    }
    {
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->pending());
        EXPECT_FALSE(state->pending()->asked);
        ASSERT_TRUE(state->mark_asked());
        ASSERT_TRUE(state->mark_asked());
    }
    {
        const auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->pending());
        EXPECT_TRUE(state->pending()->asked);
        EXPECT_EQ(state->pending()->guess, 7U);
        EXPECT_EQ(state->pending()->written, 1234);
        EXPECT_STREQ(state->pending()->password.c_str(), "s3cret");
    }
    // Before that was kept, every state could have been asked for.
    support::write_file(file, "mutauth rotation 1\na@E\ns3cret\nend\n");
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    const auto old = RotationState::hold(folder / "k", soon());
    ASSERT_TRUE(old && old->pending());
    EXPECT_TRUE(old->pending()->asked);
    EXPECT_STREQ(old->pending()->password.c_str(), "s3cret");
}

// Finding R3: a folder's default access list.
TEST(RotationState, IsReadableToNobodyElse) {
    const support::Folder folder;
    const std::string list = support::access_list({{support::kUser, 4, 1234}}, 7, 5, 0);
    if (::setxattr((folder / "").c_str(), "system.posix_acl_default", list.data(), list.size(),
                   0) != 0) {
        GTEST_SKIP() << "the file system has no access lists: " << std::strerror(errno);
    }
    auto state = RotationState::hold(folder / "k", soon());
    ASSERT_TRUE(state) << state.error().message();
    ASSERT_TRUE(state->save({"a@E", credential::SecretText("s3cret")}));
    const std::string file = RotationState::path_for(folder / "k");
    EXPECT_LT(::getxattr(file.c_str(), support::kAccessList, nullptr, 0), 0);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
}

TEST(RotationState, RefusesWhatOthersCouldHaveMade) {
    const support::Folder folder;
    const std::string file = RotationState::path_for(folder / "k");
    support::write_file(file, "mutauth rotation 1\na@E\nknown to others\nend\n");
    ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
    EXPECT_EQ(RotationState::hold(folder / "k", soon()).error().status(),
              Status::keytab_not_writable);
    std::filesystem::remove(file);
    support::write_file(folder / "target", "");
    std::filesystem::create_symlink(folder / "target", file);
    EXPECT_EQ(RotationState::hold(folder / "k", soon()).error().status(),
              Status::keytab_not_writable);
}

}  // namespace
}  // namespace mutauth::registration

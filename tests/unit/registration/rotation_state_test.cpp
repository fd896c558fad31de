#include "registration/rotation_state.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

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
    const std::string whole = "mutauth rotation 1\na@E\ns3cret\nend\n";
    const std::string file = RotationState::path_for(folder / "k");
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        support::write_file(file, whole.substr(0, size));
        ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
        const auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state);
        EXPECT_EQ(state->pending().has_value(), size == whole.size()) << size;
    }
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

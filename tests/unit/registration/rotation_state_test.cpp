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
        EXPECT_EQ(state->pending() != nullptr, size == whole.size()) << size;
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
        ASSERT_TRUE(state->mark_asked(2000));
        ASSERT_TRUE(state->mark_asked(1500));
    }
    {
        const auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->pending());
        EXPECT_TRUE(state->pending()->asked);
        EXPECT_EQ(state->pending()->last_asked, 2000) << "the last of those that are open";
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
    EXPECT_EQ(old->pending()->last_asked, 0);
    EXPECT_STREQ(old->pending()->password.c_str(), "s3cret");
}

PendingRotation rotation_to(const char* password) {
    return {"a@E", credential::SecretText(password), 7, 1234};
}

TEST(RotationState, ForgetsARequestThatWasAnsweredAndNotCarriedOut) {
    const support::Folder folder;
    const auto expect = [&](bool asked, std::int64_t time) {
        const auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->pending());
        EXPECT_EQ(state->pending()->asked, asked);
        EXPECT_EQ(state->pending()->last_asked, time);
    };
    for (const std::int64_t earlier : {0, 1000}) {
        {
            auto state = RotationState::hold(folder / "k", soon());
            ASSERT_TRUE(state);
            ASSERT_TRUE(state->save(rotation_to("one")));
            ASSERT_TRUE(earlier == 0 || state->mark_asked(earlier));
            ASSERT_TRUE(state->mark_asked(3000));
            ASSERT_TRUE(state->unmark_asked());
            EXPECT_EQ(state->pending()->asked, earlier != 0);
            EXPECT_EQ(state->pending()->last_asked, earlier);
            ASSERT_TRUE(state->unmark_asked()) << "only the last one's";
        }
        expect(earlier != 0, earlier);
    }
}

// A time that is none, and a mark that was cut short: the request may have been sent at any time.
TEST(RotationState, KnowsNoTimeOfARequestThatTheFileDoesNotTell) {
    const support::Folder folder;
    const std::string file = RotationState::path_for(folder / "k");
    for (const char* mark : {"asked\n", "asked \n", "asked x\n", "asked -5\n",
                             "asked 99999999999999\n", "asked 17", "ask", "a"}) {
        support::write_file(file,
                            std::string("mutauth rotation 3\na@E\none\n7 1234\nend\n") + mark);
        ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
        {
            auto state = RotationState::hold(folder / "k", soon());
            ASSERT_TRUE(state && state->pending());
            EXPECT_TRUE(state->pending()->asked) << mark;
            EXPECT_EQ(state->pending()->last_asked, 0) << mark;
            ASSERT_TRUE(state->mark_asked(5000));
        }
        const auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->pending());
        EXPECT_EQ(state->pending()->last_asked, 5000) << mark;
    }
}

TEST(RotationState, KeepsWhatWasGivenUpUntilTheNextOneIsSet) {
    const support::Folder folder;
    const std::string file = RotationState::path_for(folder / "k");
    {
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state);
        ASSERT_TRUE(state->save(rotation_to("one")));
        ASSERT_TRUE(state->mark_asked(1000));
        EXPECT_TRUE(state->given_up().empty());
    }
    const std::size_t first = support::read_file(file).size();
    {
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->save(rotation_to("two")));
        EXPECT_STREQ(state->pending()->password.c_str(), "two");
        EXPECT_FALSE(state->pending()->asked);
    }
    const std::string whole = support::read_file(file);
    // Killed anywhere while the second was written, the first is pending as it was.
    for (std::size_t size = first; size <= whole.size(); ++size) {
        support::write_file(file, whole.substr(0, size));
        auto state = RotationState::hold(folder / "k", soon());
        ASSERT_TRUE(state && state->pending());
        const bool both = size == whole.size();
        EXPECT_STREQ(state->pending()->password.c_str(), both ? "two" : "one") << size;
        EXPECT_EQ(state->pending()->last_asked, both ? 0 : 1000);
        ASSERT_EQ(state->given_up().size(), both ? 1U : 0U);
        if (both) {
            EXPECT_STREQ(state->given_up().front().password.c_str(), "one");
        }
        ASSERT_TRUE(both || state->save(rotation_to("two")));
        EXPECT_EQ(support::read_file(file), whole) << "over what was cut short";
    }
    auto state = RotationState::hold(folder / "k", soon());
    ASSERT_TRUE(state && state->take_back());
    EXPECT_STREQ(state->pending()->password.c_str(), "one");
    EXPECT_TRUE(state->pending()->asked);
    EXPECT_EQ(support::read_file(file), whole.substr(0, first));
    ASSERT_TRUE(state->take_back());
    EXPECT_EQ(state->pending(), nullptr);
    EXPECT_FALSE(std::filesystem::exists(file));
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

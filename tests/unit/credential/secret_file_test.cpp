#include "credential/secret_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "credential/file_lock.h"
#include "credential/keytab_file.h"
#include "support/access_list.h"
#include "support/files.h"
#include "support/no_locks.h"

namespace mutauth::credential {
namespace {

using support::access_list;

Deadline within_reason() {
    return Deadline::in(std::chrono::seconds(2));
}

void put_keytab(const std::string& file) {
    auto edit = KeytabEdit::begin(file, within_reason());
    ASSERT_TRUE(edit) << edit.error().message();
    const auto written = edit->write({{"a@E", 1, 18, 1, Bytes(32, 1)}});
    ASSERT_TRUE(written) << written.error().message();
    ASSERT_TRUE(edit->replace());
}

std::string acl_of(const std::string& file) {
    std::string out(65536, '\0');
    const ssize_t size = ::getxattr(file.c_str(), support::kAccessList, out.data(), out.size());
    out.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return out;
}

struct stat about(const std::string& file) {
    struct stat out {};
    EXPECT_EQ(::stat(file.c_str(), &out), 0);
    return out;
}

/// Its folder gives user 1234 the right to read what is made there.
class SecretFile : public ::testing::Test {
  protected:
    void SetUp() override {
        const std::string list = access_list({{support::kUser, 4, 1234}}, 7, 5, 0);
        if (::setxattr((folder_ / "").c_str(), "system.posix_acl_default", list.data(), list.size(),
                       0) != 0) {
            GTEST_SKIP() << "the file system has no access lists: " << std::strerror(errno);
        }
    }

    support::Folder folder_;
    std::string file_ = folder_ / "k";
};

// Finding R3 (registration/acl/): a folder's default access list.
TEST_F(SecretFile, AKeytabWrittenAnewIsReadableToNobodyWhoCouldNotReadIt) {
    put_keytab(file_);
    EXPECT_EQ(acl_of(file_), "") << "a new one";
    ASSERT_EQ(::chmod(file_.c_str(), 0640), 0);
    put_keytab(file_);
    EXPECT_EQ(acl_of(file_), "");
    EXPECT_EQ(about(file_).st_mode & 07777, 0640U);
}

// Finding R3: an access list of more than 4 KiB was dropped.
TEST_F(SecretFile, KeepsAnAccessListOfAnySize) {
    put_keytab(file_);
    std::vector<support::AccessEntry> many;
    for (unsigned user = 0; user < 700; ++user) {
        many.push_back({support::kUser, 4, 5000 + user});
    }
    const std::string list = access_list(many, 6, 4, 0);
    if (::setxattr(file_.c_str(), support::kAccessList, list.data(), list.size(), 0) != 0) {
        GTEST_SKIP() << "the file system takes no access list of " << list.size()
                     << " bytes: " << std::strerror(errno);
    }
    const std::string before = acl_of(file_);
    ASSERT_GT(before.size(), 4096U);
    put_keytab(file_);
    EXPECT_EQ(acl_of(file_), before);
}

// Finding R3: access comes before content.
TEST(SecretFileAccess, IsThereBeforeTheContent) {
    const support::Folder folder;
    put_keytab(folder / "k");
    ASSERT_EQ(::chmod((folder / "k").c_str(), 0440), 0);
    auto fresh = hold_secret_file(folder / "new", Leftover::emptied, within_reason());
    ASSERT_TRUE(fresh);
    const FileDescriptor old(::open((folder / "k").c_str(), O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(copy_access(old.get(), fresh->get()));
    EXPECT_EQ(about(folder / "new").st_size, 0);
    EXPECT_EQ(about(folder / "new").st_mode & 07777, 0440U);
}

// Finding M6: root writes a service's keytab anew, and the service still owns it.
TEST(SecretFileAccess, AServicesKeytabStaysItsOwn) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root may give a file to another user";
    }
    const support::Folder folder;
    put_keytab(folder / "k");
    ASSERT_EQ(::chown((folder / "k").c_str(), 4242, 4243), 0);
    ASSERT_EQ(::chmod((folder / "k").c_str(), 0440), 0);
    put_keytab(folder / "k");
    EXPECT_EQ(about(folder / "k").st_uid, 4242U);
    EXPECT_EQ(about(folder / "k").st_gid, 4243U);
    EXPECT_EQ(about(folder / "k").st_mode & 07777, 0440U);
}

TEST(SecretFileAccess, RootTakesOverWhatItHadGivenAwayWhenItWasKilled) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root may give a file to another user";
    }
    const support::Folder folder;
    const std::string left = folder / ".k.mutauth-new";
    support::write_file(left, "half");
    ASSERT_EQ(::chown(left.c_str(), 4242, 4243), 0);
    const FileDescriptor theirs(::open(left.c_str(), O_RDONLY | O_CLOEXEC));
    put_keytab(folder / "k");
    struct stat held {};
    ASSERT_EQ(::fstat(theirs.get(), &held), 0);
    EXPECT_EQ(held.st_size, 4) << "nothing was written where its owner reads";
    EXPECT_EQ(about(folder / "k").st_uid, 0U);
}

// Finding R12: a file system without locks (NFS without lockd answers ENOLCK).
TEST(FileLock, SaysWhereThereAreNoLocks) {
    const support::Folder folder;
    put_keytab(folder / "k");
    for (const int answer : {ENOLCK, EINVAL, EOPNOTSUPP}) {
        const int code = support::without_locks(answer, [&] {
            const FileDescriptor file(::open((folder / "k").c_str(), O_RDWR | O_CLOEXEC));
            const auto reading = lock_for_reading(file.get(), within_reason());
            const auto writing = lock_for_writing(file.get(), within_reason());
            if (!reading || *reading != Locked::not_supported) {
                return 1;
            }
            if (writing || writing.error().status() != Status::keytab_not_writable ||
                std::string(writing.error().message()).find("no locks") == std::string::npos) {
                return 2;
            }
            if (!read_keytab(folder / "k", within_reason())) {
                return 3;
            }
            return KeytabEdit::begin(folder / "k", within_reason()).error().status() ==
                           Status::keytab_not_writable
                       ? 0
                       : 4;
        });
        EXPECT_EQ(code, 0) << answer;
    }
}

}  // namespace
}  // namespace mutauth::credential

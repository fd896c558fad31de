#include "credential/keytab_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <krb5.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "support/command.h"
#include "support/files.h"

namespace mutauth::credential {
namespace {

Deadline soon() {
    return Deadline::in(std::chrono::milliseconds(200));
}

KeytabEntry entry(const std::string& principal, std::uint32_t kvno, std::uint8_t fill) {
    return {principal, kvno, ENCTYPE_AES256_CTS_HMAC_SHA1_96, 1000000000, Bytes(32, fill)};
}

void put(const std::string& file, const KeytabEntries& entries) {
    auto edit = KeytabEdit::begin(file, soon());
    ASSERT_TRUE(edit) << edit.error().message();
    const auto written = edit->write(entries);
    ASSERT_TRUE(written) << written.error().message();
    ASSERT_TRUE(edit->replace());
}

mode_t mode_of(const std::string& file) {
    struct stat about {};
    EXPECT_EQ(::stat(file.c_str(), &about), 0);
    return about.st_mode & 07777;
}

TEST(KeytabFile, ReadsWhatItWroteAndSoDoesKlist) {
    const support::Folder folder;
    const std::string file = folder / "k";
    const KeytabEntries entries{entry("http/w.example.test@E.TEST", 3, 1),
                                entry("a\\/b\\@c@E.TEST", 70000, 2)};
    put(file, entries);
    const auto read = read_keytab(file, soon());
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(*read, entries) << "timestamps too";
    EXPECT_EQ(mode_of(file), 0600U);
    const auto listed = support::run("TZ=UTC klist -ket '" + file + "'");
    EXPECT_NE(listed.output.find("01:46:40 a\\/b\\@c@E.TEST"), std::string::npos) << listed.output;
}

TEST(KeytabFile, ReadsWhatLibkrb5Wrote) {
    const support::Folder folder;
    const std::string file = folder / "k";
    const auto made = support::run(
        "printf 'addent -password -p http/w@E.TEST -k 7 -e "
        "aes128-cts-hmac-sha1-96 -s salt\\nsecret\\nwkt %s\\n' '" +
        file + "' | ktutil");
    const auto read = read_keytab(file, soon());
    ASSERT_TRUE(read) << read.error().message() << made.output;
    ASSERT_EQ(read->size(), 1U);
    EXPECT_EQ(read->front().principal, "http/w@E.TEST");
    EXPECT_EQ(read->front().kvno, 7U);
    EXPECT_EQ(read->front().enctype, ENCTYPE_AES128_CTS_HMAC_SHA1_96);
    EXPECT_EQ(read->front().key.size(), 16U);
}

TEST(KeytabFile, KeepsModeAndLink) {
    const support::Folder folder;
    std::filesystem::create_directory(folder / "real");
    put(folder / "real/k", {entry("a@E", 1, 1)});
    ASSERT_EQ(::chmod((folder / "real/k").c_str(), 0640), 0);
    std::filesystem::create_symlink(folder / "real/k", folder / "k");
    put(folder / "k", {entry("a@E", 2, 2)});
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "k"));
    EXPECT_EQ(mode_of(folder / "real/k"), 0640U);
    EXPECT_EQ(read_keytab(folder / "real/k", soon())->front().kvno, 2U);
}

TEST(KeytabFile, LeavesNothingWhenItGivesUp) {
    const support::Folder folder;
    put(folder / "k", {entry("a@E", 1, 1)});
    {
        auto edit = KeytabEdit::begin(folder / "k", soon());
        ASSERT_TRUE(edit);
        ASSERT_TRUE(edit->write({}));
    }
    EXPECT_EQ(read_keytab(folder / "k", soon())->size(), 1U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / ""), {}), 1);
}

/// An entry that ends behind the file's end: what is in it must not be lost to a rewrite.
TEST(KeytabFile, ADamagedOneIsNotRewritten) {
    const support::Folder folder;
    const std::string damaged("\5\2\0\0\0\x40\0\1", 8);
    support::write_file(folder / "k", damaged);
    const auto edit = KeytabEdit::begin(folder / "k", soon());
    ASSERT_FALSE(edit);
    EXPECT_EQ(edit.error().status(), Status::keytab_unreadable) << edit.error().message();
    EXPECT_EQ(support::read_file(folder / "k"), damaged);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / ""), {}), 1);
}

TEST(KeytabFile, TakesOverWhatAKilledWriterLeft) {
    const support::Folder folder;
    support::write_file(folder / ".k.mutauth-new", std::string(100000, 'x'));
    put(folder / "k", {entry("a@E", 1, 1)});
    EXPECT_EQ(read_keytab(folder / "k", soon())->size(), 1U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / ""), {}), 1);
    std::filesystem::create_symlink(folder / "elsewhere", folder / ".k.mutauth-new");
    const auto planted = KeytabEdit::begin(folder / "k", soon());
    ASSERT_FALSE(planted);
    EXPECT_EQ(planted.error().status(), Status::keytab_not_writable);
    EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST(KeytabFile, WritersWaitForEachOtherAndForLibkrb5) {
    const support::Folder folder;
    put(folder / "k", {entry("a@E", 1, 1)});
    {
        const auto one = KeytabEdit::begin(folder / "k", soon());
        ASSERT_TRUE(one);
        EXPECT_EQ(KeytabEdit::begin(folder / "k", soon()).error().status(), Status::keytab_busy);
        EXPECT_EQ(read_keytab(folder / "k", soon()).error().status(), Status::keytab_busy);
    }
    // As libkrb5 locks a keytab that it reads or writes.
    const FileDescriptor held(::open((folder / "k").c_str(), O_RDWR | O_CLOEXEC));
    struct flock lock {};
    lock.l_type = F_WRLCK;
    ASSERT_EQ(::fcntl(held.get(), F_OFD_SETLK, &lock), 0);
    EXPECT_EQ(KeytabEdit::begin(folder / "k", soon()).error().status(), Status::keytab_busy);
    const auto cancellation = *Cancellation::make();
    std::thread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        cancellation->cancel();
    });
    const auto deadline = Deadline::in(std::chrono::seconds(20)).with(cancellation);
    EXPECT_EQ(KeytabEdit::begin(folder / "k", deadline).error().status(), Status::cancelled);
    canceller.join();
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / ""), {}), 1);
}

TEST(KeytabFile, LosesNoChangeOfManyWriters) {
    const support::Folder folder;
    const std::string file = folder / "k";
    constexpr int kWriters = 4;
    constexpr int kRounds = 10;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
        writers.emplace_back([&, writer] {
            for (int round = 0; round < kRounds;) {
                auto edit = KeytabEdit::begin(file, Deadline::in(std::chrono::seconds(60)));
                ASSERT_TRUE(edit) << edit.error().message();
                KeytabEntries entries = edit->entries();
                entries.push_back(entry("w" + std::to_string(writer) + "@E",
                                        static_cast<std::uint32_t>(round + 1), 7));
                ASSERT_TRUE(edit->write(entries));
                round += edit->replace() ? 1 : 0;
            }
        });
    }
    for (auto& writer : writers) {
        writer.join();
    }
    EXPECT_EQ(read_keytab(file, soon())->size(), static_cast<std::size_t>(kWriters * kRounds));
}

/// In a child, since the limit would stay.
TEST(KeytabFile, AFullDiskChangesNothingAndKillsNobody) {
    const support::Folder folder;
    put(folder / "k", {entry("a@E", 1, 1)});
    const std::string before = support::read_file(folder / "k");
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const rlimit limit{100, 100};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto edit = KeytabEdit::begin(folder / "k", soon());
        KeytabEntries many(100, entry("a@E", 2, 2));
        const bool refused =
            !edit || edit->write(many).error().status() == Status::keytab_not_writable;
        { const auto closed = std::move(edit); }
        ::_exit(refused ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(support::read_file(folder / "k"), before);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / ""), {}), 1);
}

TEST(KeytabFile, NamesOnlyFiles) {
    EXPECT_EQ(*keytab_path("FILE:/x"), "/x");
    EXPECT_EQ(*keytab_path("a/b:c"), "a/b:c");
    for (const std::string_view name :
         {std::string_view(""), std::string_view("MEMORY:x"), std::string_view("a\0b", 3)}) {
        EXPECT_EQ(keytab_path(name).error().status(), Status::keytab_unreadable);
    }
}

}  // namespace
}  // namespace mutauth::credential

// mutauth_keytab: its arguments and statuses. What it does to keytabs on both realms is in
// tests/integration.
#include <mutauth/keytab.h>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "capi/realm.h"
#include "support/command.h"
#include "support/files.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Findings = realm::Owner<mutauth_report>;
using Keytab = realm::Owner<mutauth_keytab>;
using Steps = realm::Owner<mutauth_steps>;

class CapiKeytab : public testing::Test {
  protected:
    void SetUp() override {
        realm::register_spn("uid=othersvc,ou=services", kSpn);
        // In place, so that the realm's keytab stays that of the account.
        file_ = realm::keytab("othersvc");
    }

    static Keytab named(const std::string& file, const char* account = "othersvc") {
        mutauth_keytab* made = nullptr;
        EXPECT_EQ(mutauth_keytab_new(file.c_str(), account, &made), MUTAUTH_OK) << realm::why();
        return {made, mutauth_keytab_free};
    }

    static mutauth_status check(const Keytab& keytab,
                                const std::string& text,
                                std::vector<std::string>* names = nullptr) {
        const auto spn = realm::spn(text);
        const mutauth_spn* list[] = {spn.get()};
        auto* made = reinterpret_cast<mutauth_report*>(1);
        const auto status =
            mutauth_keytab_check(keytab.get(), list, 1, realm::account("alice").get(),
                                 MUTAUTH_KEYTAB_GRACE, nullptr, &made);
        EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
        const Findings found(made, mutauth_report_free);
        for (size_t i = 0; names != nullptr && i < mutauth_report_count(found.get()); ++i) {
            int32_t code = 0;
            int32_t severity = 0;
            const char* texts[3] = {};
            EXPECT_EQ(mutauth_report_at(found.get(), i, &code, &severity, &texts[0], &texts[1],
                                        &texts[2]),
                      MUTAUTH_OK);
            names->emplace_back(mutauth_report_name(code));
        }
        return status;
    }

    static mutauth_status rotate(const Keytab& keytab, const mutauth_steps* steps = nullptr) {
        return mutauth_keytab_rotate(keytab.get(), nullptr, MUTAUTH_KEYTAB_GRACE, nullptr, steps,
                                     nullptr);
    }

    static constexpr const char* kSpn = "http/capi-keys.example.test";
    std::string file_;
};

TEST_F(CapiKeytab, IsCheckedAddedToAndRotated) {
    const Keytab by_name = named(file_, nullptr);
    std::vector<std::string> found;
    ASSERT_EQ(check(by_name, kSpn, &found), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(found, ElementsAre("key_missing"));
    const auto spn = realm::spn(kSpn);
    ASSERT_EQ(mutauth_keytab_add(by_name.get(), spn.get(), nullptr, nullptr, nullptr, nullptr),
              MUTAUTH_OK)
        << realm::why();
    ASSERT_EQ(rotate(named(file_)), MUTAUTH_OK) << realm::why();
    found.clear();
    ASSERT_EQ(check(by_name, kSpn, &found), MUTAUTH_OK) << realm::why();
    EXPECT_THAT(found, IsEmpty());
    const auto listed = support::run("klist -k '" + file_ + "'");
    EXPECT_NE(listed.output.find(kSpn), std::string::npos) << listed.output;
    EXPECT_EQ(support::run("kinit -c MEMORY:x -kt '" + file_ + "' othersvc").code, 0);
}

TEST_F(CapiKeytab, TellsItsStepsAndDoesNothingInADryRun) {
    const std::string before = support::read_file(file_);
    std::vector<std::string> told;
    mutauth_steps* made = nullptr;
    const auto tell = [](void* user, int32_t moment, const char* step) {
        EXPECT_EQ(moment, MUTAUTH_STEP_PLANNED);
        static_cast<std::vector<std::string>*>(user)->emplace_back(step);
    };
    ASSERT_EQ(mutauth_steps_new(1, tell, &told, nullptr, &made), MUTAUTH_OK);
    const Steps steps(made, mutauth_steps_free);
    ASSERT_EQ(rotate(named(file_), steps.get()), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(told.size(), 6U);
    EXPECT_EQ(support::read_file(file_), before);
}

TEST_F(CapiKeytab, MakesAKeytabFromAPassword) {
    const support::Folder folder;
    const std::string file = folder / "alice.keytab";
    const std::string password = realm::variable("MUTAUTH_REALM_USER_PASSWORD");
    const Keytab keytab = named(file, "alice");
    ASSERT_EQ(
        mutauth_keytab_add(keytab.get(), nullptr, password.c_str(), nullptr, nullptr, nullptr),
        MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(support::run("kinit -c MEMORY:x -kt '" + file + "' alice").code, 0);
    EXPECT_EQ(mutauth_keytab_add(keytab.get(), nullptr, "not the one", nullptr, nullptr, nullptr),
              MUTAUTH_WRONG_PASSWORD);
}

// Finding W3. klist of MIT's tells what the file has.
TEST_F(CapiKeytab, IsReadAndEntriesAreTakenOut) {
    const support::Folder folder;
    const std::string file = folder / "copy.keytab";
    std::filesystem::copy_file(file_, file);
    const Keytab keytab = named(file);
    using Entries = realm::Owner<mutauth_keytab_entries>;
    const auto read = [&] {
        mutauth_keytab_entries* made = nullptr;
        EXPECT_EQ(mutauth_keytab_read(keytab.get(), nullptr, &made), MUTAUTH_OK) << realm::why();
        return Entries(made, mutauth_keytab_entries_free);
    };
    const Entries before = read();
    const auto count = mutauth_keytab_entries_count(before.get());
    ASSERT_GT(count, 1U);
    const char* principal = nullptr;
    uint32_t kvno = 0;
    int32_t enctype = 0;
    const char* name = nullptr;
    int64_t timestamp = 0;
    ASSERT_EQ(
        mutauth_keytab_entries_at(before.get(), 0, &principal, &kvno, &enctype, &name, &timestamp),
        MUTAUTH_OK);
    const std::string listed = support::run("klist -ket '" + file + "'").output;
    EXPECT_THAT(listed, testing::HasSubstr(std::string(principal) + " (" + name + ")"));
    EXPECT_GT(timestamp, 0);
    const auto remove = [&](const char* whose, int64_t version, int32_t type) {
        return mutauth_keytab_remove(keytab.get(), whose, version, type, nullptr, nullptr);
    };
    EXPECT_EQ(remove(principal, kvno, enctype), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(mutauth_keytab_entries_count(read().get()), count - 1);
    EXPECT_EQ(remove(principal, kvno, enctype), MUTAUTH_KEYTAB_LACKS_NAME);
    EXPECT_EQ(remove(nullptr, UINT32_MAX, enctype), MUTAUTH_KEYTAB_LACKS_NAME);
    EXPECT_EQ(remove("nobody", -1, 0), MUTAUTH_KEYTAB_LACKS_NAME);
    EXPECT_EQ(mutauth_keytab_entries_count(read().get()), count - 1);
    EXPECT_EQ(mutauth_keytab_entries_at(before.get(), count, &principal, &kvno, &enctype, &name,
                                        &timestamp),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(principal, nullptr);
    EXPECT_EQ(mutauth_keytab_remove(keytab.get(), nullptr, -1, 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_remove(keytab.get(), nullptr, -2, 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_remove(nullptr, nullptr, 1, 0, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_keytab_entries_count(nullptr), 0U);
}

TEST_F(CapiKeytab, LosesNoKeyThatAnUnfinishedRotationNeeds) {
    const support::Folder folder;
    const std::string file = folder / "copy.keytab";
    std::filesystem::copy_file(file_, file);
    support::write_file(folder / ".copy.keytab.mutauth-rotation", "");
    EXPECT_EQ(mutauth_keytab_remove(named(file).get(), "othersvc", -1, 0, nullptr, nullptr),
              MUTAUTH_ROTATION_UNFINISHED)
        << realm::why();
    EXPECT_EQ(support::read_file(file), support::read_file(file_));
}

TEST_F(CapiKeytab, RefusesFilesThatAreNoKeytabs) {
    const support::Folder folder;
    const std::string whole = support::read_file(file_);
    const auto status_of = [&](const std::string& file) {
        return check(named(file), kSpn);
    };
    EXPECT_EQ(status_of(folder / "missing"), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(status_of(folder / ""), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(status_of("/dev/zero"), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(status_of(std::string(70000, 'x')), MUTAUTH_KEYTAB_UNREADABLE);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(status_of(folder / "pipe"), MUTAUTH_KEYTAB_UNREADABLE) << "it must not wait";
    support::write_file(folder / "text", "[libdefaults]\n");
    EXPECT_EQ(status_of(folder / "text"), MUTAUTH_KEYTAB_UNREADABLE);
    support::write_file(folder / "empty", "");
    EXPECT_EQ(status_of(folder / "empty"), MUTAUTH_KEYTAB_UNREADABLE);
    support::write_file(folder / "huge", "");
    std::filesystem::resize_file(folder / "huge", 1ULL << 40);
    EXPECT_EQ(status_of(folder / "huge"), MUTAUTH_KEYTAB_UNREADABLE);
    support::write_file(folder / "cut", whole.substr(0, whole.size() - 5));
    EXPECT_EQ(status_of(folder / "cut"), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(rotate(named(folder / "cut")), MUTAUTH_KEYTAB_UNREADABLE);
    EXPECT_EQ(support::read_file(folder / "cut"), whole.substr(0, whole.size() - 5));
}

TEST_F(CapiKeytab, RefusesWhatMakesNoSense) {
    auto* made = reinterpret_cast<mutauth_keytab*>(8);
    EXPECT_EQ(mutauth_keytab_new(nullptr, nullptr, &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_keytab_new("x", "", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_new("x", "a@b@c", &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_new("x", nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    for (const char* name : {"", "MEMORY:x", "KEYRING:session:x", "FILE:"}) {
        EXPECT_EQ(mutauth_keytab_new(name, nullptr, &made), MUTAUTH_KEYTAB_UNREADABLE) << name;
    }
    const Keytab keytab = named(file_);
    mutauth_report* found = nullptr;
    const mutauth_spn* none[] = {nullptr};
    EXPECT_EQ(mutauth_keytab_check(keytab.get(), none, 1, nullptr, 0, nullptr, &found),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_keytab_check(keytab.get(), nullptr, 1, nullptr, 0, nullptr, &found),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_check(keytab.get(), nullptr, 0, nullptr, -1, nullptr, &found),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_check(keytab.get(), nullptr, 0, nullptr, 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_check(nullptr, nullptr, 0, nullptr, 0, nullptr, &found),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_keytab_add(keytab.get(), nullptr, nullptr, nullptr, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_add(nullptr, nullptr, "x", nullptr, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(
        mutauth_keytab_add(named(file_, nullptr).get(), nullptr, "x", nullptr, nullptr, nullptr),
        MUTAUTH_INVALID_ARGUMENT)
        << "whose password is it?";
    EXPECT_EQ(mutauth_keytab_rotate(keytab.get(), nullptr, -1, nullptr, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_keytab_rotate(nullptr, nullptr, 0, nullptr, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    mutauth_keytab_free(nullptr);
}

}  // namespace

// A pending password that no password server takes any more, since it was the account's for a time:
// it is given up once its last request is too old to be carried out.
//
// Finding R1.
#pragma once

#include <gmock/gmock.h>

#include <regex>

#include "integration/keytab_unsettled_cases.h"
#include "support/environment.h"

namespace mutauth::testing {

using ::testing::HasSubstr;
using ::testing::Not;

class KeytabGivenUp : public KeytabUnsettled {
  protected:
    static constexpr std::int64_t kHour = 3600;

    void SetUp() override {
        KeytabUnsettled::SetUp();
        if (!is_ad()) {
            // Samba keeps the last 24 passwords by itself.
            support::kadmin("addpol -history 8 remembers");
            support::kadmin("modprinc -policy remembers websvc");
            reset();
        }
        to_history();
    }

    void TearDown() override {
        if (!is_ad()) {
            support::kadmin("modprinc -clearpolicy websvc");
            support::kadmin("delpol -force remembers");
        }
    }

    std::string state_file() const { return registration::RotationState::path_for(file_); }

    /// As if every request had been sent so many seconds earlier. No clock is changed.
    void age(std::int64_t seconds) {
        std::string text = support::read_file(state_file());
        const std::regex asked("asked ([0-9]+)\n");
        std::smatch found;
        ASSERT_TRUE(std::regex_search(text, found, asked)) << text;
        std::string out;
        for (; std::regex_search(text, found, asked); text = found.suffix()) {
            out += found.prefix().str() + "asked " +
                   std::to_string(std::stoll(found[1]) - seconds) + "\n";
        }
        support::write_file(state_file(), out + text);
    }

    /// A rotation that was carried out without an answer, and then somebody sets another password.
    void to_history() {
        std::string late;
        const auto first = first_run(Answer::late, late);
        ASSERT_FALSE(first);
        ASSERT_EQ(first.error().status(), Status::key_change_unsettled) << first.error().message();
        deliver(late);
        password_ = "Other-" + std::string(credential::random_password()->c_str());
        set_password_outside("websvc", password_);
        add_by_password(password_);
        ASSERT_THAT(faults(), IsEmpty());
        before_ = entries();
    }

    void expect_unsettled(const Result<void>& rotated) {
        ASSERT_FALSE(rotated);
        const auto& why = rotated.error();
        EXPECT_EQ(why.status(), Status::key_change_unsettled) << why.message();
        EXPECT_THAT(std::string(why.remedy()), HasSubstr("keytab rotate"));
        EXPECT_THAT(std::string(why.remedy()), HasSubstr(" UTC it drops this password"));
        EXPECT_TRUE(has_state());
        EXPECT_TRUE(kvno_opens(file_, kSpn));
    }

    void expect_done(const Result<void>& rotated) {
        ASSERT_TRUE(rotated) << rotated.error().message();
        EXPECT_THAT(faults(), IsEmpty());
        EXPECT_TRUE(kvno_opens(file_, kSpn));
        EXPECT_TRUE(kinit_takes());
        expect_nothing_left();
        // Tickets may be about that are sealed with any of the keys before.
        const auto now = entries();
        for (const auto& entry : before_) {
            EXPECT_THAT(now, ::testing::Contains(entry)) << entry.principal << ' ' << entry.kvno;
        }
    }

    KeytabEntries before_;
};

TEST_F(KeytabGivenUp, StartsAnewOnceTheRequestIsTooOldToBeCarriedOut) {
    expect_unsettled(rotate_key(place(), {}, {}, Deadline::usual()));
    age(kHour - 120);
    expect_unsettled(rotate_key(place(), {}, {}, Deadline::usual()));
    age(240);
    std::vector<std::string> told;
    Steps steps;
    steps.observer = [&](Moment moment, const std::string& step) {
        if (moment == Moment::done) {
            told.push_back(step);
        }
    };
    expect_done(rotate_key(place(), {}, steps, Deadline::usual()));
    EXPECT_THAT(told, ::testing::Contains(HasSubstr("too old to be carried out")));
}

TEST_F(KeytabGivenUp, GoesByTheKdcsClockWhateverThisMachinesShows) {
    for (const char* shift : {"86400", "-86400"}) {
        const support::Variable variable("SHIFTED_CLOCK", shift);
        expect_unsettled(rotate_key(place(), {}, {}, Deadline::usual()));
    }
    age(kHour + 120);
    const support::Variable variable("SHIFTED_CLOCK", "-86400");
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    EXPECT_TRUE(rotated) << rotated.error().message();
}

TEST_F(KeytabGivenUp, StartsAnewByAnAdministratorWhoseServiceHasNoKeyThatWorks) {
    rewrite([](KeytabEntries& all) {
        const auto newest = std::max_element(all.begin(), all.end(), [](auto& a, auto& b) {
                                return a.kvno < b.kvno;
                            })->kvno;
        std::erase_if(all, [&](const auto& entry) { return entry.kvno == newest; });
    });
    before_ = entries();
    age(kHour + 120);
    const auto by_itself = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_FALSE(by_itself);
    EXPECT_EQ(by_itself.error().status(), Status::key_change_unsettled);
    EXPECT_THAT(std::string(by_itself.error().remedy()), HasSubstr("keytab add"));
    const auto admin = credential_of("admin");
    KeytabRotation rotation;
    rotation.administrator = admin.get();
    expect_done(rotate_key(place(), rotation, {}, Deadline::usual()));
}

TEST_F(KeytabGivenUp, KeepsItWhileTheNextOneIsRefused) {
    age(kHour + 120);
    const std::string state = support::read_file(state_file());
    const auto alice = credential_of("alice");
    const auto denied =
        rotate_at(realm_variable("MUTAUTH_REALM_KPASSWD"), alice.get(), Deadline::usual());
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().status(), Status::password_change_denied) << denied.error().message();
    EXPECT_EQ(support::read_file(state_file()), state);
    EXPECT_EQ(entries(), before_);
    // Unknown again: of the new one this time.
    const auto silent = rotate_beside_silence();
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().status(), Status::key_change_unsettled) << silent.error().message();
    EXPECT_THAT(faults(), IsEmpty());
    expect_done(rotate_key(place(), {}, {}, Deadline::usual()));
}

// What was never the account's stands at the version that the next one gets.
TEST_F(KeytabGivenUp, LeavesNoKeyOfAPasswordThatWasNeverSet) {
    reset();
    const auto current = *kvnos().begin();
    const auto silent = rotate_beside_silence();
    ASSERT_FALSE(silent);
    ASSERT_EQ(silent.error().status(), Status::key_change_unsettled) << silent.error().message();
    age(kHour + 120);
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(kvnos(), ::testing::ElementsAre(current, current + 1));
    EXPECT_THAT(findings(), IsEmpty()) << "no two keys of one version";
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    EXPECT_TRUE(kinit_takes());
    expect_nothing_left();
}

TEST_F(KeytabGivenUp, TakesARequestOfUnknownTimeForANewOne) {
    std::string text = support::read_file(state_file());
    text = std::regex_replace(text, std::regex("asked [0-9]+\n"), "asked\n");
    text = std::regex_replace(text, std::regex("rotation 3"), "rotation 2");
    support::write_file(state_file(), text);
    expect_unsettled(rotate_key(place(), {}, {}, Deadline::usual()));
    expect_unsettled(rotate_key(place(), {}, {}, Deadline::usual()));
    age(kHour + 120);
    expect_done(rotate_key(place(), {}, {}, Deadline::usual()));
}

}  // namespace mutauth::testing

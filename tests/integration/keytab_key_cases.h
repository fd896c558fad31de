// Keys decide, not numbers or names: keytabs as other programs write them, on both realms.
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "integration/keytab_fixture.h"

namespace mutauth::testing {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class KeytabKeys : public KeytabCases {
  protected:
    void each(const std::function<void(credential::KeytabEntry&)>& change) {
        rewrite([&](KeytabEntries& all) { std::for_each(all.begin(), all.end(), change); });
    }

    std::uint32_t kvno() const { return *kvnos().rbegin(); }

    std::vector<std::string> own_findings() const {
        auto found = check_keytab(place(), {}, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? names_of(*found) : std::vector<std::string>();
    }

    /// A key that nobody has.
    static void spoil(credential::KeytabEntry& entry) { entry.key[0] ^= 1; }

    /// A fault, or none, as kvno -k says.
    void expect_verdict_of_kvno(const std::string& what) const {
        EXPECT_EQ(faults().empty(), kvno_opens(file_, kSpn)) << what;
    }
};

// Finding R16: samba-tool domain exportkeytab --principal=HTTP/..., kadmin ktadd -norandkey.
TEST_F(KeytabKeys, RotatesAKeytabThatHoldsTheServicesNameAlone) {
    const auto admin = credential_of("admin");
    for (credential::Credential* administrator : {admin.get(), (credential::Credential*)nullptr}) {
        reset();
        keep_names_of_services();
        const auto before = kvno();
        KeytabRotation rotation;
        rotation.administrator = administrator;
        std::vector<std::string> told;
        Steps dry;
        dry.dry_run = true;
        dry.observer = [&](Moment, const std::string& step) {
            told.push_back(step);
        };
        ASSERT_TRUE(rotate_key(place(), rotation, dry, Deadline::usual()));
        EXPECT_THAT(told, Contains(HasSubstr("version " + std::to_string(before + 1) + " ")));
        EXPECT_THAT(told, Contains(HasSubstr(kSpn)));
        const auto rotated = rotate_key(place(), rotation, {}, Deadline::usual());
        ASSERT_TRUE(rotated) << rotated.error().message();
        EXPECT_TRUE(kvno_opens(file_, kSpn));
        EXPECT_THAT(findings(), IsEmpty());
        const auto all = entries();
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& entry) {
            return entry.kvno == before + 1 && entry.principal.starts_with(kSpn);
        })) << "the new key stands under the service's own name";
        account_ = "";
        EXPECT_THAT(findings(), IsEmpty());
        account_ = "websvc";
        expect_nothing_left();
    }
}

// Finding R16: else it is refused before the password is changed.
TEST_F(KeytabKeys, RefusesToRotateAnAccountThatHasNoKeyInTheKeytab) {
    rewrite([](KeytabEntries& all) {
        for (auto& entry : all) {
            entry.principal = "http/nobodys.example.test@" + realm();
            spoil(entry);
        }
    });
    const auto before = entries();
    const auto admin = credential_of("admin");
    KeytabRotation rotation;
    rotation.administrator = admin.get();
    for (const bool dry : {true, false}) {
        Steps steps;
        steps.dry_run = dry;
        const auto rotated = rotate_key(place(), rotation, steps, Deadline::usual());
        ASSERT_FALSE(rotated);
        EXPECT_EQ(rotated.error().status(), Status::key_not_proven) << rotated.error().message();
        EXPECT_NE(std::string(rotated.error().message()).find("nobodys"), std::string::npos);
    }
    EXPECT_EQ(entries(), before);
    add_by_password(password_);
    EXPECT_TRUE(kvno_opens(file_, kSpn)) << "the password is the old one";
}

// Finding R16: a name whose key is stale, but whose tickets the account's key opens.
TEST_F(KeytabKeys, RotatesNamesWhoseTicketsTheAccountsKeyOpens) {
    rewrite([](KeytabEntries& all) {
        for (auto& entry : all) {
            if (entry.principal.find('/') != std::string::npos) {
                spoil(entry);
            }
        }
    });
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    account_ = "";
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_TRUE(kvno_opens(file_, kSpn));
}

// Finding R17: the names in such a keytab are no clients on Active Directory.
TEST_F(KeytabKeys, JudgesAKeytabThatHoldsTheServicesNameAlone) {
    keep_names_of_services();
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_THAT(own_findings(), IsEmpty()) << "by its key, in the account's name";
    account_ = "";
    EXPECT_THAT(findings(), IsEmpty());
    // As samba-tool exports it, the service's start is checked without more being said.
    const auto verified =
        verify_service(*session_, account_called("websvc"), place(), {}, Deadline::usual());
    ASSERT_TRUE(verified) << verified.error().message();
    EXPECT_THAT(names_of(*verified), IsEmpty());
    const auto asked = check_keytab(place(), {}, Deadline::usual());
    if (!is_ad()) {
        // MIT's KDC takes an alias for a client's name.
        ASSERT_TRUE(asked) << asked.error().message();
        EXPECT_THAT(names_of(*asked), IsEmpty());
        return;
    }
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().status(), Status::client_unknown) << asked.error().message();
    EXPECT_THAT(asked.error().message(), HasSubstr(kSpn));
    EXPECT_THAT(asked.error().remedy(), HasSubstr("--service-account"));
}

// Finding R17: without SPNs the keytab says what the service serves, or else the account.
TEST_F(KeytabKeys, VerifiesTheKeytabsOwnNamesIfNoneAreNamed) {
    const auto verified = [&] {
        auto found =
            verify_service(*session_, account_called("websvc"), place(), {}, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? names_of(*found) : std::vector<std::string>();
    };
    EXPECT_THAT(verified(), IsEmpty());
    ASSERT_TRUE(account_called("websvc").delete_spn(name(kSpn), Deadline::usual()));
    EXPECT_THAT(verified(), ElementsAre("spn_missing"));
    ASSERT_TRUE(account_called("websvc").add_spn(name(kSpn), Deadline::usual()));
    // The account's own name alone: its SPNs in the directory count.
    rewrite([](KeytabEntries& all) {
        std::erase_if(
            all, [](const auto& entry) { return entry.principal.find('/') != std::string::npos; });
    });
    EXPECT_THAT(verified(), IsEmpty());
    each([](auto& entry) { spoil(entry); });
    EXPECT_THAT(verified(), Not(IsEmpty()));
}

// mORMot2 444, gssproxy 111: in a joined machine's keytab SPNs stand in front of the account.
TEST_F(KeytabKeys, FindsTheClientsNameBehindTheServices) {
    rewrite([](KeytabEntries& all) {
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return a.principal.find('/') != std::string::npos &&
                   b.principal.find('/') == std::string::npos;
        });
    });
    account_ = "";
    EXPECT_THAT(own_findings(), IsEmpty());
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    EXPECT_THAT(own_findings(), IsEmpty());
}

// Finding R6: libkrb5 takes 0 for any version.
TEST_F(KeytabKeys, TakesVersion0ForAny) {
    const auto right = kvno();
    // Written before the others: libkrb5 takes a version below 128 for newer than one above 240
    // that was written in the same second, as if the count had begun again.
    each([](auto& entry) {
        entry.kvno = 0;
        entry.timestamp -= 60;
    });
    EXPECT_TRUE(kinit_takes());
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_THAT(own_findings(), IsEmpty());
    KeytabAddition addition;
    addition.spn = name(kSpn);
    const auto added = add_to_keytab(place(), addition, {}, Deadline::usual());
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_THAT(kvnos(), ElementsAre(0, right)) << "the SPN has the KDC's number";
    EXPECT_THAT(findings(), IsEmpty());
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_EQ(kvno(), right + 1);
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_TRUE(kinit_takes());
}

// Finding R6: a key that opens tickets is the right one, whatever number it has.
TEST_F(KeytabKeys, OpensByAKeyWhoseNumberIsNotTheKdcs) {
    const auto right = kvno();
    each([](auto& entry) { entry.kvno += 7; });
    expect_verdict_of_kvno("another number");
    EXPECT_TRUE(kvno_opens(file_, kSpn));
    EXPECT_TRUE(kinit_takes());
    EXPECT_THAT(findings(), ElementsAre("kvno_misleads"));
    EXPECT_THAT(own_findings(), ElementsAre("kvno_misleads"));
    KeytabAddition addition;
    addition.spn = name(kSpn);
    ASSERT_TRUE(add_to_keytab(place(), addition, {}, Deadline::usual()));
    EXPECT_THAT(kvnos(), ElementsAre(right, right + 7));
    EXPECT_THAT(findings(), IsEmpty()) << "the remedy clears it";
}

// Finding R6, msktutil 69: an account made anew begins at version 1; older numbers are higher.
TEST_F(KeytabKeys, JudgesANewAccountsLowVersionByItsKey) {
    rewrite([](KeytabEntries& all) {
        for (auto& entry : all) {
            entry.timestamp -= 50 * 24 * 3600;
        }
        KeytabEntries old = all;
        for (auto& entry : old) {
            entry.kvno += 8;
            entry.timestamp -= 50 * 24 * 3600;
            spoil(entry);
        }
        all.insert(all.begin(), old.begin(), old.end());
    });
    expect_verdict_of_kvno("a higher number stands beside it");
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_FALSE(kinit_takes()) << "kinit takes the highest";
    EXPECT_THAT(findings(), Contains("kvno_misleads"));
    for (const auto& finding : own_findings()) {
        EXPECT_TRUE(finding == "kvno_misleads" || finding == "stale_key") << finding;
    }
    const auto current = *kvnos().begin();
    const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
    ASSERT_TRUE(rotated) << rotated.error().message();
    EXPECT_THAT(kvnos(), ElementsAre(current, current + 1))
        << "what was replaced long ago is gone, and not what the KDC had";
    EXPECT_TRUE(kinit_takes());
    EXPECT_THAT(findings(), IsEmpty());
}

// truenas middleware 4152, NethServer 6446; finding R6.
TEST_F(KeytabKeys, FindsTwoKeysOfOneNameVersionAndType) {
    for (const bool wrong_first : {true, false}) {
        reset();
        rewrite([&](KeytabEntries& all) {
            KeytabEntries wrong = all;
            std::for_each(wrong.begin(), wrong.end(), spoil);
            all.insert(wrong_first ? all.begin() : all.end(), wrong.begin(), wrong.end());
        });
        EXPECT_EQ(kinit_takes(), !wrong_first);
        expect_verdict_of_kvno(wrong_first ? "wrong first" : "right first");
        EXPECT_THAT(faults(), IsEmpty());
        EXPECT_THAT(findings(), Contains("key_conflict"));
        EXPECT_THAT(own_findings(), Contains("key_conflict")) << "each key is tried";
        const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
        ASSERT_TRUE(rotated) << rotated.error().message();
        EXPECT_THAT(findings(), IsEmpty()) << "the remedy clears it";
        EXPECT_TRUE(kinit_takes());
        EXPECT_TRUE(kvno_opens(file_, kSpn));
    }
}

// Finding R6: a new key for the wrong account helps nobody.
TEST_F(KeytabKeys, DoesNotAdviseToRotateAnotherAccountsKey) {
    std::filesystem::copy_file(realm_variable("MUTAUTH_REALM_KEYTABS") + "/othersvc.keytab", file_,
                               std::filesystem::copy_options::overwrite_existing);
    account_ = "othersvc";
    KeytabCheck check;
    check.spns = {name(kSpn)};
    for (const bool own : {true, false}) {
        const auto alice = credential_of("alice");
        check.client = own ? nullptr : alice.get();
        const auto found = check_keytab(place(), check, Deadline::usual());
        ASSERT_TRUE(found) << found.error().message();
        ASSERT_FALSE(found->empty());
        EXPECT_EQ(found->front().severity(), registration::Severity::fault);
        EXPECT_THAT(found->front().remedy, Not(HasSubstr("rotate")));
        EXPECT_THAT(found->front().remedy, HasSubstr("another account"));
    }
}

// Finding R17: adcli always writes RC4 keys.
TEST_F(KeytabKeys, WarnsOfWeakKeysAndItsRemedyClearsThem) {
    rewrite([](KeytabEntries& all) {
        KeytabEntries weak = all;
        std::erase_if(weak, [](const auto& entry) {
            return entry.enctype != ENCTYPE_AES128_CTS_HMAC_SHA1_96;
        });
        for (auto& entry : weak) {
            entry.enctype = ENCTYPE_ARCFOUR_HMAC;
        }
        all.insert(all.end(), weak.begin(), weak.end());
    });
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_THAT(findings(), Contains("weak_enctype"));
    ASSERT_TRUE(rotate_key(place(), {}, {}, Deadline::usual()));
    EXPECT_THAT(findings(), IsEmpty());
}

// Finding M8: what the keytab held before the wait for another rotation is not what it holds after.
TEST_F(KeytabKeys, LooksAgainAfterItHasWaitedForAnotherRotation) {
    const std::string copy = folder_ / "copy.keytab";
    std::filesystem::copy_file(file_, copy);
    const auto before = kvno();
    const std::string state = registration::RotationState::path_for(file_);
    const auto holders = [&] {
        int found = 0;
        for (const auto& open : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            found += std::filesystem::read_symlink(open.path(), gone) == state ? 1 : 0;
        }
        return found;
    };
    Result<void> second{Error(Status::internal)};
    std::thread waiting;
    {
        auto first = registration::RotationState::hold(file_, Deadline::usual());
        ASSERT_TRUE(first);
        waiting = std::thread([&] { second = rotate_key(place(), {}, {}, Deadline::usual()); });
        while (holders() < 2) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        // It has read the keytab. Another rotation ends: the key that it has read is refused now.
        const std::string saved = file_;
        file_ = copy;
        const auto rotated = rotate_key(place(), {}, {}, Deadline::usual());
        file_ = saved;
        ASSERT_TRUE(rotated) << rotated.error().message();
        std::filesystem::rename(copy, file_);
    }
    waiting.join();
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_THAT(kvnos(), ElementsAre(before, before + 1, before + 2));
    EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace mutauth::testing

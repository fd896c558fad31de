// What a keytab test on either realm starts from: websvc with a known password and one SPN, and a
// keytab with its keys.
#pragma once

#include <krb5.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>

#include "credential/password_key.h"
#include "integration/realm_directory.h"
#include "registration/account.h"
#include "registration/keytab_addition.h"
#include "registration/keytab_check.h"
#include "registration/keytab_rotation.h"
#include "registration/rotation_state.h"
#include "registration/verification.h"
#include "support/command.h"
#include "support/fake_kdc.h"
#include "support/files.h"

namespace mutauth::testing {

using credential::Credential;
using credential::KeytabEntries;
using credential::SecretText;
using registration::Account;
using registration::Finding;
using registration::FindingCode;
using registration::Findings;
using registration::KeytabAddition;
using registration::KeytabCheck;
using registration::KeytabPlace;
using registration::KeytabRotation;
using registration::Moment;
using registration::Steps;

inline bool is_ad() {
    return realm_variable("MUTAUTH_REALM_KIND") == "ad";
}

/// By libkrb5's own krb5_set_password, in the administrator's name: another implementation than
/// the one under test.
inline void set_password_outside(const std::string& account, const std::string& password) {
    krb5_context context = nullptr;
    krb5_principal admin = nullptr;
    krb5_principal target = nullptr;
    krb5_creds creds{};
    krb5_data words{};
    krb5_data text{};
    int code = -1;
    ASSERT_EQ(krb5_init_context(&context), 0);
    ASSERT_EQ(krb5_parse_name(context, "admin", &admin), 0);
    ASSERT_EQ(krb5_parse_name(context, account.c_str(), &target), 0);
    const std::string secret = realm_variable("MUTAUTH_REALM_ADMIN_PASSWORD");
    ASSERT_EQ(krb5_get_init_creds_password(context, &creds, admin, secret.c_str(), nullptr, nullptr,
                                           0, "kadmin/changepw", nullptr),
              0);
    const auto failed =
        krb5_set_password(context, &creds, password.c_str(), target, &code, &words, &text);
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(code, 0) << std::string(text.data, text.length);
    krb5_free_data_contents(context, &words);
    krb5_free_data_contents(context, &text);
    krb5_free_cred_contents(context, &creds);
    krb5_free_principal(context, admin);
    krb5_free_principal(context, target);
    krb5_free_context(context);
}

/// krb5.conf, the realm's own if none is given, with another server in the line of this key.
inline std::string with_server(
    const std::string& key,
    const std::string& address,
    std::string text = support::read_file(realm_variable("KRB5_CONFIG"))) {
    const std::string begin = "  " + key + " = ";
    const auto at = text.find(begin);
    EXPECT_NE(at, std::string::npos) << text;
    return text.replace(at, text.find('\n', at) - at, begin + address);
}

/// MIT's kvno opens the ticket with the keytab by itself.
inline bool kvno_opens(const std::string& keytab, const std::string& spn) {
    const std::string cache = keytab + ".ccache";
    const auto ran = support::run("kinit -c FILE:" + cache +
                                  " -kt \"$MUTAUTH_REALM_KEYTABS/alice.keytab\" alice && " +
                                  "kvno -c FILE:" + cache + " -k '" + keytab + "' '" + spn + "'");
    std::filesystem::remove(cache);
    return ran.code == 0 && ran.output.find("keytab entry valid") != std::string::npos;
}

class KeytabCases : public ::testing::Test {
  protected:
    static constexpr const char* kSpn = "http/keys.example.test";
    static constexpr const char* kOtherSpn = "http/more.example.test:8443";

    void SetUp() override {
        session_ = session_of("admin");
        ASSERT_TRUE(session_);
        for (const char* account : {"websvc", "othersvc"}) {
            Account found = account_called(account);
            for (const char* spn : {kSpn, kOtherSpn}) {
                ASSERT_TRUE(found.delete_spn(name(spn), Deadline::usual()));
            }
        }
        ASSERT_TRUE(account_called("websvc").add_spn(name(kSpn), Deadline::usual()));
        reset();
    }

    /// A new password, a keytab that has its keys and nothing else, and no rotation that was begun.
    void reset() {
        password_ = "Start-" + std::string(credential::random_password()->c_str());
        set_password_outside("websvc", password_);
        std::filesystem::remove(file_);
        std::filesystem::remove(registration::RotationState::path_for(file_));
        add_by_password(password_);
    }

    void add_by_password(const std::string& text) {
        const SecretText password(text);
        KeytabAddition addition;
        addition.spn = name(kSpn);
        addition.password = &password;
        const auto added = add_to_keytab(place(), addition, {}, Deadline::usual());
        ASSERT_TRUE(added) << added.error().message();
    }

    Account account_called(const std::string& called) {
        auto account = Account::find(*session_, called, Deadline::usual());
        EXPECT_TRUE(account) << account.error().message();
        return std::move(*account);
    }

    KeytabPlace place() const {
        auto made = KeytabPlace::make(file_, account_);
        EXPECT_TRUE(made) << made.error().message();
        return std::move(*made);
    }

    KeytabEntries entries() const {
        auto read = credential::read_keytab(file_, Deadline::usual());
        EXPECT_TRUE(read) << read.error().message();
        return read ? std::move(*read) : KeytabEntries();
    }

    std::set<std::uint32_t> kvnos() const {
        std::set<std::uint32_t> out;
        for (const auto& entry : entries()) {
            out.insert(entry.kvno);
        }
        return out;
    }

    /// As alice, who is neither the service nor an administrator.
    std::vector<std::string> findings(const std::string& spn = kSpn) const {
        const auto client = credential_of("alice");
        KeytabCheck check;
        check.spns = {name(spn)};
        check.client = client.get();
        auto found = check_keytab(place(), check, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? names_of(*found) : std::vector<std::string>();
    }

    /// Those that keep clients from the service.
    std::vector<std::string> faults() const {
        const auto client = credential_of("alice");
        KeytabCheck check;
        check.spns = {name(kSpn)};
        check.client = client.get();
        auto found = check_keytab(place(), check, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        if (found) {
            std::erase_if(*found, [](const auto& finding) {
                return finding.severity() != registration::Severity::fault;
            });
        }
        return found ? names_of(*found) : std::vector<std::string>();
    }

    /// What a rotation says beside a password server that gives this answer, or none at all. On a
    /// busy machine the time may be over before the server is asked: then anew, with more of it.
    static Result<void> rotate_until_asked(
        const support::FakeKdc::Answer& answer,
        const std::function<Result<void>(const support::FakeKdc&, Deadline)>& rotate) {
        for (std::chrono::milliseconds patience{2500};; patience *= 2) {
            const support::FakeKdc server(answer);
            auto rotated = rotate(server, Deadline::in(patience));
            if (server.asked() > 0 || patience > std::chrono::minutes(1)) {
                EXPECT_EQ(server.asked(), 1) << "what may have been done is not asked for twice";
                return rotated;
            }
        }
    }

    /// What kinit -k says of the keytab.
    bool kinit_takes(const std::string& account = "websvc") const {
        return support::run("kinit -c MEMORY:x -kt '" + file_ + "' '" + account + "'").code == 0;
    }

    void keep_names_of_services() {
        rewrite([](KeytabEntries& all) {
            std::erase_if(all, [](const auto& entry) {
                return entry.principal.find('/') == std::string::npos;
            });
        });
    }

    static std::vector<std::string> names_of(const Findings& found) {
        std::vector<std::string> out;
        for (const auto& finding : found) {
            out.emplace_back(registration::finding_name(static_cast<int>(finding.code)));
            EXPECT_FALSE(finding.text.empty());
            EXPECT_FALSE(finding.remedy.empty());
        }
        return out;
    }

    void rewrite(const std::function<void(KeytabEntries&)>& change) {
        auto edit = credential::KeytabEdit::begin(file_, Deadline::usual());
        ASSERT_TRUE(edit) << edit.error().message();
        KeytabEntries changed = edit->entries();
        change(changed);
        ASSERT_TRUE(edit->write(changed));
        ASSERT_TRUE(edit->replace());
    }

    /// No file is left in the keytab's folder but the keytab.
    void expect_nothing_left() const {
        for (const auto& file : std::filesystem::directory_iterator(folder_ / "")) {
            EXPECT_EQ(file.path(), file_);
        }
    }

    support::Folder folder_;
    std::string file_ = folder_ / "service.keytab";
    std::string account_ = "websvc";
    std::string password_;
    std::unique_ptr<directory::Session> session_;
};

}  // namespace mutauth::testing

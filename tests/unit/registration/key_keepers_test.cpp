#include "registration/key_keepers.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <filesystem>

#include "support/files.h"

namespace mutauth::registration {
namespace {

class KeyKeepers : public ::testing::Test {
  protected:
    void SetUp() override {
        put(paths_.system_keytab, "HOST1$@E.TEST");
        put(own_, "websvc@E.TEST");
    }

    static void put(const std::string& file, const std::string& principal) {
        auto edit = credential::KeytabEdit::begin(file, Deadline::usual());
        ASSERT_TRUE(edit) << edit.error().message();
        ASSERT_TRUE(
            edit->write({{principal, 1, ENCTYPE_AES256_CTS_HMAC_SHA1_96, 1, Bytes(32, 1)}}));
        ASSERT_TRUE(edit->replace());
    }

    Keeper keeper(const std::string& keytab, const std::string& account) {
        auto found = find_keeper(keytab, account, paths_, Deadline::usual());
        EXPECT_TRUE(found) << found.error().message();
        return found ? *found : Keeper{};
    }

    support::Folder folder_;
    std::string own_ = folder_ / "own.keytab";
    KeeperPaths paths_{folder_ / "krb5.keytab", folder_ / "sssd.conf", folder_ / "secrets.tdb",
                       folder_ / "conf.d"};
};

TEST_F(KeyKeepers, NobodyKeepsAServicesOwnKeytab) {
    EXPECT_EQ(keeper(own_, "websvc@E.TEST").name, "");
    support::write_file(paths_.sssd_configuration, "[domain/e]\nid_provider = ad\n");
    support::write_file(paths_.samba_secrets, "");
    EXPECT_EQ(keeper(own_, "websvc@E.TEST").name, "");
    EXPECT_TRUE(require_keeper({}, "websvc@E.TEST", ""));
}

TEST_F(KeyKeepers, TheSystemsKeytabIsKept) {
    EXPECT_EQ(keeper(paths_.system_keytab, "host1$@E.TEST").name, "system");
    std::filesystem::create_symlink(paths_.system_keytab, folder_ / "link");
    EXPECT_EQ(keeper(folder_ / "link", "host1$@E.TEST").name, "system");
    support::write_file(paths_.samba_secrets, "");
    EXPECT_EQ(keeper(paths_.system_keytab, "host1$@E.TEST").name, "samba");
    support::write_file(paths_.sssd_configuration, "[domain/e]\n id_provider=ad \n");
    EXPECT_EQ(keeper(paths_.system_keytab, "host1$@E.TEST").name, "sssd");
}

TEST_F(KeyKeepers, SoIsItsAccountInAnotherKeytab) {
    EXPECT_EQ(keeper(own_, "host1$@E.TEST").name, "system");
    support::write_file(paths_.sssd_configuration, "id_provider = ad\n");
    EXPECT_EQ(keeper(own_, "host1$@E.TEST").name, "sssd");
}

TEST_F(KeyKeepers, SssdMayNameAnyKeytab) {
    support::write_file(
        paths_.sssd_configuration,
        "[domain/e]\nid_provider = ldap\n# krb5_keytab = no\nkrb5_keytab = " + own_);
    const auto found = keeper(own_, "websvc@E.TEST");
    EXPECT_EQ(found.name, "sssd");
    EXPECT_NE(found.evidence.find("krb5_keytab = "), std::string::npos) << found.evidence;
    const auto refused = require_keeper(found, "websvc@E.TEST", "samba");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::key_kept_elsewhere);
    EXPECT_NE(std::string(refused.error().message()).find("sssd"), std::string::npos);
    EXPECT_TRUE(require_keeper(found, "websvc@E.TEST", "sssd"));
}

// Finding R12: sssd.conf(5) reads snippets too, and takes names as libkrb5 does.
TEST_F(KeyKeepers, SssdsSnippetsCountAndSoDoNamesOfLibkrb5s) {
    std::filesystem::create_directory(folder_ / "conf.d");
    const std::string snippet = folder_ / "conf.d/10-domain.conf";
    support::write_file(folder_ / "conf.d/.hidden.conf", "krb5_keytab = " + own_ + "\n");
    support::write_file(folder_ / "conf.d/backup.conf.old", "krb5_keytab = " + own_ + "\n");
    EXPECT_EQ(keeper(own_, "websvc@E.TEST").name, "");
    support::write_file(snippet, "[domain/e]\nkrb5_keytab = FILE:" + own_ + "\n");
    const auto found = keeper(own_, "websvc@E.TEST");
    EXPECT_EQ(found.name, "sssd");
    EXPECT_NE(found.evidence.find("10-domain.conf"), std::string::npos) << found.evidence;
    support::write_file(snippet, "[domain/e]\nid_provider = ad\n");
    EXPECT_EQ(keeper(own_, "websvc@E.TEST").name, "");
    EXPECT_EQ(keeper(paths_.system_keytab, "host1$@E.TEST").name, "sssd");
    std::filesystem::remove(snippet);
    support::write_file(paths_.sssd_configuration, "ldap_krb5_keytab = FILE:" + own_ + "\n");
    EXPECT_EQ(keeper(own_, "websvc@E.TEST").name, "sssd");
}

}  // namespace
}  // namespace mutauth::registration

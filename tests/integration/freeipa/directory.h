// A slapd of the test's own with FreeIPA's kind of schema, tree and rules, in a folder that goes
// away. It proves ldap/localhost with the realm's key. Its KDC is not there: no live FreeIPA server
// is.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/realm_directory.h"
#include "support/command.h"
#include "support/files.h"

namespace mutauth::testing {

class FreeIpaDirectory {
  public:
    FreeIpaDirectory() {
        support::write_file(folder_ / "slapd.conf", configuration());
        support::write_file(folder_ / "content.ldif", content());
        std::filesystem::create_directory(folder_ / "data");
        support::must_run("/usr/sbin/slapadd -f " + folder_ / "slapd.conf" + " -l " +
                          folder_ / "content.ldif");
        start();
    }
    FreeIpaDirectory(const FreeIpaDirectory&) = delete;
    FreeIpaDirectory& operator=(const FreeIpaDirectory&) = delete;
    ~FreeIpaDirectory() {
        if (server_ > 0) {
            ::kill(server_, SIGTERM);
            ::waitpid(server_, nullptr, 0);
        }
    }

    std::unique_ptr<directory::Session> session_of(const std::string& account) const {
        auto session = open_at("localhost:" + port_, account, Deadline::usual());
        EXPECT_TRUE(session) << session.error().message();
        return session ? std::move(*session) : nullptr;
    }

  private:
    /// The realm's own modules and those schemas of it that FreeIPA has too.
    static std::string from_the_realm() {
        std::istringstream lines(
            support::read_file(realm_variable("MUTAUTH_REALM_DIR") + "/slapd.conf"));
        std::string out;
        for (std::string line; std::getline(lines, line);) {
            const bool schema =
                line.starts_with("include") && line.find("directory.schema") == std::string::npos;
            if (schema || line.starts_with("module")) {
                out += line + '\n';
            }
        }
        return out;
    }

    std::string configuration() const {
        const std::string admin = "uid=admin,cn=users,cn=accounts," + suffix();
        return from_the_realm() + "include " + MUTAUTH_TEST_VECTORS +
               "/../integration/freeipa/freeipa.schema\n"
               "sasl-host localhost\nsasl-realm " +
               realm() +
               "\nauthz-regexp \"uid=([^,]+),cn=[^,]+,cn=gssapi,cn=auth\"\n"
               "  \"ldap:///" +
               suffix() + "??sub?(krbPrincipalName=$1@" + realm() +
               ")\"\n"
               "access to dn.base=\"\" by * read\n"
               "access to dn.base=\"cn=Subschema\" by users read\n"
               "database mdb\nsuffix \"" +
               suffix() + "\"\ndirectory \"" + folder_ / "data" + "\"\nrootdn \"cn=manager," +
               suffix() +
               "\"\ndbnosync\n"
               // FreeIPA: install/updates/10-uniqueness.update, by 389-ds' own plugin.
               "overlay unique\n"
               "unique_uri \"serialize ldap:///?krbPrincipalName?sub\"\n"
               "access to attrs=krbPrincipalName by dn.exact=\"" +
               admin +
               "\" write by users read by anonymous auth\n"
               "access to * by dn.exact=\"" +
               admin + "\" write by users read by anonymous auth\n";
    }

    static std::string principal(const std::string& name) {
        return "krbPrincipalName: " + name + '@' + realm() + '\n';
    }

    static std::string user(const std::string& name) {
        return "dn: uid=" + name + ",cn=users,cn=accounts," + suffix() +
               "\nobjectClass: inetOrgPerson\nobjectClass: ipaObject\n"
               "objectClass: krbPrincipalAux\nuid: " +
               name + "\ncn: " + name + "\nsn: " + name + "\nipaUniqueID: " + name + '\n' +
               principal(name) + '\n';
    }

    /// As ipa service-add makes it: its principal is in its DN.
    static std::string service(const std::string& name) {
        return "dn: krbPrincipalName=" + name + '@' + realm() + ",cn=services,cn=accounts," +
               suffix() +
               "\nobjectClass: krbPrincipal\nobjectClass: krbPrincipalAux\n"
               "objectClass: ipaObject\nobjectClass: ipaService\nipaUniqueID: " +
               name + '\n' + principal(name) + "krbCanonicalName: " + name + '@' + realm() +
               "\nmanagedBy: fqdn=web.example.test,cn=computers,cn=accounts," + suffix() + "\n\n";
    }

    static std::string container(const std::string& dn, const std::string& name) {
        return "dn: " + dn + suffix() + "\nobjectClass: organizationalRole\ncn: " + name + "\n\n";
    }

    static std::string content() {
        return "dn: " + suffix() +
               "\nobjectClass: organization\nobjectClass: dcObject\n"
               "o: example\ndc: example\n\n" +
               container("cn=accounts,", "accounts") + container("cn=users,cn=accounts,", "users") +
               container("cn=services,cn=accounts,", "services") +
               container("cn=computers,cn=accounts,", "computers") + user("admin") + user("alice") +
               "dn: fqdn=web.example.test,cn=computers,cn=accounts," + suffix() +
               "\nobjectClass: device\nobjectClass: ipaObject\nobjectClass: ipaHost\n"
               "objectClass: krbPrincipalAux\ncn: web\nfqdn: web.example.test\n"
               "ipaUniqueID: web\n" +
               principal("host/web.example.test") + '\n' + service("HTTP/web.example.test") +
               service("HTTP/other.example.test");
    }

    static std::string free_port() {
        const auto held = listen_tcp({"127.0.0.1", 0}, Deadline::usual());
        EXPECT_TRUE(held);
        const std::string address = local_address_of(held->get());
        return address.substr(address.rfind(':') + 1);
    }

    void start() {
        port_ = free_port();
        const std::string keytab =
            "KRB5_KTNAME=FILE:" + realm_variable("MUTAUTH_REALM_KEYTABS") + "/directory.keytab";
        const std::string krb5 = "KRB5_CONFIG=" + realm_variable("KRB5_CONFIG");
        const std::string replay = "KRB5RCACHEDIR=" + realm_variable("KRB5RCACHEDIR");
        const std::string conf = folder_ / "slapd.conf";
        const std::string url = "ldap://127.0.0.1:" + port_ + '/';
        std::array<const char*, 8> arguments{"slapd",      "-d", "none",      "-f",
                                             conf.c_str(), "-h", url.c_str(), nullptr};
        std::array<const char*, 4> environment{keytab.c_str(), krb5.c_str(), replay.c_str(),
                                               nullptr};
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_ / "log").c_str(),
                                           O_WRONLY | O_CREAT, 0600);
        ASSERT_EQ(::posix_spawn(&server_, "/usr/sbin/slapd", &actions, nullptr,
                                const_cast<char**>(arguments.data()),
                                const_cast<char**>(environment.data())),
                  0);
        ::posix_spawn_file_actions_destroy(&actions);
        const Deadline patience = Deadline::in(std::chrono::seconds(20));
        while (
            !connect_tcp({"127.0.0.1", static_cast<std::uint16_t>(std::stoi(port_))}, patience)) {
            ASSERT_FALSE(patience.passed()) << "slapd does not come up";
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    support::Folder folder_;
    std::string port_;
    pid_t server_ = -1;
};

}  // namespace mutauth::testing

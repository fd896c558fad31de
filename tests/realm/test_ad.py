"""The realm of Samba's domain controller: what it holds, seen with stock tools."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from conftest import COMMAND, User
from mutauth_realm import MissingServer, Realm
from mutauth_realm.folder import RealmFolder

CONSTRAINT_VIOLATION, INSUFFICIENT_ACCESS = 19, 50
SUFFIX = "DC=ad,DC=test"
ENTRIES = {"alice": "CN=alice,CN=Users", "bob": "CN=bob,CN=Users", "admin": "CN=admin,CN=Users",
           "websvc": "CN=websvc,OU=services", "othersvc": "CN=othersvc,OU=services",
           "host1": "CN=host1,CN=Computers", "host2": "CN=host2,CN=Computers"}
PRINCIPALS = {"host1": "host1$", "host2": "host2$"}
AES = {"aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96"}


class AdUser(User):
    principals = PRINCIPALS

    def registers(self, account: str, value: str) -> int:
        return self.modify(f"dn: {ENTRIES[account]},{SUFFIX}\nchangetype: modify\n"
                           f"add: servicePrincipalName\nservicePrincipalName: {value}\n")

    def entry_of(self, account: str) -> str:
        return self.search("-s", "base", "-b", f"{ENTRIES[account]},{SUFFIX}")


@pytest.fixture(scope="module")
def output_shown(request):
    return request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled


@pytest.fixture(scope="module")
def ad(output_shown):
    begin = time.monotonic()
    realm = Realm(kind="ad").start()
    ready = time.monotonic()
    yield realm
    stopping = time.monotonic()
    realm.stop()
    with output_shown():
        print(f"\n  started in {ready - begin:.2f} s, stopped in "
              f"{time.monotonic() - stopping:.2f} s")


@pytest.fixture
def log_in(ad, tmp_path):
    return lambda account: AdUser(ad, account, tmp_path)


def test_the_variables_are_those_of_the_contract(ad):
    said = ad.variables
    assert said["MUTAUTH_REALM"] == "AD.TEST"
    assert said["MUTAUTH_REALM_KIND"] == "ad"
    assert said["MUTAUTH_REALM_DOMAIN"] == "ADTEST"
    assert said["MUTAUTH_REALM_SUFFIX"] == SUFFIX
    assert said["MUTAUTH_REALM_LDAP_SPN"] == "ldap/dc1.ad.test/ad.test"
    address = re.fullmatch(r"ldap://(127\.[0-9.]+):389", said["MUTAUTH_REALM_LDAP_URI"])[1]
    assert said["MUTAUTH_REALM_CATALOG_URI"] == f"ldap://{address}:3268"
    assert said["MUTAUTH_REALM_KDC"] == f"{address}:88"
    assert said["MUTAUTH_REALM_KPASSWD"] == f"{address}:464"
    assert said["MUTAUTH_REALM_LDAPS_URI"] == f"ldaps://{address}:636"


# Finding W8.
def test_the_directory_speaks_tls_by_the_realms_own_certificate(ad, tmp_path):
    words = ["ldapsearch", "-x", "-LLL", "-H", ad.variables["MUTAUTH_REALM_LDAPS_URI"],
             "-s", "base", "-b", "", "dnsHostName"]
    trusting = {**ad.environment, "LDAPTLS_CACERT": ad.variables["MUTAUTH_REALM_CA"]}
    done = subprocess.run(ad.command(words), env=trusting, capture_output=True, text=True)
    assert "dnsHostName: dc1.ad.test" in done.stdout, done.stderr
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=other", "-keyout",
                    tmp_path / "key.pem", "-out", other], check=True, capture_output=True)
    done = subprocess.run(ad.command(words), env={**ad.environment, "LDAPTLS_CACERT": str(other)},
                          capture_output=True, text=True)
    assert done.returncode != 0 and "dnsHostName" not in done.stdout


# Finding W8: the domain's own name resolves as the controller's does.
def test_the_domain_resolves(ad):
    address = ad.variables["MUTAUTH_REALM_KDC"].partition(":")[0]
    hosts = (ad.folder / "hosts").read_text().splitlines()
    assert f"{address} dc1.ad.test dc1 ad.test" in hosts


@pytest.mark.parametrize("account", ENTRIES)
def test_a_keytab_logs_in_with_aes(ad, log_in, account):
    user = log_in(account)
    listed = user.run("klist", "-e", check=True).stdout
    assert re.search(r"Etype \(skey, tkt\): aes256-\S+, aes256-\S+", listed), listed
    found = user.entry_of(account)
    assert "msDS-SupportedEncryptionTypes: 24\n" in found
    keys = user.run("klist", "-ekt", str(ad.keytab(account)), check=True).stdout
    assert AES <= set(re.findall(r"\(([a-z0-9-]+)\)", keys))


@pytest.mark.parametrize("account, password", [
    ("alice", "USER"), ("bob", "USER"), ("admin", "ADMIN"), ("Administrator", "ADMIN")])
def test_passwords_work_beside_keytabs(ad, tmp_path, account, password):
    environment = {**ad.environment, "KRB5CCNAME": f"FILE:{tmp_path}/password"}
    secret = ad.variables[f"MUTAUTH_REALM_{password}_PASSWORD"]
    subprocess.run(ad.command(["kinit", account]), env=environment, input=secret + "\n",
                   text=True, check=True, capture_output=True)


def test_computers_have_the_names_of_their_hosts(log_in):
    alice = log_in("alice")
    found = alice.entry_of("host1")
    assert "dNSHostName: host1.ad.test\n" in found
    assert set(re.findall("servicePrincipalName: (.*)", found)) == {"HOST/host1.ad.test",
                                                                  "HOST/host1"}
    assert "servicePrincipalName" not in alice.entry_of("host2")
    for account in ("websvc", "othersvc"):
        assert "servicePrincipalName" not in alice.entry_of(account)


def test_help_names_every_variable(ad):
    said = subprocess.run([COMMAND, "--help"], capture_output=True, text=True).stdout
    assert [name for name in ad.variables if name not in said] == []


def test_the_directory_seals(log_in):
    alice = log_in("alice")
    done = alice.run("ldapsearch", "-LLL", "-Y", "GSSAPI", "-s", "base", "-b", "", "dn")
    assert "SASL SSF: 256" in done.stderr
    plain = alice.run("ldapsearch", "-LLL", "-Y", "GSSAPI", "-O", "maxssf=0", "-s", "base", "-b",
                      SUFFIX, "dn")
    assert plain.returncode == 8, "strongerAuthRequired"


def test_a_service_is_served_as_soon_as_admin_names_it(ad, log_in):
    admin, alice = log_in("admin"), log_in("alice")
    name = "http/www.ad.test"
    assert alice.kvno(name).returncode != 0
    assert admin.registers("websvc", name) == 0
    served = alice.kvno(name)
    assert served.returncode == 0 and "http/www.ad.test@AD.TEST: kvno = 2" in served.stdout
    listed = alice.run("klist", "-e").stdout
    assert re.search(r"http/www\.ad\.test@AD\.TEST\n.*\(skey, tkt\): aes256-\S+, aes256-", listed)


@pytest.mark.parametrize("service_class, code", [("host", 0), ("http", 0), ("own", 1), ("ldap", 1)])
def test_the_kdc_knows_a_computer_without_names_by_what_host_stands_for(
        log_in, service_class, code):
    assert log_in("alice").kvno(f"{service_class}/host2.ad.test").returncode == code


def test_a_name_is_on_one_account(log_in):
    admin = log_in("admin")
    assert admin.registers("websvc", "http/one.ad.test") == 0
    assert admin.registers("othersvc", "HTTP/ONE.ad.test") == CONSTRAINT_VIOLATION


def test_a_computer_registers_names_of_its_own_host(log_in):
    host1 = log_in("host1")
    assert host1.registers("host1", "http/host1.ad.test") == 0
    assert host1.registers("host1", "http/host1") == 0
    assert host1.registers("host1", "ldap/host1.ad.test") == 0


@pytest.mark.parametrize("value", [
    "http/other.ad.test", "http/host1.ad.test:8080", "ldap/host1.ad.test/ad.test",
    "ldap/dc1.ad.test/ad.test", "http/host2.ad.test"])
def test_a_computer_registers_no_other_names(log_in, value):
    assert log_in("host1").registers("host1", value) == CONSTRAINT_VIOLATION


@pytest.mark.parametrize("account, target", [
    ("host1", "host2"), ("host1", "websvc"), ("websvc", "websvc"), ("alice", "host1")])
def test_nobody_else_registers_names(log_in, account, target):
    assert log_in(account).registers(target, "x/host1.ad.test") == INSUFFICIENT_ACCESS


def test_the_catalog_answers(ad, log_in):
    found = log_in("alice").search("-H", ad.variables["MUTAUTH_REALM_CATALOG_URI"],
                                   "(servicePrincipalName=host/HOST1)", "dn")
    assert f"dn: {ENTRIES['host1']},{SUFFIX}\n" in found


def test_an_account_changes_its_password(ad, tmp_path):
    environment = {**ad.environment, "KRB5CCNAME": f"FILE:{tmp_path}/password"}
    old = ad.variables["MUTAUTH_REALM_USER_PASSWORD"]
    for before, after in ((old, "Another-1"), ("Another-1", "Third-2")):
        done = subprocess.run(ad.command(["kpasswd", "bob"]), env=environment, text=True,
                              input=f"{before}\n{after}\n{after}\n", capture_output=True,
                              timeout=30)
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(ad.command(["kinit", "bob"]), env=environment, input=f"{old}\n",
                          text=True, capture_output=True)
    assert done.returncode != 0
    subprocess.run(ad.command(["kinit", "bob"]), env=environment, input="Third-2\n", text=True,
                   check=True, capture_output=True)


def test_samba_tool_works(ad):
    done = subprocess.run(["samba-tool", "group", "listmembers", "Domain Admins"],
                          env=ad.environment, capture_output=True, text=True, timeout=30)
    assert set(done.stdout.split()) == {"Administrator", "admin"}, done.stderr


def test_passwords_do_not_age(log_in):
    found = log_in("alice").search("-s", "base", "-b", SUFFIX, "maxPwdAge", "minPwdAge",
                                   "lockoutThreshold")
    for name in ("maxPwdAge", "minPwdAge", "lockoutThreshold"):
        assert f"{name}: 0\n" in found


def test_it_is_one_process_on_an_address_of_its_own(ad):
    (samba,) = RealmFolder(ad.folder).servers.find()
    address = ad.variables["MUTAUTH_REALM_KDC"].partition(":")[0]
    ports = (88, 135, 389, 464, 636, 3268, 3269)
    assert set(listened_at(samba)) >= {(address, port) for port in ports}
    assert {where for where, _ in listened_at(samba)} == {address}


def listened_at(pid: int) -> list[tuple[str, int]]:
    """Local addresses and ports of a process's IPv4 sockets that wait for peers; no IPv6 ones."""
    inodes = {os.stat(entry).st_ino for entry in Path(f"/proc/{pid}/fd").iterdir()
              if os.readlink(entry).startswith("socket:")}
    found = []
    for table, waiting in (("tcp", "0A"), ("udp", "07"), ("tcp6", "0A"), ("udp6", "07")):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == waiting and int(words[9]) in inodes:
                address, port = words[1].split(":")
                assert len(address) == 8, "IPv6"
                found.append((".".join(str(one) for one in bytes.fromhex(address)[::-1]),
                              int(port, 16)))
    return found


def test_a_missing_server_is_named_with_its_package(place):
    with pytest.raises(MissingServer, match="apt-get install samba-ad-dc$"):
        Realm(kind="ad", search_path=str(place)).start()

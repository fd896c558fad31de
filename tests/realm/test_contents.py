"""What a new realm holds, seen with stock tools."""

import re
import subprocess
import time

import pytest

from conftest import COMMAND, User
from mutauth_realm import Realm

ENCTYPES = {"aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96",
            "aes256-cts-hmac-sha384-192", "aes128-cts-hmac-sha256-128"}


def test_starts_soon(capsys):
    begin = time.monotonic()
    with Realm():
        ready = time.monotonic()
    gone = time.monotonic()
    with capsys.disabled():
        print(f"\n  started in {ready - begin:.2f} s, stopped in {gone - ready:.2f} s")
    assert ready - begin < 20


def test_stock_tools_work_as_the_help_shows():
    done = subprocess.run(
        [COMMAND, "run", "--", "sh", "-c",
         'echo "$MUTAUTH_REALM_USER_PASSWORD" | kinit alice >/dev/null && '
         'ldapsearch -Q -LLL -Y GSSAPI "(sAMAccountName=websvc)" dn'],
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stdout == "dn: uid=websvc,ou=services,dc=example,dc=test\n\n"


@pytest.mark.parametrize("account", ["alice", "bob", "admin", "websvc", "othersvc", "host1"])
@pytest.mark.parametrize("mechanism", ["GSSAPI", "GSS-SPNEGO"])
def test_a_keytab_logs_in_and_maps_to_the_account(realm, tmp_path, account, mechanism):
    user = User(realm, account, tmp_path)
    said = user.run("ldapwhoami", "-Q", "-Y", mechanism, check=True).stdout
    container = {"websvc": "uid=websvc,ou=services", "othersvc": "uid=othersvc,ou=services",
                 "host1": "cn=host1,ou=computers"}.get(account, f"uid={account},ou=people")
    assert said == f"dn:{container},dc=example,dc=test\n"


@pytest.mark.parametrize("name", ["host/host1.example.test", "host/host1", "host1$"])
def test_the_computer_logs_in_by_each_of_its_names(realm, tmp_path, name):
    environment = {**realm.environment, "KRB5CCNAME": f"FILE:{tmp_path}/computer"}
    subprocess.run(["kinit", "-kt", realm.keytab("host1"), name], env=environment, check=True)
    said = subprocess.run(["ldapwhoami", "-Q", "-Y", "GSSAPI"], env=environment, check=True,
                          capture_output=True, text=True).stdout
    assert said == "dn:cn=host1,ou=computers,dc=example,dc=test\n"


@pytest.mark.parametrize("account, password", [("alice", "USER"), ("bob", "USER"),
                                               ("admin", "ADMIN")])
def test_passwords_work_beside_keytabs(realm, tmp_path, account, password):
    environment = {**realm.environment, "KRB5CCNAME": f"FILE:{tmp_path}/password"}
    secret = realm.variables[f"MUTAUTH_REALM_{password}_PASSWORD"]
    subprocess.run(["kinit", account], env=environment, input=secret + "\n", text=True, check=True,
                   capture_output=True)


def test_the_cache_starts_empty(realm):
    assert subprocess.run(["klist", "-s"], env=realm.environment).returncode == 1


def test_keytabs_hold_every_enctype(realm):
    listed = subprocess.run(["klist", "-ek", realm.keytab("websvc")], env=realm.environment,
                            capture_output=True, text=True, check=True).stdout
    assert {line.rstrip(" )").split("(")[-1] for line in listed.splitlines()
            if "websvc@" in line} == ENCTYPES


def test_the_directory_is_found_by_its_name_like_any_service(alice):
    found = alice.search("(servicePrincipalName=LDAP/localhost)", "dn")
    assert "cn=localhost,ou=computers" in found


def test_equality_filters_match_without_case(alice):
    found = alice.search("(servicePrincipalName=HOST/HOST1.example.test)", "dNSHostName")
    assert "dNSHostName: host1.example.test" in found


def test_containers_for_publication_are_there(alice):
    assert alice.search("-s", "base", "-b", "cn=RpcServices,cn=System,dc=example,dc=test",
                        "(objectClass=rpcContainer)", "dn")
    assert alice.search("-s", "base", "-b", "cn=WinsockServices,cn=System,dc=example,dc=test",
                        "(objectClass=container)", "dn")


def test_anonymous_reads_the_root_and_nothing_else(realm):
    def search(*arguments):
        return subprocess.run(["ldapsearch", "-x", "-LLL", *arguments], env=realm.environment,
                              capture_output=True, text=True)

    root = search("-b", "", "-s", "base", "supportedSASLMechanisms", "namingContexts").stdout
    assert "supportedSASLMechanisms: GSSAPI\n" in root
    assert "supportedSASLMechanisms: GSS-SPNEGO\n" in root
    assert "namingContexts: dc=example,dc=test\n" in root
    assert "dn:" not in search().stdout
    assert "dn:" not in search("-b", "cn=Subschema", "-s", "base", "+").stdout


def test_nobody_reads_keys(realm, tmp_path):
    for account in ("alice", "admin", "websvc", "host1"):
        found = User(realm, account, tmp_path).search("*", "+")
        assert "krbPrincipalName:" in found
        for secret in ("krbPrincipalKey", "krbMKey", "krbPwdHistory", "userPassword"):
            assert secret not in found
            matched = User(realm, account, tmp_path).search(f"({secret}=*)", "dn")
            assert "dn:" not in matched


def test_the_manager_on_the_socket_reads_everything(realm):
    found = subprocess.run(["ldapsearch", "-Q", "-LLL", "-Y", "EXTERNAL", "-H",
                            realm.variables["MUTAUTH_REALM_LDAPI"], "(krbPrincipalKey=*)", "dn"],
                           env=realm.environment, capture_output=True, text=True, check=True)
    assert "uid=alice" in found.stdout


def test_kadmin_local_works(realm):
    done = subprocess.run(["kadmin.local", "getprinc", "alice"], env=realm.environment,
                          capture_output=True, text=True)
    assert "Principal: alice@EXAMPLE.TEST" in done.stdout


@pytest.mark.parametrize("transport, limit", [("udp", "65000"), ("tcp", "1")])
def test_the_kdc_answers_on_both_transports(realm, tmp_path, transport, limit):
    """The stock client's trace says which one it took."""
    text = realm.environment["KRB5_CONFIG"]
    with open(text, encoding="utf-8") as original:
        changed = original.read().replace("udp_preference_limit = 1\n",
                                          f"udp_preference_limit = {limit}\n")
    (tmp_path / "krb5.conf").write_text(changed)
    environment = {**realm.environment, "KRB5_CONFIG": str(tmp_path / "krb5.conf"),
                   "KRB5CCNAME": f"FILE:{tmp_path}/cc", "KRB5_TRACE": str(tmp_path / "trace")}
    subprocess.run(["kinit", "-kt", realm.keytab("bob"), "bob"], env=environment, check=True)
    trace = (tmp_path / "trace").read_text()
    wanted = "dgram" if transport == "udp" else "stream"
    assert re.search(rf"Received answer \(\d+ bytes\) from {wanted} 127.0.0.1", trace)

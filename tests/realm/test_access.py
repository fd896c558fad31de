"""Who may write what; and that a name added to an account is served at once."""

import pytest

INSUFFICIENT_ACCESS = 50
WEBSVC = "uid=websvc,ou=services"
HOST1 = "cn=host1,ou=computers"


def test_admin_adds_a_service_and_the_kdc_serves_it_at_once(own_realm, log_in):
    admin, alice = log_in("admin"), log_in("alice")
    assert alice.kvno("http/www.example.test").returncode != 0
    assert admin.adds(WEBSVC, "servicePrincipalName: http/www.example.test",
                      "krbPrincipalName: http/www.example.test@EXAMPLE.TEST") == 0
    done = alice.kvno("-k", str(own_realm.keytab("websvc")), "http/www.example.test")
    assert "http/www.example.test@EXAMPLE.TEST: kvno = 1, keytab entry valid" in done.stdout
    wrong = alice.kvno("-k", str(own_realm.keytab("othersvc")), "http/www.example.test")
    assert wrong.returncode != 0


def test_a_name_taken_away_is_served_no_more(log_in):
    admin = log_in("admin")
    assert admin.modify(f"""dn: {HOST1},dc=example,dc=test
changetype: modify
delete: servicePrincipalName
servicePrincipalName: host/host1
-
delete: krbPrincipalName
krbPrincipalName: host/host1@EXAMPLE.TEST
""") == 0
    assert log_in("alice").kvno("host/host1").returncode != 0


def test_kadmin_shows_the_canonical_name_of_an_account_with_aliases(own_realm, log_in):
    shown = log_in("alice").run("kadmin.local", "getprinc", "host1$").stdout
    assert "Principal: host/host1.example.test@EXAMPLE.TEST" in shown


@pytest.mark.parametrize("account", ["alice", "websvc"])
@pytest.mark.parametrize("value", ["servicePrincipalName: http/x.example.test",
                                   "krbPrincipalName: http/x.example.test@EXAMPLE.TEST",
                                   "description: mine"])
def test_ordinary_accounts_write_nothing(log_in, account, value):
    own = {"alice": "uid=alice,ou=people", "websvc": WEBSVC}[account]
    user = log_in(account)
    assert user.adds(own, value) == INSUFFICIENT_ACCESS
    assert user.adds(HOST1, value) == INSUFFICIENT_ACCESS


@pytest.mark.parametrize("container", ["ou=services", "ou=computers", "cn=System",
                                       "cn=host1,ou=computers"])
def test_ordinary_users_create_nothing(log_in, container):
    assert log_in("alice").modify(f"""dn: cn=mine,{container},dc=example,dc=test
changetype: add
objectClass: container
cn: mine
""") == INSUFFICIENT_ACCESS


@pytest.mark.parametrize("value", [
    "servicePrincipalName: http/host1.example.test",
    "servicePrincipalName: HTTP/HOST1.example.test:8080",
    "servicePrincipalName: http/host1",
    "krbPrincipalName: http/host1.example.test@EXAMPLE.TEST",
    "krbPrincipalName: http/host1.example.test:8080@EXAMPLE.TEST",
    "krbPrincipalName: http/host1@EXAMPLE.TEST",
])
def test_a_computer_registers_names_of_its_own_host(log_in, value):
    assert log_in("host1").adds(HOST1, value) == 0


@pytest.mark.parametrize("value", [
    "servicePrincipalName: http/other.example.test",
    "servicePrincipalName: http/host1.example.test.evil.test",
    "servicePrincipalName: http/host1.example.test:1/other",
    "servicePrincipalName: http/other/host1.example.test",
    "servicePrincipalName: host1.example.test",
    "krbPrincipalName: http/other.example.test@EXAMPLE.TEST",
    "krbPrincipalName: krbtgt/host1.example.test@EXAMPLE.TEST",
    "krbPrincipalName: krbtgt/host1@EXAMPLE.TEST",
    "krbPrincipalName: kadmin/host1.example.test@EXAMPLE.TEST",
    "krbPrincipalName: http/host1.example.test@OTHER.TEST",
    "krbPrincipalName: http/host1.example.test@EXAMPLExTEST",
    "krbPrincipalName: alice2@EXAMPLE.TEST",
    "krbAllowedToDelegateTo: ldap/localhost@EXAMPLE.TEST",
    "msDS-AdditionalDnsHostName: other.example.test",
])
def test_a_computer_registers_no_other_names(log_in, value):
    assert log_in("host1").adds(HOST1, value) == INSUFFICIENT_ACCESS


def test_a_computer_does_not_rename_itself(log_in):
    assert log_in("host1").modify(f"""dn: {HOST1},dc=example,dc=test
changetype: modify
replace: dNSHostName
dNSHostName: other.example.test
""") == INSUFFICIENT_ACCESS


@pytest.mark.parametrize("entry", ["cn=localhost,ou=computers", WEBSVC, "uid=alice,ou=people"])
def test_a_computer_writes_its_own_host_name_to_no_other_entry(log_in, entry):
    host1 = log_in("host1")
    assert host1.adds(entry, "servicePrincipalName: x/host1.example.test") == INSUFFICIENT_ACCESS
    assert host1.adds(entry, "krbPrincipalName: x/host1.example.test@EXAMPLE.TEST") \
        == INSUFFICIENT_ACCESS


def test_a_computer_publishes_below_itself(log_in):
    host1 = log_in("host1")
    point = f"cn=calc,{HOST1},dc=example,dc=test"
    assert host1.modify(f"""dn: {point}
changetype: add
objectClass: serviceConnectionPoint
cn: calc
keywords: a762885a-aa44-11d2-81f1-00c04fb9624e
serviceDNSName: host1.example.test
serviceBindingInformation: 2000
managedBy: {WEBSVC},dc=example,dc=test
""") == 0
    assert point in log_in("alice").search("(keywords=A762885A-aa44-11d2-81f1-00c04fb9624e)", "dn")
    assert host1.run("ldapdelete", "-Q", "-Y", "GSSAPI", point).returncode == 0


def test_a_computers_child_is_no_account(log_in):
    """Or it could hold a name that belongs to somebody else."""
    assert log_in("host1").modify(f"""dn: cn=fake,{HOST1},dc=example,dc=test
changetype: add
objectClass: device
objectClass: krbPrincipalAux
cn: fake
krbPrincipalName: http/other.example.test@EXAMPLE.TEST
""") == INSUFFICIENT_ACCESS


def test_the_manager_of_a_connection_point_keeps_its_address(log_in):
    point = "cn=calc,cn=System,dc=example,dc=test"
    assert log_in("admin").modify(f"""dn: {point}
changetype: add
objectClass: serviceConnectionPoint
cn: calc
serviceBindingInformation: 2000
managedBy: {WEBSVC},dc=example,dc=test
""") == 0
    change = f"""dn: {point}
changetype: modify
replace: serviceBindingInformation
serviceBindingInformation: 2001
"""
    assert log_in("othersvc").modify(change) == INSUFFICIENT_ACCESS
    websvc = log_in("websvc")
    assert websvc.modify(change) == 0
    assert websvc.modify(f"dn: {point}\nchangetype: modify\nadd: keywords\nkeywords: x\n") \
        == INSUFFICIENT_ACCESS


@pytest.mark.parametrize("container", ["ou=services", "ou=computers", "cn=System"])
def test_admin_creates_and_deletes(log_in, container):
    admin = log_in("admin")
    entry = f"cn=new,{container},dc=example,dc=test"
    assert admin.modify(f"""dn: {entry}
changetype: add
objectClass: device
objectClass: mutauthServiceAccount
objectClass: krbPrincipalAux
cn: new
sAMAccountName: new
servicePrincipalName: new/host.example.test
krbPrincipalName: new@EXAMPLE.TEST
krbPrincipalName: new/host.example.test@EXAMPLE.TEST
krbCanonicalName: new@EXAMPLE.TEST
""") == 0
    assert admin.run("ldapdelete", "-Q", "-Y", "GSSAPI", entry).returncode == 0


def test_admin_does_not_write_keys(log_in):
    assert log_in("admin").adds(WEBSVC, "krbPrincipalKey: x") == INSUFFICIENT_ACCESS


def test_every_class_of_the_schema_takes_an_entry(log_in):
    admin = log_in("admin")
    rpc = "cn=RpcServices,cn=System,dc=example,dc=test"
    winsock = "cn=WinsockServices,cn=System,dc=example,dc=test"
    interface = "6a1b6c2e-0f8a-4c35-9d0e-1a2b3c4d5e6f.00001.00000"
    assert admin.modify(f"""dn: cn=server,{rpc}
changetype: add
objectClass: rpcServer
cn: server
description: Created Entry
rpcNsObjectID: 0f0e0d0c-0b0a-0908-0706-050403020100

dn: cn={interface},cn=server,{rpc}
changetype: add
objectClass: rpcServerElement
cn: {interface}
rpcNsInterfaceID: {interface}
rpcNsTransferSyntax: 8a885d04-1ceb-11c9-9fe8-08002b104860.00002.00000
rpcNsBindings: ncacn_ip_tcp:127.0.0.1

dn: cn=group,{rpc}
changetype: add
objectClass: rpcGroup
cn: group
rpcNsGroup: //example.test/cn=server,{rpc}

dn: cn=profile,{rpc}
changetype: add
objectClass: rpcProfile
cn: profile

dn: cn=group,cn=profile,{rpc}
changetype: add
objectClass: rpcProfileElement
cn: group
rpcNsInterfaceID: {interface}
rpcNsPriority: 0
rpcNsProfileEntry: //example.test/cn=group,{rpc}
rpcNsAnnotation: an element

dn: cn=class,{winsock}
changetype: add
objectClass: serviceClass
cn: class
displayName: Example Service
serviceClassID:: wTsDqaTszxGgVACqAGwz7Q==
serviceClassInfo:: AAEC

dn: cn=instance,{winsock}
changetype: add
objectClass: serviceInstance
cn: instance
displayName: Example Service Instance
serviceClassID:: wTsDqaTszxGgVACqAGwz7Q==
serviceInstanceVersion:: AgAAAAAAAAA=
winsockAddresses:: AgAH0H8AAAE=

dn: cn=point,cn=System,dc=example,dc=test
changetype: add
objectClass: serviceAdministrationPoint
cn: point
serviceClassName: svc
serviceDNSNameType: A
versionNumber: 1
vendor: somebody
""") == 0
    assert "cn=instance" in admin.search(
        "(serviceClassID=\\c1\\3b\\03\\a9\\a4\\ec\\cf\\11\\a0\\54\\00\\aa\\00\\6c\\33\\ed)", "dn")

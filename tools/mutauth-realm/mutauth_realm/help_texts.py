"""What --help says."""

from __future__ import annotations

from typing import NamedTuple


class HelpText(NamedTuple):
    summary: str
    usage: str
    head: str
    tail: str


MAIN = HelpText(
    summary="", usage="",
    head="""\
A private Kerberos realm for tests: MIT's KDC on an OpenLDAP directory, ready in about
a second, or with --ad Samba's Active Directory domain controller, ready in some five.
It needs no root, listens on loopback only, keeps all it has in one folder and leaves
nothing behind. Several may run side by side.""",
    tail="""\
example:
  mutauth-realm run -- sh -c '
      echo "$MUTAUTH_REALM_USER_PASSWORD" | kinit alice &&
      ldapsearch -Q -LLL -Y GSSAPI "(sAMAccountName=websvc)" dn'

variables that a program in the realm finds:
  MUTAUTH_REALM                 the realm's name, EXAMPLE.TEST
  MUTAUTH_REALM_KIND            mit or ad
  MUTAUTH_REALM_DIR             the folder
  MUTAUTH_REALM_SUFFIX          the directory's base DN, dc=example,dc=test
  MUTAUTH_REALM_KDC             the KDC, 127.0.0.1:PORT, TCP and UDP
  MUTAUTH_REALM_KPASSWD         where passwords are changed (RFC 3244), 127.0.0.1:PORT
  MUTAUTH_REALM_LDAP_URI        the directory, ldap://localhost:PORT (SASL GSSAPI or GSS-SPNEGO)
  MUTAUTH_REALM_LDAP_SPN        the directory's service principal name, ldap/localhost
  MUTAUTH_REALM_LDAPI           the directory's socket; SASL EXTERNAL there is its manager
  MUTAUTH_REALM_KEYTABS         folder with ACCOUNT.keytab for each account below
  MUTAUTH_REALM_USER_PASSWORD   password of alice and of bob
  MUTAUTH_REALM_ADMIN_PASSWORD  password of admin
  KRB5_CONFIG KRB5_KDC_PROFILE  the realm's krb5.conf and kdc.conf (kadmin.local works)
  KRB5CCNAME                    ticket cache, empty at first
  KRB5_KTNAME                   acceptors' keytab, that of websvc
  KRB5_CLIENT_KTNAME            initiators' keytab; no such file until you make one
  KRB5RCACHEDIR GSS_MECH_CONFIG replay cache folder; an empty list of extra mechanisms
  LDAPCONF                      settings for libldap: URI, BASE, SASL_NOCANON
  PATH                          ends with /usr/sbin and /sbin
Other variables named KRB5*, LDAP*, GSS_*, GSSAPI_*, SASL_*, KADM5*, MUTAUTH_REALM* and
SMB_CONF_PATH are removed: they could lead the program out of the realm.

accounts (principal NAME@REALM, entry below the base DN):
  alice, bob   uid=NAME,ou=people: users; they read all accounts, but no keys
  admin        uid=admin,ou=people: has all rights in kadmin; writes servicePrincipalName,
               krbPrincipalName and the other account attributes of all accounts; creates
               and deletes below ou=services, ou=computers and cn=System
  websvc       uid=websvc,ou=services: a service
  othersvc     uid=othersvc,ou=services: another, for stories of the wrong key
  host1        cn=host1,ou=computers: a computer, principal host/host1.DOMAIN, also
               host/host1 and host1$; writes names of its own host to its own entry and
               creates entries below it
A servicePrincipalName for the directory plus a krbPrincipalName CLASS/HOST@REALM on an
account's entry make a service: the KDC gives tickets for it at once.

with --ad (Samba 4; AD.TEST, domain controller dc1.ad.test, all else as above but for this):
  Ports are the usual ones, on a 127.x.y.z of the realm's own.
  MUTAUTH_REALM_SUFFIX          DC=ad,DC=test
  MUTAUTH_REALM_DOMAIN          the NetBIOS domain: the realm's name without dots, ADTEST
  MUTAUTH_REALM_LDAP_URI        ldap://127.x.y.z:389
  MUTAUTH_REALM_LDAP_SPN        ldap/dc1.ad.test/ad.test: with its third part, no other
                                computer can register it; ldap/127.x.y.z works as well
  MUTAUTH_REALM_LDAPS_URI       ldaps://127.x.y.z:636
  MUTAUTH_REALM_CA              the certificate to trust for it (PEM)
  MUTAUTH_REALM_CATALOG_URI     the global catalog, ldap://127.x.y.z:3268, same name
  SMB_CONF_PATH                 smb.conf (samba-tool works)
  No MUTAUTH_REALM_LDAPI, no KRB5_KDC_PROFILE.
  alice, bob, admin             CN=NAME,CN=Users; admin is in Domain Admins, and the built-in
                                Administrator has its password
  websvc, othersvc              CN=NAME,OU=services: users without a name of a service
  host1$                        CN=host1,CN=Computers: HOST/host1.ad.test and HOST/host1
  host2$                        CN=host2,CN=Computers: no name of a service
  Keytabs are named without the dollar. Passwords do not age, nothing is locked out.
  servicePrincipalName alone makes a service.
  dc1.ad.test and ad.test resolve in the namespaces; as root there are none: use the address, or
  LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_HOSTS=$MUTAUTH_REALM_DIR/hosts.
  Who is not root needs user namespaces: run and exec enter those of the realm, where the
  command is root of its own (unshare, nsenter of util-linux) and sees no other network.

servers that give up root:
  In a realm that root started they can read the settings and write replay caches; give
  each a copy of its keytab that belongs to it (install -o USER -m 600).

in a project's own tests:
  pytest    conftest.py: pytest_plugins = ["mutauth_realm.pytest_plugin"], the fixture
            mutauth_realm, and pytest --mutauth-realm[-ad]
  CTest     find_package(mutauth), mutauth_add_realm_test(NAME name [AD] COMMAND target)

exit codes:
  2  wrong usage     3  a server is not installed     4  the realm failed or is not running
  run and exec otherwise exit with the command's code, 128 + N if signal N ended it""")

RUN = HelpText(
    summary="run a command in a new realm, then remove the realm",
    usage="mutauth-realm run [--ad] [--keep] [--realm NAME] -- COMMAND [ARGUMENT...]",
    head="""\
Starts a realm in a temporary folder (TMPDIR chooses where), runs the command in its
environment, stops the servers and removes the folder, however the command ends.""",
    tail="""\
examples:
  mutauth-realm run -- pytest tests
  mutauth-realm run --realm CORP.TEST -- sh -c 'kinit -kt "$MUTAUTH_REALM_KEYTABS/bob.keytab" bob'
  mutauth-realm run --ad -- pytest tests/ad
  mutauth-realm run -- bash        (look around; exit ends the realm)""")

UP = HelpText(
    summary="start a realm that stays up",
    usage="mutauth-realm up [--ad] [--realm NAME] DIR",
    head="Starts a realm in the new or empty folder DIR and leaves it running in the background.",
    tail="""\
example:
  mutauth-realm up /tmp/realm && eval "$(mutauth-realm env /tmp/realm)"
  kinit -kt "$MUTAUTH_REALM_KEYTABS/alice.keytab" alice && klist
  mutauth-realm down /tmp/realm""")

DOWN = HelpText(
    summary="stop a realm that is up and remove its folder",
    usage="mutauth-realm down [--keep] DIR",
    head="""\
Stops the realm in DIR and removes DIR. It succeeds as well when the realm is stopped
already, its processes were killed, or DIR was deleted.""",
    tail="""\
example:
  mutauth-realm down /tmp/realm""")

EXEC = HelpText(
    summary="run a command in a realm that is up",
    usage="mutauth-realm exec DIR -- COMMAND [ARGUMENT...]",
    head="Becomes the command, in the environment of the realm that is up in DIR.",
    tail="""\
example:
  mutauth-realm exec /tmp/realm -- kadmin.local listprincs""")

ENV = HelpText(
    summary="print a realm's environment for a shell",
    usage="mutauth-realm env [--json] DIR",
    head="""\
Prints the variables of the realm that is up in DIR, as lines for a shell to evaluate, or
as one JSON object for other programs: the value of each variable, null for one to unset.""",
    tail="""\
example:
  eval "$(mutauth-realm env /tmp/realm)"
  mutauth-realm env --json /tmp/realm | jq -r .KRB5_CONFIG""")

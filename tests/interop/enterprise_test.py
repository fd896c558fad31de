"""Enterprise names (RFC 6806 5): a UPN whose suffix is not the realm, at both kinds of KDC."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Place
from three_tier_test import ActiveDirectory, Mit, Tiers

UPN = "al.ice@corp.example"

PROGRAM = """
import os
import sys
import mutauth

how, name, keytab, middle_keytab, middle, back_keytab, back, *account = sys.argv[1:]
make = mutauth.Credential
password = os.environ["MUTAUTH_REALM_USER_PASSWORD"]
try:
    if how == "password":
        acting = make.from_enterprise_password(name, password)
    elif how == "plain":
        acting = make.from_password(name.replace("@", r"\\@"), password)
    elif how == "keytab":
        acting = make.from_enterprise_keytab(keytab, name)
    else:
        acting = make.for_enterprise_user(make.from_keytab(middle_keytab, middle), name)
    print(acting.principal)
    acceptor = mutauth.Acceptor(back, keytab=back_keytab, account=account[0] if account else None)
    ours, theirs = mutauth.Negotiation.initiate(acting, back), acceptor.negotiation()
    ours.step(theirs.step(ours.step()))
    print(theirs.finish().identity.client)
    print(acting.principal)
    acting.ensure_fresh(2 ** 31 - 1)   # asks anew, if it can
    print(acting.principal)
except mutauth.Error as error:
    print(type(error).__name__)
"""


class Named:
    """Alice with another name, which her KDC knows."""

    def __init__(self, tiers: Tiers) -> None:
        self.tiers = tiers
        self.quoted = UPN.replace("@", "\\@") + "@" + tiers.place.name
        self._change("add")

    def close(self) -> None:
        self._change("delete")

    def said(self, how: str, name: str = UPN) -> list[str]:
        place, tiers = self.tiers.place, self.tiers
        done = subprocess.run(
            place.realm.command(["/usr/bin/python3", "-c", PROGRAM, how, name,
                                 place.keytab("alice"), tiers.middle_keytab, tiers.middle_account,
                                 tiers.back_keytab, tiers.back, *tiers.back_account]),
            env=place.environment, text=True, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def _change(self, verb: str) -> None:
        tiers, realm = self.tiers, self.tiers.place.name
        if isinstance(tiers, ActiveDirectory):
            usual = f"alice@{tiers.place.domain}"
            tiers._change("alice", "replace: userPrincipalName\nuserPrincipalName: "
                                   f"{UPN if verb == 'add' else usual}\n")
            return
        assert isinstance(tiers, Mit)
        found = tiers._ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b",
                            tiers.place.realm.variables["MUTAUTH_REALM_SUFFIX"],
                            f"krbPrincipalName=alice@{realm}", "krbCanonicalName")
        dn = next(line for line in found.splitlines() if line.startswith("dn: "))
        # kldap writes names without their quoting.
        text = (f"{dn}\nchangetype: modify\n{verb}: krbPrincipalName\n"
                f"krbPrincipalName: {UPN}@{realm}\n")
        # Which of its names are its own and which aliases; it stays, being true.
        if "krbCanonicalName" not in found:
            text += f"-\nadd: krbCanonicalName\nkrbCanonicalName: alice@{realm}\n"
        tiers._ldap("ldapmodify", text=text)


@pytest.fixture
def named(place: Place, tmp_path: Path) -> Iterator[Named]:
    tiers = ActiveDirectory(place, tmp_path) if place.kind == "ad" else Mit(place, tmp_path)
    made = Named(tiers)
    yield made
    made.close()
    tiers.close()


# Finding R7. The KDC answers with the account's own name: RFC 6806 5 and 6.
@pytest.mark.parametrize("how", ["password", "keytab"])
def test_a_client_proves_itself_by_its_enterprise_name(named: Named, how: str) -> None:
    alice = f"alice@{named.tiers.place.name}"
    assert named.said(how) == [named.quoted, alice, alice, alice]
    assert named.said(how, f"{UPN}@{named.tiers.place.name}")[1:] == [alice, alice, alice]


# Without being asked for it, Active Directory takes the same text for a name that it does not know.
def test_the_name_is_no_principal(named: Named) -> None:
    if named.tiers.place.kind == "ad":
        assert named.said("plain")[1:] == ["ClientUnknown"]


def test_a_name_that_the_kdc_does_not_know(named: Named) -> None:
    for how in ("password", "keytab"):
        assert named.said(how, "nobody@corp.example")[1:] == ["ClientUnknown"]


# MIT's and Samba's KDCs know the account by it, and leave the name in the ticket as it is.
def test_a_service_acts_as_a_user_by_an_enterprise_name(named: Named) -> None:
    named.tiers.allow()
    named.tiers.trust_transition()
    assert named.said("user")[:3] == [named.quoted] * 3
    assert named.said("user", "nobody@corp.example")[1:] == ["ClientUnknown"]

"""Three tiers on Active Directory: what its KDC lets a service in the middle do as its caller."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import Place

# [MS-ADTS] 2.2.16: bits of userAccountControl.
NOT_DELEGATED = 0x100000
TRUSTED_TO_AUTH_FOR_DELEGATION = 0x1000000

PROGRAM = """
import sys
import mutauth

how, middle_keytab, middle, back_keytab, back, user = sys.argv[1:]
how, _, pac = how.partition("+")
own = mutauth.Credential.from_keytab(middle_keytab, "host1$")

def proven(client, spn, keytab, account, **demands):
    policy = mutauth.Policy(**demands)
    acceptor = mutauth.Acceptor(spn, keytab=keytab, account=account, policy=policy)
    ours, theirs = mutauth.Negotiation.initiate(client, spn), acceptor.negotiation()
    ours.step(theirs.step(ours.step()))
    return theirs.finish()

try:
    if how == "caller":
        caller = mutauth.Credential.from_environment()
        came = proven(caller, middle, middle_keytab, "host1$", keep_ticket=True)
        acting = mutauth.Credential.for_caller(own, came.identity)
    else:
        acting = mutauth.Credential.for_user(own, user)
    seen = proven(acting, back, back_keytab, "websvc")
    print(seen.identity.client)
    if pac:
        found = seen.identity.pac()
        print(found.account_name, found.asserted_by_service)
        print(found.delegation_target, *found.delegation)
except mutauth.Error as error:
    print(type(error).__name__)
    print(error.remedy)
"""


@dataclass
class Tiers:
    place: Place
    middle: str
    back: str

    def change(self, account: str, changes: str) -> None:
        """As the domain's administrator."""
        found = self.ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no",
                          f"(|(sAMAccountName={account})(sAMAccountName={account}$))", "1.1")
        self.ldap("ldapmodify", text=f"{found.splitlines()[0]}\nchangetype: modify\n{changes}")

    def ldap(self, program: str, *words: str, text: str = "") -> str:
        place = self.place
        environment = {**place.environment, "KRB5CCNAME": place.ccache("admin")}
        done = subprocess.run(place.realm.command([program, "-Q", "-Y", "GSSAPI", *words]),
                              env=environment, text=True, input=text, capture_output=True,
                              timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def control(self, account: str, value: int) -> None:
        self.change(account, f"replace: userAccountControl\nuserAccountControl: {value}\n")

    def said(self, how: str, client: str = "alice", back: str = "", ccache: str = "") -> list[str]:
        """Whom the back end sees, or why it sees nobody."""
        place = self.place
        environment = {**place.environment, "KRB5CCNAME": ccache or place.ccache(client)}
        done = subprocess.run(
            place.realm.command(["/usr/bin/python3", "-c", PROGRAM, how, place.keytab("host1"),
                                 self.middle, place.keytab("websvc"), back or self.back, client]),
            env=environment, text=True, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@pytest.fixture
def tiers(ad: Place) -> Iterator[Tiers]:
    found = Tiers(ad, ad.spn, f"http/back.{ad.domain}")
    names = f"servicePrincipalName: {found.back}\nservicePrincipalName: {found.back}2\n"
    found.change("websvc", f"add: servicePrincipalName\n{names}")
    found.change("host1",
                 f"add: msDS-AllowedToDelegateTo\nmsDS-AllowedToDelegateTo: {found.back}\n")
    yield found
    found.change("host1", "delete: msDS-AllowedToDelegateTo\n")
    found.change("websvc", f"delete: servicePrincipalName\n{names}")


def test_the_back_end_sees_the_caller(tiers: Tiers) -> None:
    assert tiers.said("caller") == [f"alice@{tiers.place.name}"]


# [MS-PAC] 2.9: the SPN that was asked for, and who asked; 2.5 and [MS-SFU] 3.2.5.1.2: nobody but a
# service vouches for who did not come.
def test_the_back_end_sees_through_whom(tiers: Tiers) -> None:
    name = tiers.place.name
    client, account, path = tiers.said("caller+pac")
    assert (client, account) == (f"alice@{name}", "alice False")
    assert path.split() == [tiers.back, f"host1$@{name}"]


def test_another_back_end_is_refused_and_the_attribute_named(tiers: Tiers) -> None:
    name, remedy = tiers.said("caller", back=f"{tiers.back}2")
    assert name == "DelegationRefused"
    assert "msDS-AllowedToDelegateTo" in remedy


def test_a_user_who_did_not_come_needs_a_right_of_its_own(tiers: Tiers) -> None:
    name, remedy = tiers.said("user", "bob")
    assert name in ("TransitionRefused", "DelegationRefused")
    if name == "TransitionRefused":
        assert "TRUSTED_TO_AUTH_FOR_DELEGATION" in remedy
    workstation = 0x1000
    tiers.control("host1", workstation | TRUSTED_TO_AUTH_FOR_DELEGATION)
    try:
        client, account, path = tiers.said("user+pac", "bob")
        assert (client, account) == (f"bob@{tiers.place.name}", "bob True")
        assert path.split() == [tiers.back, f"host1$@{tiers.place.name}"]
    finally:
        tiers.control("host1", workstation)


def test_nobody_acts_as_a_user_who_is_not_delegated(tiers: Tiers, tmp_path: Path) -> None:
    normal = 0x10200  # NORMAL_ACCOUNT, DONT_EXPIRE_PASSWORD
    tiers.control("bob", normal | NOT_DELEGATED)
    try:
        # Tickets of before are what they were.
        ccache = f"FILE:{tmp_path / 'bob'}"
        tiers.place.run("kinit", "-c", ccache, "-kt", tiers.place.keytab("bob"), "bob")
        name, _ = tiers.said("caller", "bob", ccache=ccache)
        assert name == "DelegationRefused"
    finally:
        tiers.control("bob", normal)

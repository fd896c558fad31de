"""The example of three tiers on both kinds of realm, and what refuses each way of going on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Optional

import pytest

from conftest import ROOT, Place

EXAMPLE = ROOT / "examples" / "three_tier"

# [MS-ADTS] 2.2.16: bits of userAccountControl.
NORMAL = 0x10200
WORKSTATION = 0x1000
NOT_DELEGATED = 0x100000
TRUSTED_TO_AUTH_FOR_DELEGATION = 0x1000000


class Tiers:
    """What an administrator does on either kind of realm, and the example's three programs."""

    middle_account: str
    middle: str
    back: str
    middle_keytab: str
    back_keytab: str
    back_account: list[str]
    # What the KDC's refusals are mended by, as the remedies and docs/identity.md have them.
    lists_by: str
    transition_by: str

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.folder = folder
        self.made = 0

    def allow(self) -> None:
        raise NotImplementedError

    def trust_transition(self) -> None:
        raise NotImplementedError

    def keep_at_home(self, user: str) -> None:
        raise NotImplementedError

    @contextmanager
    def running(self) -> Iterator[str]:
        """Both services; yields the middle's address."""
        with ExitStack() as stack:
            back = stack.enter_context(self._service(
                "back_end.py", self.back, self.back_keytab, *self.back_account))
            yield stack.enter_context(self._service(
                "middle.py", self.middle, self.middle_keytab, self.middle_account, back, self.back))

    def ask(self, address: str, user: str, rule: str = "never", name: Optional[str] = None) -> str:
        """With tickets of now: those of before are what they were."""
        self.made += 1
        ccache = f"FILE:{self.folder / f'{user}{self.made}'}"
        self.place.run("kinit", "-f", "-c", ccache, "-kt", self.place.keytab(user), user)
        words = [sys.executable, str(EXAMPLE / "client.py"), address, self.middle, rule]
        done = subprocess.run(
            self.place.realm.command(words + ([name] if name else [])),
            env={**self.place.environment, "KRB5CCNAME": ccache}, text=True, capture_output=True,
            timeout=60, check=False)
        return (done.stdout + done.stderr).strip()

    @contextmanager
    def _service(self, program: str, *words: str) -> Iterator[str]:
        running = subprocess.Popen(
            self.place.realm.command([sys.executable, str(EXAMPLE / program), "127.0.0.1:0",
                                      *words]),
            env=self.place.environment, stderr=subprocess.PIPE, text=True)
        assert running.stderr is not None
        try:
            line = running.stderr.readline()
            assert line.startswith("listening on "), line + running.stderr.read()
            yield line.split()[-1]
        finally:
            running.terminate()
            running.communicate(timeout=30)


class ActiveDirectory(Tiers):
    middle_account = "host1$"
    lists_by = "msDS-AllowedToDelegateTo"
    transition_by = "TRUSTED_TO_AUTH_FOR_DELEGATION"

    def __init__(self, place: Place, folder: Path) -> None:
        super().__init__(place, folder)
        self.middle = place.spn
        self.back = f"http/three.{place.domain}"
        self.middle_keytab = place.keytab("host1")
        self.back_keytab = place.keytab("websvc")
        self.back_account = ["websvc"]
        self._change("websvc", f"add: servicePrincipalName\nservicePrincipalName: {self.back}\n")
        self.undo = [("websvc",
                      f"delete: servicePrincipalName\nservicePrincipalName: {self.back}\n")]

    def allow(self) -> None:
        self._change("host1", "add: msDS-AllowedToDelegateTo\n"
                              f"msDS-AllowedToDelegateTo: {self.back}\n")
        self.undo.append(("host1", "delete: msDS-AllowedToDelegateTo\n"))

    def trust_transition(self) -> None:
        self._control("host1", WORKSTATION, TRUSTED_TO_AUTH_FOR_DELEGATION)

    def keep_at_home(self, user: str) -> None:
        self._control(user, NORMAL, NOT_DELEGATED)

    def close(self) -> None:
        for account, changes in self.undo:
            self._change(account, changes)

    def _control(self, account: str, usual: int, bit: int) -> None:
        head = "replace: userAccountControl\nuserAccountControl: "
        self._change(account, f"{head}{usual | bit}\n")
        self.undo.append((account, f"{head}{usual}\n"))

    def _change(self, account: str, changes: str) -> None:
        found = self._ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no",
                           f"(|(sAMAccountName={account})(sAMAccountName={account}$))", "1.1")
        self._ldap("ldapmodify", text=f"{found.splitlines()[0]}\nchangetype: modify\n{changes}")

    def _ldap(self, program: str, *words: str, text: str = "") -> str:
        environment = {**self.place.environment, "KRB5CCNAME": self.place.ccache("admin")}
        done = subprocess.run(
            self.place.realm.command([program, "-Q", "-Y", "GSSAPI", *words]), env=environment,
            text=True, input=text, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


class Mit(Tiers):
    lists_by = "krbAllowedToDelegateTo"
    transition_by = "ok_to_auth_as_delegate"
    numbered = 0

    def __init__(self, place: Place, folder: Path) -> None:
        super().__init__(place, folder)
        Mit.numbered += 1
        self.middle = self.middle_account = f"middle/three{Mit.numbered}.{place.domain}"
        self.back = f"back/three{Mit.numbered}.{place.domain}"
        self.middle_keytab = self._made(self.middle, "")
        # docs/identity.md: such a KDC holds the requirement against the evidence.
        self.back_keytab = self._made(self.back, "-requires_preauth")
        self.back_account = []
        self.kept: list[str] = []

    def allow(self) -> None:
        found = self._ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b",
                           self.place.realm.variables["MUTAUTH_REALM_SUFFIX"],
                           f"krbPrincipalName={self.middle}@{self.place.name}", "1.1")
        dn = next(line for line in found.splitlines() if line.startswith("dn: "))
        self._ldap("ldapmodify", text=f"{dn}\nchangetype: modify\nadd: krbAllowedToDelegateTo\n"
                                      f"krbAllowedToDelegateTo: {self.back}@{self.place.name}\n")

    def trust_transition(self) -> None:
        self._kadmin(f"modprinc +ok_to_auth_as_delegate {self.middle}")

    def keep_at_home(self, user: str) -> None:
        self._kadmin(f"modprinc -allow_forwardable {user}")
        self.kept.append(user)

    def close(self) -> None:
        for user in self.kept:
            self._kadmin(f"modprinc +allow_forwardable {user}")

    def _made(self, principal: str, options: str) -> str:
        keytab = str(self.folder / principal.replace("/", "-"))
        self._kadmin(f"addprinc -randkey {options} {principal}")
        self._kadmin(f"ktadd -norandkey -k {keytab} {principal}")
        return keytab

    def _kadmin(self, query: str) -> None:
        self.place.run("kadmin.local", "-q", query)

    def _ldap(self, program: str, *words: str, text: str = "") -> str:
        url = self.place.realm.variables["MUTAUTH_REALM_LDAPI"]
        done = subprocess.run(
            self.place.realm.command([program, "-Q", "-Y", "EXTERNAL", "-H", url, *words]),
            env=self.place.environment, text=True, input=text, capture_output=True, timeout=60,
            check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def tiers(place: Place, tmp_path: Path) -> Iterator[Tiers]:
    made = ActiveDirectory(place, tmp_path) if place.kind == "ad" else Mit(place, tmp_path)
    yield made
    made.close()


def test_the_back_end_sees_the_client(tiers: Tiers) -> None:
    realm = tiers.place.name
    tiers.allow()
    with tiers.running() as middle:
        assert tiers.ask(middle, "alice") == f"I see alice@{realm}"
        assert tiers.ask(middle, "bob") == f"I see bob@{realm}"


def test_tickets_that_are_handed_over_need_no_list(tiers: Tiers) -> None:
    with tiers.running() as middle:
        assert tiers.ask(middle, "alice", "always") == f"I see alice@{tiers.place.name}"


def test_who_is_not_listed_is_told_where(tiers: Tiers) -> None:
    with tiers.running() as middle:
        said = tiers.ask(middle, "alice")
        assert said.startswith("refused: ")
        assert "MUTAUTH_DELEGATION_REFUSED" in said
        assert tiers.lists_by in said
        assert f"spn: {tiers.back}" in said
        assert "service account: " in said


def test_who_did_not_come_needs_a_right_of_its_own(tiers: Tiers) -> None:
    tiers.allow()
    with tiers.running() as middle:
        said = tiers.ask(middle, "alice", name="bob")
        assert "MUTAUTH_TRANSITION_REFUSED" in said, said
        assert tiers.transition_by in said
    tiers.trust_transition()
    with tiers.running() as middle:
        assert tiers.ask(middle, "alice", name="bob") == f"I see bob@{tiers.place.name}"


def test_a_client_that_stays_at_home(tiers: Tiers) -> None:
    tiers.allow()
    tiers.trust_transition()
    tiers.keep_at_home("bob")
    with tiers.running() as middle:
        assert "MUTAUTH_DELEGATION_REFUSED" in tiers.ask(middle, "bob")
        assert "MUTAUTH_TRANSITION_REFUSED" in tiers.ask(middle, "alice", name="bob")
        said = tiers.ask(middle, "bob", "always")
        assert "MUTAUTH_FORWARDING_REFUSED" in said
        assert "NOT_DELEGATED (AD), -allow_forwardable (MIT)" in said

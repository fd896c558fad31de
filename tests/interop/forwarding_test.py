"""Tickets handed over, to and from python-gssapi, and what Active Directory says of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Place

# [MS-ADTS] 2.2.16: bits of userAccountControl.
NORMAL = 0x10200
WORKSTATION = 0x1000
TRUSTED_FOR_DELEGATION = 0x80000
NOT_DELEGATED = 0x100000

PROGRAM = """
import sys
import gssapi
import mutauth

initiator, acceptor, spn, principal, keytab, account, rule, mechanism = sys.argv[1:]
account = account or None
OIDS = {"krb5": gssapi.MechType.kerberos, "negotiate": gssapi.OID.from_int_seq("1.3.6.1.5.5.2")}
MECHANISMS = {"krb5": mutauth.Mechanism.KRB5, "negotiate": mutauth.Mechanism.NEGOTIATE}
RULES = {"always": mutauth.Delegation.ALWAYS, "if trusted": mutauth.Delegation.IF_TRUSTED}


class Peer:
    def __init__(self, **words):
        self.context = gssapi.SecurityContext(**words)

    def step(self, token=b""):
        return self.context.step(token or None) or b""


def initiate():
    if initiator == "mutauth":
        policy = mutauth.Policy(delegation=RULES[rule], mechanism=MECHANISMS[mechanism])
        own = mutauth.Credential.from_environment()
        return mutauth.Negotiation.initiate(own, spn, policy=policy)
    flags = gssapi.RequirementFlag
    wanted = [flags.mutual_authentication, flags.delegate_to_peer, flags.integrity,
              flags.confidentiality, flags.replay_detection, flags.out_of_sequence_detection]
    return Peer(usage="initiate", mech=OIDS[mechanism], flags=wanted,
                name=gssapi.Name(principal, gssapi.NameType.kerberos_principal))


def serve(mechanism="krb5", **demands):
    policy = mutauth.Policy(mechanism=MECHANISMS[mechanism], **demands)
    return mutauth.Acceptor(spn, keytab=keytab, account=account, policy=policy).negotiation()


def accept():
    if acceptor == "mutauth":
        return serve(mechanism, keep_delegated=True)
    return Peer(usage="accept", creds=gssapi.Credentials(
        usage="accept", store={b"keytab": keytab.encode()}))


def converse(ours, theirs):
    token = ours.step()
    while token:
        token = theirs.step(token)
        token = token and ours.step(token)


def seen(ours):
    theirs = serve()
    converse(ours, theirs)
    context = theirs.finish()
    return context.identity.client


try:
    ours, theirs = initiate(), accept()
    converse(ours, theirs)
    if acceptor == "mutauth":
        own = mutauth.Credential.from_keytab(keytab, account)
        came = theirs.finish()
        acting = mutauth.Credential.for_caller(own, came.identity)
        level = int(mutauth.impersonation_level(came.identity))
        print(level, seen(mutauth.Negotiation.initiate(acting, spn)))
    elif theirs.context.delegated_creds is None:
        print("nothing")
    else:
        name = gssapi.Name(principal, gssapi.NameType.kerberos_principal)
        print(seen(Peer(usage="initiate", name=name, creds=theirs.context.delegated_creds,
                        flags=[gssapi.RequirementFlag.mutual_authentication,
                               gssapi.RequirementFlag.integrity,
                               gssapi.RequirementFlag.confidentiality,
                               gssapi.RequirementFlag.replay_detection,
                               gssapi.RequirementFlag.out_of_sequence_detection])))
except mutauth.Error as error:
    print(type(error).__name__)
    print(error)
    print(error.remedy)
"""


def said(place: Place, initiator: str, acceptor: str, ccache: str, rule: str = "always",
         mechanism: str = "krb5") -> str:
    done = subprocess.run(
        place.realm.command(["/usr/bin/python3", "-c", PROGRAM, initiator, acceptor, place.spn,
                             f"{place.spn}@{place.name}", place.keytab("host1"),
                             place.account or "", rule, mechanism]),
        env={**place.environment, "KRB5CCNAME": ccache}, text=True, capture_output=True,
        timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kinit(place: Place, user: str, folder: Path, *options: str) -> str:
    ccache = f"FILE:{folder / user}"
    place.run("kinit", *options, "-c", ccache, "-kt", place.keytab(user), user)
    return ccache


@pytest.mark.parametrize("mechanism", ["krb5", "negotiate"])
@pytest.mark.parametrize(("initiator", "acceptor"), [
    ("mutauth", "gssapi"), ("gssapi", "mutauth"), ("mutauth", "mutauth")])
def test_the_service_acts_by_the_tickets(place: Place, tmp_path: Path, initiator: str,
                                         acceptor: str, mechanism: str) -> None:
    alice = f"alice@{place.name}"
    level = "4 " if acceptor == "mutauth" else ""
    assert said(place, initiator, acceptor, kinit(place, "alice", tmp_path, "-f"),
                mechanism=mechanism) == level + alice


def test_nothing_is_handed_over_that_may_not_be(place: Place, tmp_path: Path) -> None:
    ccache = kinit(place, "alice", tmp_path, "-F")
    name, why, remedy = said(place, "mutauth", "gssapi", ccache).splitlines()
    assert name == "ForwardingRefused"
    assert "lacks the flag forwardable" in why
    assert "kinit -f" in remedy
    assert "NOT_DELEGATED" in remedy
    # A peer that would, cannot either, and the service sees no more than the client's own ticket.
    assert said(place, "gssapi", "mutauth", ccache).startswith("ClientTicketNotKept")


class Control:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.before: dict[str, int] = {}

    def set(self, account: str, usual: int, bit: int) -> None:
        """As the domain's administrator."""
        self.before[account] = usual
        self._write(account, usual | bit)

    def undo(self) -> None:
        for account, value in self.before.items():
            self._write(account, value)

    def _write(self, account: str, value: int) -> None:
        dn = self._run("ldapsearch", "-LLL", "-o", "ldif-wrap=no",
                       f"(|(sAMAccountName={account})(sAMAccountName={account}$))",
                       "1.1").splitlines()[0]
        self._run("ldapmodify", text=f"{dn}\nchangetype: modify\nreplace: userAccountControl\n"
                                     f"userAccountControl: {value}\n")

    def _run(self, program: str, *words: str, text: str = "") -> str:
        environment = {**self.place.environment, "KRB5CCNAME": self.place.ccache("admin")}
        done = subprocess.run(
            self.place.realm.command([program, "-Q", "-Y", "GSSAPI", *words]), env=environment,
            text=True, input=text, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def control(ad: Place) -> Iterator[Control]:
    changes = Control(ad)
    yield changes
    changes.undo()


def test_active_directory_says_who_is_trusted(ad: Place, control: Control, tmp_path: Path) -> None:
    ccache = kinit(ad, "alice", tmp_path, "-f")
    assert said(ad, "mutauth", "gssapi", ccache, "if trusted") == "nothing"
    control.set("host1", WORKSTATION, TRUSTED_FOR_DELEGATION)
    # Tickets of before are what they were.
    ccache = kinit(ad, "alice", tmp_path, "-f")
    assert said(ad, "mutauth", "gssapi", ccache, "if trusted") == f"alice@{ad.name}"


def test_active_directory_says_who_stays_at_home(ad: Place, control: Control,
                                                 tmp_path: Path) -> None:
    control.set("bob", NORMAL, NOT_DELEGATED)
    ccache = kinit(ad, "bob", tmp_path, "-f")
    assert said(ad, "mutauth", "gssapi", ccache).startswith("ForwardingRefused")

"""PACs read by mutauth and by Samba's own decoder, field by field."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any, Optional

import mutauth
import pytest

import samba_pac
from conftest import BUILD, Place

# [MS-DTYP] 2.4.2.4.
ASSERTED_BY_THE_KDC = "S-1-18-1"


def proven(place: Place, ccache: str, account: str = "host1") -> mutauth.Identity:
    """What host1 proves of the client whose tickets these are."""
    client = mutauth.Credential.from_ccache(ccache)
    acceptor = mutauth.Acceptor(place.spn, keytab=place.keytab(account), account=place.account)
    ours, theirs = mutauth.Negotiation.initiate(client, place.spn), acceptor.negotiation()
    ours.step(theirs.step(ours.step()))
    context = theirs.finish()
    KEPT.append(context)
    return context.identity


# An identity lives as long as its context.
KEPT: list[mutauth.Context] = []


@pytest.fixture(autouse=True)
def in_place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mit", "ad"):
        if name in request.fixturenames:
            for key, value in request.getfixturevalue(name).realm.environment.items():
                if key.startswith("KRB5"):
                    monkeypatch.setenv(key, value)


def both(identity: mutauth.Identity) -> tuple[dict[str, Any], dict[str, Any]]:
    """What mutauth reads, and Samba."""
    found = identity.pac_bytes()
    assert found is not None and found[1]
    return json.loads(identity.json())["pac"], samba_pac.read(found[0])


def test_of_mit(mit: Place) -> None:
    ours, sambas = both(proven(mit, mit.ccache()))
    assert ours == sambas
    assert set(ours) == {"client_info", "signatures"}


class Groups:
    """Groups of the domain in which an account is."""

    def __init__(self, place: Place, account: str) -> None:
        self._place = place
        self._dn = f"CN={account},CN=Users,{self._base()}"

    def _base(self) -> str:
        return ",".join(f"DC={part}" for part in self._place.domain.split("."))

    def _ldap(self, program: str, text: str) -> None:
        environment = {**self._place.environment, "KRB5CCNAME": self._place.ccache("admin")}
        done = subprocess.run(self._place.realm.command([program, "-Q", "-Y", "GSSAPI"]),
                              env=environment, text=True, input=text, capture_output=True,
                              timeout=300, check=False)
        assert done.returncode == 0, done.stderr

    def names(self, count: int) -> list[str]:
        return [f"CN=pac-group-{i},CN=Users,{self._base()}" for i in range(count)]

    def add(self, count: int) -> None:
        self._ldap("ldapadd", "\n".join(
            f"dn: {dn}\nobjectClass: group\nmember: {self._dn}\n" for dn in self.names(count)))

    def number(self, uid: Optional[int], gid: Optional[int], groups: dict[int, int]) -> None:
        """RFC 2307's numbers, of the account and of groups."""
        def values(dn: str, **numbers: Optional[int]) -> str:
            changes = "-\n".join(
                f"replace: {name}\n" + ("" if value is None else f"{name}: {value}\n")
                for name, value in numbers.items())
            return f"dn: {dn}\nchangetype: modify\n{changes}"
        dns = self.names(1 + max(groups, default=0))
        self._ldap("ldapmodify", "\n".join(
            [values(self._dn, uidNumber=uid, gidNumber=gid)]
            + [values(dns[i], gidNumber=gid) for i, gid in groups.items()]))

    def remove(self, count: int) -> None:
        self._ldap("ldapmodify", "\n".join(f"dn: {dn}\nchangetype: delete\n"
                                           for dn in self.names(count)))


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_of_active_directory_with_groups(ad: Place, tmp_path: Path, count: int) -> None:
    groups = Groups(ad, "bob")
    if count:
        groups.add(count)
    try:
        ccache = f"FILE:{tmp_path}/bob"
        ad.run("kinit", "-c", ccache, "-kt", ad.keytab("bob"), "bob")
        identity = proven(ad, ccache)
        ours, sambas = both(identity)
        assert ours == sambas
        assert ours["logon_info"]["account_name"] == "bob"
        # With its primary group, Domain Users.
        assert len(ours["logon_info"]["groups"]) == count + 1
        pac = identity.pac()
        domain = sambas["logon_info"]["domain_sid"]
        assert pac.user_sid == f"{domain}-{sambas['logon_info']['user_id']}"
        assert (pac.account_name, pac.domain_sid) == ("bob", domain)
        assert pac.primary_group_sid == f"{domain}-513"
        assert pac.upn is not None and pac.upn.lower() == f"bob@{ad.domain}"
        assert pac.dns_domain is not None and pac.dns_domain.lower() == ad.domain
        assert not pac.asserted_by_service and pac.delegation == ()
        sids = [sid for sid, _, _ in pac.groups]
        assert ASSERTED_BY_THE_KDC in sids and len(sids) == count + 2
        for sid in sids:
            assert identity.has_sid(sid), sid
        assert not identity.has_sid(f"{domain}-512")
        mutauth.Requirements(sids=[sids[0]], realms=[ad.name]).check(identity)
        with pytest.raises(mutauth.CallerNotMember):
            mutauth.Requirements(sids=[f"{domain}-512"]).check(identity)
    finally:
        if count:
            groups.remove(count)


def printed(pacs: list[bytes]) -> list[str]:
    done = subprocess.run([BUILD / "tests" / "pac_printer"], check=True, text=True,
                          input="".join(f"{pac.hex()}\n" for pac in pacs), capture_output=True,
                          timeout=300)
    lines = done.stdout.splitlines()
    assert len(lines) == len(pacs)
    return lines


def test_of_sambas_encoder() -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    maker = samba_pac.Maker(seed)
    pacs = [maker.make(groups) for groups in (0, 1, 2, 7, 1000) for _ in range(100)]
    for pac, line in zip(pacs, printed(pacs)):
        assert not line.startswith("the ticket's PAC"), (seed, pac.hex(), line)
        assert json.loads(line) == samba_pac.read(pac), (seed, pac.hex())


def test_nothing_is_read_that_samba_reads_otherwise() -> None:
    """Of changed PACs mutauth may refuse more, but never sees another account or group."""
    seed = int.from_bytes(os.urandom(4), "big")
    rand, maker = random.Random(seed), samba_pac.Maker(seed)
    pacs = []
    for _ in range(3000):
        pac = bytearray(maker.make(rand.choice([0, 1, 3])))
        for _ in range(rand.randint(1, 3)):
            pac[rand.randrange(len(pac))] = rand.choice([0, 1, 2, 0x7F, 0x80, 0xFF])
        pacs.append(bytes(pac))
    refused = by_samba_alone = compared = 0
    for pac, line in zip(pacs, printed(pacs)):
        if line.startswith("the ticket's PAC"):
            refused += 1
            continue
        try:
            theirs = samba_pac.read(pac)
        except (RuntimeError, UnicodeDecodeError):
            by_samba_alone += 1
            continue
        ours = json.loads(line)
        for part in ("logon_info", "upn_dns_info", "requestor", "delegation_info"):
            assert ours.get(part) == theirs.get(part), (seed, pac.hex())
        compared += 1
    print(f"{compared} read alike, {refused} refused, {by_samba_alone} by Samba alone")
    assert compared > 100 and refused > 100


def test_active_directory_knows_the_numbers(ad: Place, tmp_path: Path) -> None:
    groups = Groups(ad, "bob")
    ccache = f"FILE:{tmp_path}/bob"
    groups.add(3)
    try:
        ad.run("kinit", "-c", ccache, "-kt", ad.keytab("bob"), "bob")
        identity = proven(ad, ccache)
        address = ad.realm.variables["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://")
        spn = ad.realm.variables["MUTAUTH_REALM_LDAP_SPN"]
        admin = mutauth.Credential.from_ccache(ad.ccache("admin"))
        with mutauth.Directory.open(address, spn, admin) as directory:
            with pytest.raises(mutauth.UserNotMapped) as raised:
                mutauth.LocalUser.from_directory(directory, identity)
            assert "uidNumber" in raised.value.remedy
            groups.number(47110, 47200, {0: 47201, 2: 47203})
            user = mutauth.LocalUser.from_directory(directory, identity)
            assert (user.name, user.uid, user.gid) == ("bob", 47110, 47200)
            assert user.groups == (47201, 47203)
            groups.number(0, 0, {})
            assert mutauth.LocalUser.from_directory(directory, identity).uid == 0
            users = mutauth.UserMap(
                {identity.client: mutauth.LocalUser.from_directory(directory, identity)})
            with pytest.raises(mutauth.RootNotAllowed):
                users.find(identity)
    finally:
        groups.number(None, None, {})
        groups.remove(3)

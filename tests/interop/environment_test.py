"""What the environment says is not for a program that names its credentials and its mechanism."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Place
from conversation import Peer, converse, establish, refuses

NTLM_PLUGIN = "gssntlmssp/gssntlmssp.so"
NTLM_OID = bytes.fromhex("2b06010401823702020a")

Starter = Callable[[dict[str, str]], Peer]


@pytest.fixture
def start(mit: Place) -> Iterator[Starter]:
    """Starts a process of our side with more in its environment."""
    peers: list[Peer] = []

    def run(environment: dict[str, str], program: str = "mutauth_peer.py") -> Peer:
        peers.append(mit.start(program, environment))
        return peers[-1]

    yield run
    for peer in peers:
        peer.stop()


@pytest.fixture
def ntlm(mit: Place, tmp_path: Path) -> dict[str, str]:
    """Makes libgssapi load gss-ntlmssp."""
    listed = subprocess.run(["dpkg", "-L", "gss-ntlmssp"], capture_output=True, text=True,
                            check=False).stdout.split()
    plugins = [path for path in listed if path.endswith(NTLM_PLUGIN)]
    if not plugins:
        pytest.fail("gss-ntlmssp is not installed")
    mechanisms = tmp_path / "mechanisms"
    mechanisms.write_text(f"gssntlmssp_v1 1.3.6.1.4.1.311.2.2.10 {plugins[0]}\n")
    return {"GSS_MECH_CONFIG": str(mechanisms)}


def hostile(mit: Place, folder: Path) -> dict[str, str]:
    """Other people's tickets and keys, and things that are not there."""
    wrong_keys = folder / "keytab"
    wrong_keys.write_bytes(Path(mit.keytab("othersvc")).read_bytes())
    return {"KRB5CCNAME": mit.ccache("bob"), "KRB5_KTNAME": f"FILE:{wrong_keys}",
            "KRB5_CLIENT_KTNAME": f"FILE:{mit.keytab('bob')}", "GSS_USE_PROXY": "yes",
            "GSSPROXY_SOCKET": str(folder / "no-socket"),
            "KRB5_KDC_PROFILE": str(folder / "no-profile"),
            "KRB5_TRACE": str(folder / "no-folder" / "trace"),
            "GSSNTLMSSP_DEBUG": str(folder / "no-folder" / "ntlm")}


def client_of(peer: Peer, place: Place, mechanism: str) -> Peer:
    return peer.start(role="initiate", mechanism=mechanism, spn=place.spn,
                      ccache=place.ccache())


def service_of(peer: Peer, place: Place, mechanism: str) -> Peer:
    return peer.start(role="accept", mechanism=mechanism, spn=place.spn,
                      keytab=place.keytab("host1"))


def both_prove(mit: Place, start: Starter, environment: dict[str, str], mechanism: str) -> None:
    client, service = start(environment), start(environment)
    client_of(client, mit, mechanism)
    service_of(service, mit, mechanism)
    establish(client, service)
    expected = {"client": f"alice@{mit.name}", "asked_service": f"{mit.spn}@{mit.name}"}
    for side in (client, service):
        assert expected.items() <= side.facts().items()
    converse(client, service)


@pytest.mark.parametrize("mechanism", ["krb5", "negotiate"])
def test_named_credentials_are_the_ones_used(mit: Place, start: Starter, tmp_path: Path,
                                             mechanism: str) -> None:
    both_prove(mit, start, hostile(mit, tmp_path), mechanism)


@pytest.mark.parametrize("mechanism", ["krb5", "negotiate"])
def test_another_mechanism_at_hand_changes_nothing(mit: Place, start: Starter, tmp_path: Path,
                                                   ntlm: dict[str, str], mechanism: str) -> None:
    both_prove(mit, start, {**hostile(mit, tmp_path), **ntlm}, mechanism)


@pytest.mark.parametrize("words", ["no mechanism", "krb5 1.2.840.113554.1.2.2 /nowhere.so",
                                   "krb5 1.2.840.113554.1.2.2 {plugin}",
                                   "spnego 1.3.6.1.5.5.2 {plugin}"])
def test_no_list_of_mechanisms_takes_kerberos_place(mit: Place, start: Starter, tmp_path: Path,
                                                    ntlm: dict[str, str], words: str) -> None:
    listed = Path(ntlm["GSS_MECH_CONFIG"])
    plugin = listed.read_text().split()[2]
    listed.write_text(words.format(plugin=plugin) + "\n")
    for mechanism in ("krb5", "negotiate"):
        both_prove(mit, start, ntlm, mechanism)


def test_the_client_offers_kerberos_alone(mit: Place, start: Starter,
                                          ntlm: dict[str, str]) -> None:
    token, _ = client_of(start(ntlm), mit, "negotiate").step()
    assert NTLM_OID not in token


def test_without_tickets_nothing_else_is_tried(mit: Place, start: Starter, tmp_path: Path,
                                               ntlm: dict[str, str]) -> None:
    peer = start({**ntlm, "KRB5CCNAME": mit.ccache()})
    words: dict[str, Any] = {"role": "initiate", "mechanism": "negotiate", "spn": mit.spn,
                             "ccache": f"FILE:{tmp_path / 'none'}"}
    with pytest.raises(Exception, match="NoCredential"):
        peer.start(**words)


@pytest.mark.parametrize("ours_has_ntlm", [False, True], ids=["without", "with"])
def test_a_client_with_ntlm_is_served_by_kerberos(mit: Place, start: Callable[..., Peer],
                                                  ntlm: dict[str, str],
                                                  ours_has_ntlm: bool) -> None:
    client = start({**ntlm, "KRB5CCNAME": mit.ccache()}, "gssapi_peer.py")
    service = start(ntlm if ours_has_ntlm else {})
    client.start(role="initiate", mechanism="negotiate", principal=f"host@{mit.host}",
                 offered=["ntlm", "krb5"])
    service_of(service, mit, "negotiate")
    token, _ = client.step()
    assert NTLM_OID in token
    while token:
        token, _ = service.step(token)
        token = client.step(token)[0] if token else b""
    assert service.facts()["client"] == f"alice@{mit.name}"
    assert client.facts()["mechanism"] == "1.2.840.113554.1.2.2"
    converse(client, service)


@pytest.mark.parametrize("ours_has_ntlm", [False, True], ids=["without", "with"])
def test_a_client_with_ntlm_alone_is_refused(mit: Place, start: Callable[..., Peer],
                                             ntlm: dict[str, str], ours_has_ntlm: bool) -> None:
    client = start(ntlm, "gssapi_peer.py")
    service = start(ntlm if ours_has_ntlm else {})
    for mechanism in ("negotiate", "ntlm"):
        client.start(role="initiate", mechanism=mechanism, principal=f"host@{mit.host}",
                     offered=["ntlm"])
        token, _ = client.step()
        assert b"NTLMSSP\0" in token
        service_of(service, mit, "negotiate")
        assert refuses(service, "step", token).name == "MechanismRefused"


@pytest.mark.parametrize("mechanism", ["krb5", "negotiate"])
def test_the_replay_cache_is_shared_with_mits_acceptors(mit: Place, start: Callable[..., Peer],
                                                        mechanism: str) -> None:
    """Finding C13. Theirs is where it is when nothing in the environment moves it."""
    usual = {"KRB5RCACHENAME": "dfl:", "KRB5RCACHEDIR": "/var/tmp"}
    hostile = {"KRB5RCACHENAME": "none:", "KRB5RCACHEDIR": "/nowhere", "KRB5RCACHETYPE": "none"}
    theirs = start(usual, "gssapi_peer.py")
    ours = start(hostile)
    for first, second in ((ours, theirs), (theirs, ours)):
        token, _ = client_of(start({}), mit, mechanism).step()
        for peer in (first, second):
            words = {} if peer is theirs else {"spn": mit.spn}
            peer.start(role="accept", mechanism=mechanism, keytab=mit.keytab("host1"), **words)
        first.step(token)
        refuses(second, "step", token)

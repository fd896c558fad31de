"""OpenJDK's JGSS, with its settings as they come: its acceptor answers without a subkey of its own
(RFC 4121 2 leaves that to it), so that the client's key protects the messages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

from conftest import PEERS, Place
from conversation import Peer, converse, establish, flipped, refuses

MECHANISMS = ["krb5", "negotiate"]


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("javac") is None or shutil.which("java") is None:
        pytest.skip("no JDK: javac and java are not on PATH")
    out = tmp_path_factory.mktemp("java")
    done = subprocess.run(["javac", "-Xlint:all", "-Werror", "-d", str(out),
                           str(PEERS / "JavaPeer.java")], capture_output=True, text=True,
                          timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module", params=["mit", "ad"])
def place(request: pytest.FixtureRequest) -> Place:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def java(classes: Path, place: Place) -> Iterator[Peer]:
    peer = Peer(place.realm.command(
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
         f"-Djava.security.krb5.conf={place.environment['KRB5_CONFIG']}", "-cp", str(classes),
         "JavaPeer"]), place.environment)
    yield peer
    peer.stop()


Pair = tuple[Peer, Peer]


def java_client(java: Peer, place: Place, mechanism: str) -> Pair:
    theirs = java.start(role="initiate", mechanism=mechanism, principal=f"alice@{place.name}",
                        target=f"{place.spn}@{place.name}", keytab=place.keytab("alice"))
    return theirs, place.our_service(mechanism)


def java_service(java: Peer, place: Place, mechanism: str, **words: object) -> Pair:
    theirs = java.start(role="accept", mechanism=mechanism, keytab=place.keytab("host1"),
                        principal=f"{place.account or place.spn}@{place.name}")
    return place.our_client(mechanism, **words), theirs


# Findings C2 and C25.
@pytest.mark.parametrize("meet", [java_client, java_service])
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_they_prove_themselves_and_converse(java: Peer, place: Place, mechanism: str,
                                            meet: Callable[..., Pair]) -> None:
    client, service = meet(java, place, mechanism)
    establish(client, service)
    ours = service if client is java else client
    facts = ours.facts()
    assert facts["client"] == f"alice@{place.name}" and facts["mutual"]
    assert java.facts() == {"client": f"alice@{place.name}", "mutual": True}
    converse(client, service)


@pytest.mark.parametrize("meet", [java_client, java_service])
@pytest.mark.parametrize("verb", ["seal", "sign"])
def test_what_is_tampered_with_is_refused(java: Peer, place: Place, verb: str,
                                          meet: Callable[..., Pair]) -> None:
    client, service = meet(java, place, "krb5")
    establish(client, service)
    ours = service if client is java else client
    message = b"pay 100 to bob"
    for sender, receiver, name in ((ours, java, "GSSException"), (java, ours, "MessageTampered")):
        token = sender.bytes_of(verb, message)
        tampered = flipped(token, len(token) - 1)
        taken = (tampered,) if verb == "seal" else (message, tampered)
        assert refuses(receiver, "open" if verb == "seal" else "verify", *taken).name == name


# Finding C25: where its proof is waived, a service need not give one.
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_service_need_prove_nothing_where_that_is_waived(java: Peer, place: Place,
                                                           mechanism: str) -> None:
    client, service = java_service(java, place, mechanism, mutual=False)
    establish(client, service)
    assert not client.facts()["mutual"]
    assert java.facts()["client"] == f"alice@{place.name}"

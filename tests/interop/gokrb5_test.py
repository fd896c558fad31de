"""gokrb5, a client that reads no answer: by SPNEGO it never asks the service to prove itself, and
by Kerberos alone only if its caller knows how."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conftest import PEERS, ROOT, Place
from conversation import Peer, refuses
from outside import build_go

# The least that a policy asks for, too.
LEVELS = ["privacy", "connect"]


@pytest.fixture(scope="module")
def program() -> str:
    made = ROOT / ".dev" / "gokrb5" / "peer"
    made.parent.mkdir(parents=True, exist_ok=True)
    if missing := build_go(PEERS / "gokrb5", made):
        pytest.skip(missing)
    return str(made)


@pytest.fixture
def gokrb5(place: Place, program: str) -> Iterator[Peer]:
    peer = Peer(place.realm.command([program]), place.environment)
    yield peer
    peer.stop()


def token_of(gokrb5: Peer, place: Place, mechanism: str, mutual: bool = False) -> bytes:
    token, _ = gokrb5.start(mechanism=mechanism, spn=place.spn, realm=place.name, user="alice",
                            keytab=place.keytab("alice"), mutual=mutual).step()
    return token


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("mechanism", ["krb5", "negotiate"])
def test_a_client_that_wants_no_proof_is_refused(gokrb5: Peer, place: Place, mechanism: str,
                                                 level: str) -> None:
    service = place.our_service(mechanism, level=level)
    token = token_of(gokrb5, place, mechanism)
    assert refuses(service, "step", token).name == "LevelNotReached"
    refuses(service, "finish")


def test_a_client_that_asks_for_it_is_served(gokrb5: Peer, place: Place) -> None:
    service = place.our_service("krb5")
    proof, done = service.step(token_of(gokrb5, place, "krb5", mutual=True))
    assert proof and done
    assert service.facts()["client"] == f"alice@{place.name}"


# Finding C24: it sends either mechanism under HTTP's Negotiate.
@pytest.mark.parametrize("served", ["krb5", "negotiate", "either"])
@pytest.mark.parametrize("mechanism", ["krb5", "negotiate"])
def test_a_client_that_wants_no_proof_is_served_where_that_is_waived(
    gokrb5: Peer, place: Place, mechanism: str, served: str
) -> None:
    service = place.our_service(served, level="connect", mutual=False)
    token = token_of(gokrb5, place, mechanism)
    if served not in ("either", mechanism):
        assert refuses(service, "step", token).name == "MechanismRefused"
        return
    _, done = service.step(token)
    assert done
    facts = service.facts()
    assert facts["client"] == f"alice@{place.name}" and not facts["mutual"]
    assert facts["mechanism"] == {"krb5": 1, "negotiate": 2}[mechanism]

"""Each peer with mutauth, in both roles, by Kerberos and by SPNEGO, and its messages."""

from __future__ import annotations

from typing import Callable

import pytest

from conftest import Place
from conversation import Peer, converse, establish, flipped, refuses

Pair = tuple[Peer, Peer]
MECHANISMS = ["krb5", "negotiate"]


def gssapi_client(place: Place, mechanism: str) -> Pair:
    theirs = place.peer("gssapi_peer.py").start(
        role="initiate", mechanism=mechanism, principal=f"{place.spn}@{place.name}",
        ccache=place.ccache())
    return theirs, place.our_service(mechanism)


def gssapi_service(place: Place, mechanism: str) -> Pair:
    theirs = place.peer("gssapi_peer.py").start(role="accept", mechanism=mechanism,
                                                keytab=f"FILE:{place.keytab('host1')}")
    return place.our_client(mechanism), theirs


def pyspnego_client(place: Place, mechanism: str, **how: object) -> Pair:
    theirs = place.peer("spnego_peer.py").start(role="initiate", mechanism=mechanism,
                                                host=place.host, ccache=place.ccache(), **how)
    return theirs, place.our_service(mechanism)


def pyspnego_service(place: Place, mechanism: str, **how: object) -> Pair:
    theirs = place.peer("spnego_peer.py").start(role="accept", mechanism=mechanism,
                                                keytab=place.keytab("host1"), **how)
    return place.our_client(mechanism), theirs


def samba_client(place: Place, mechanism: str) -> Pair:
    theirs = place.peer("samba_peer.py").start(role="initiate", mechanism=mechanism,
                                               host=place.host, ccache=place.ccache())
    return theirs, place.our_service(mechanism)


def samba_service(place: Place, mechanism: str) -> Pair:
    host = f"dc1.{place.domain}"
    theirs = place.peer("samba_peer.py").start(role="accept", mechanism=mechanism, host=host)
    return place.our_client(mechanism, spn=f"host/{host}"), theirs


# Samba's side has a realm of its own.
PAIRS = [(meet, kind) for kind in ("mit", "ad")
         for meet in (gssapi_client, gssapi_service, pyspnego_client, pyspnego_service,
                      samba_client, samba_service)
         if kind == "ad" or meet not in (samba_client, samba_service)]


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0].__name__}-{pair[1]}")
def meeting(request: pytest.FixtureRequest) -> tuple[Callable[[str], Pair], Place]:
    """What starts the two sides, the client and the service, by a mechanism; and where."""
    meet, kind = request.param
    place = request.getfixturevalue(kind)
    if meet in (pyspnego_client, pyspnego_service):
        place.peer("spnego_peer.py", request.getfixturevalue("pypi").path)
    return (lambda mechanism: meet(place, mechanism)), place


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_they_prove_themselves_and_converse(meeting, mechanism: str) -> None:
    pair, place = meeting
    client, service = pair(mechanism)
    establish(client, service)
    ours = place.peer("mutauth_peer.py")
    facts = ours.facts()
    assert facts["client"] == f"alice@{place.name}"
    if service is ours:
        assert facts["asked_service"] == f"{place.spn}@{place.name}"
        assert facts["service_key"] == f"{place.account or place.spn}@{place.name}"
        assert facts["pac_verified"]
    converse(client, service)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_what_is_tampered_with_is_refused(meeting, mechanism: str) -> None:
    pair, place = meeting
    ours = place.peer("mutauth_peer.py")
    for verb, checks in (("seal", "open"), ("sign", "verify")):
        client, service = pair(mechanism)
        establish(client, service)
        theirs = service if client is ours else client
        message = b"pay 100 to bob"
        for sender, receiver in ((ours, theirs), (theirs, ours)):
            token = sender.bytes_of(verb, message)
            tampered = flipped(token, len(token) - 1)
            taken = (tampered,) if verb == "seal" else (message, tampered)
            refusal = refuses(receiver, checks, *taken)
        assert refusal.name == "MessageTampered"


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_mutauth_on_gss_speaks_to_mutauth_of_its_own(place: Place, mechanism: str) -> None:
    other = place.start("mutauth_peer.py")
    try:
        client = other.start(role="initiate", mechanism=mechanism, spn=place.spn,
                             ccache=place.ccache(), protector="gss")
        service = place.our_service(mechanism)
        establish(client, service)
        assert (client.facts()["protector"], service.facts()["protector"]) == (2, 1)
        converse(client, service)
    finally:
        other.stop()

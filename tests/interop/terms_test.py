"""Channel bindings and DCE style with each peer, in both roles."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Place
from conversation import Peer, Refused, converse, establish, refuses

MECHANISMS = ["krb5", "negotiate"]
PEERS = ["gssapi_peer.py", "spnego_peer.py"]


@pytest.fixture(params=PEERS)
def peer(request: pytest.FixtureRequest, place: Place) -> str:
    if request.param == "spnego_peer.py":
        place.peer(request.param, request.getfixturevalue("pypi").path)
    return request.param


def their_client(place: Place, peer: str, mechanism: str, **words: Any) -> Peer:
    name = {"principal": f"{place.spn}@{place.name}"} if peer == PEERS[0] else {"host": place.host}
    return place.peer(peer).start(role="initiate", mechanism=mechanism, ccache=place.ccache(),
                                  **name, **words)


def their_service(place: Place, peer: str, mechanism: str, **words: Any) -> Peer:
    keytab = place.keytab("host1")
    return place.peer(peer).start(role="accept", mechanism=mechanism,
                                  keytab=f"FILE:{keytab}" if peer == PEERS[0] else keytab, **words)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_same_bindings_are_taken(place: Place, peer: str, mechanism: str) -> None:
    ours = place.our_service(mechanism, bindings="a channel", rule="require")
    establish(their_client(place, peer, mechanism, bindings="a channel"), ours)
    assert ours.facts()["channel_bound"]
    theirs = their_service(place, peer, mechanism, bindings="a channel")
    establish(place.our_client(mechanism, bindings="a channel"), theirs)


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("given, reason", [("another", "ChannelBindingsMismatch"),
                                           ("", "ChannelBindingsMissing")])
def test_others_and_none_are_refused(place: Place, peer: str, mechanism: str, given: str,
                                     reason: str) -> None:
    ours = place.our_service(mechanism, bindings="a channel", rule="require")
    token, _ = their_client(place, peer, mechanism, bindings=given).step()
    assert refuses(ours, "step", token).name == reason


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_their_service_refuses_others(place: Place, peer: str, mechanism: str) -> None:
    theirs = their_service(place, peer, mechanism, bindings="a channel")
    with pytest.raises(Refused):
        establish(place.our_client(mechanism, bindings="another"), theirs)


def test_three_legs_in_dce_style(place: Place, peer: str) -> None:
    ours = place.our_service("krb5", dce_style=True)
    theirs = their_client(place, peer, "krb5", dce_style=True)
    assert establish(theirs, ours) == 3
    converse(theirs, ours)
    theirs = their_service(place, peer, "krb5", dce_style=True)
    client = place.our_client("krb5", dce_style=True)
    assert establish(client, theirs) == 3
    converse(client, theirs)

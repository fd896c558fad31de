"""Clients of Cyrus SASL's GSSAPI mechanism: they ask for sequence detection, not for replay
detection, and put a layer of RFC 4752 on top."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conftest import Place
from conversation import Peer, refuses

# RFC 4752 3.3: the security layers, and the greatest size that this side takes.
LAYERS = {"privacy": (4, 256), "integrity": (2, 1)}
LONGEST = 0x010000


@pytest.fixture
def cyrus(place: Place) -> Iterator[Peer]:
    peer = place.start("cyrus_peer.py", environment={"KRB5CCNAME": place.ccache()})
    yield peer
    peer.stop()


# Finding C23.
@pytest.mark.parametrize("mechanism", ["krb5", "either"])
@pytest.mark.parametrize("protector", ["own", "gss"])
@pytest.mark.parametrize("level", LAYERS)
def test_it_is_served_with_a_layer(cyrus: Peer, place: Place, mechanism: str, protector: str,
                                   level: str) -> None:
    layer, ssf = LAYERS[level]
    cyrus.start(service="host", host=place.host, ssf=ssf)
    ours = place.our_service(mechanism, protector=protector, level=level)
    token, _ = cyrus.step()
    proof, done = ours.step(token)
    assert done
    assert ours.facts()["client"] == f"alice@{place.name}"
    reply, _ = cyrus.step(proof)
    assert reply == b""  # RFC 4752 3.1: an empty response, then the server offers its layers.
    offered = ours.bytes_of("wrap", bytes([layer]) + LONGEST.to_bytes(3, "big"))
    choice, done = cyrus.step(offered)
    assert done
    chosen = ours.bytes_of("unwrap", choice)
    assert chosen[0] == layer

    # RFC 4422 3.7: each buffer with its size in front, in network byte order.
    take, give = ("open", "seal") if level == "privacy" else ("unwrap", "wrap")
    for message in (b"a", b"m" * 1000):
        sealed = cyrus.bytes_of("seal", message)
        assert int.from_bytes(sealed[:4], "big") == len(sealed) - 4
        assert ours.bytes_of(take, sealed[4:]) == message
        answer = ours.bytes_of(give, message)
        assert cyrus.bytes_of("open", len(answer).to_bytes(4, "big") + answer) == message
    replayed = refuses(ours, take, sealed[4:])
    assert replayed.name == ("MessageReplayed" if protector == "own" else "MessageOutOfOrder")

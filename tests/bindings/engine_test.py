"""Engines: the same protocol without a connection."""

from __future__ import annotations

import pytest

import mutauth
from conftest import SPN, Place

Engines = tuple[mutauth.Engine, mutauth.Engine]


@pytest.fixture
def fresh(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> Engines:
    return (
        mutauth.Engine.begin(mutauth.client(SPN, alice)),
        mutauth.Engine.begin(acceptor.negotiation()),
    )


def carry(one: mutauth.Engine, other: mutauth.Engine) -> int:
    data = one.to_send()
    one.sent(len(data))
    other.feed(data)
    return len(data)


def exchange(both: Engines) -> None:
    while carry(both[0], both[1]) + carry(both[1], both[0]):
        pass


def test_two_engines(place: Place, fresh: Engines) -> None:
    client, server = fresh
    assert client.identity is None and client.has_bytes and not client.proven
    with pytest.raises(mutauth.WrongState):
        client.send(b"early")
    exchange(fresh)
    assert client.proven and server.proven and server.feeds and server.sends
    assert server.identity is not None
    assert server.identity.client == f"alice@{place.realm}"
    client.send(b"hello")
    client.close()
    with pytest.raises(mutauth.WouldBlock):
        server.receive()
    assert not server.receives
    exchange(fresh)
    assert server.receives
    assert server.receive() == b"hello"
    assert server.receive() is None
    server.refuse("enough")
    exchange(fresh)
    with pytest.raises(mutauth.RefusedByPeer, match="enough"):
        client.receive()


def test_bounds(fresh: Engines) -> None:
    client, server = fresh
    exchange(fresh)
    client.set_bounds(to_send=0, fed=mutauth.ENGINE_BOUND)
    server.set_bounds(to_send=0, fed=0)
    client.send(b"one")
    with pytest.raises(mutauth.SendQueueFull):
        client.send(b"two")
    carry(client, server)
    assert not server.feeds
    with pytest.raises(mutauth.ReceiveQueueFull):
        server.feed(b"more")
    assert server.receive() == b"one"
    server.ended()
    with pytest.raises(mutauth.StreamTruncated):
        server.receive()


def test_a_negotiation_is_used_up(alice: mutauth.Credential) -> None:
    negotiation = mutauth.client(SPN, alice)
    with mutauth.Engine.begin(negotiation) as engine:
        for use in (negotiation.step, lambda: mutauth.Engine.begin(negotiation)):
            with pytest.raises(mutauth.WrongState):
                use()
    with pytest.raises(mutauth.WrongState):
        engine.to_send()

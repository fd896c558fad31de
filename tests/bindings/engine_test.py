"""Engines: the same protocol without a connection."""

from __future__ import annotations

import pytest

import mutauth
from conftest import SPN, Place, Side

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


def test_the_framing_of_windows_samples(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    both = (
        mutauth.Engine.begin_windows_sample(mutauth.client(SPN, alice)),
        mutauth.Engine.begin_windows_sample(acceptor.negotiation()),
    )
    assert int.from_bytes(both[0].to_send()[:4], "little") == len(both[0].to_send()) - 4
    exchange(both)
    both[0].send(b"hello")
    with pytest.raises(mutauth.NotInFraming):
        both[0].refuse("no")
    exchange(both)
    both[1].ended()
    assert both[1].receive() == b"hello"
    with pytest.raises(mutauth.StreamEndUnproven):
        both[1].receive()


def test_channels_with_the_framing_of_windows_samples(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    with mutauth.listen("127.0.0.1:0") as listener:
        served = Side(
            lambda: mutauth.Channel.open_windows_sample(listener.accept(), acceptor.negotiation())
        )
        client = mutauth.Channel.connect_windows_sample(
            listener.address, mutauth.client(SPN, alice)
        )
        with served.result() as server:
            client.send(b"hello")
            client.close()
            assert server.receive() == b"hello"
            with pytest.raises(mutauth.StreamEndUnproven):
                server.receive()
        client.free()

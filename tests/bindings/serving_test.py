"""Servers with a thread for each client, and the places of those that have proven nothing."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import ExitStack

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, Place, Side
from flood import flood, longest_call
from mutauth.unproven import Unproven, address_of, origin_of


def echo(channel: mutauth.Channel) -> None:
    for message in channel:
        channel.send(message)


def call(address: str, alice: mutauth.Credential, message: bytes = b"hello") -> float:
    began = time.monotonic()
    with mutauth.connect(address, SPN, alice) as channel:
        channel.send(message)
        assert channel.receive() == message
    return time.monotonic() - began


def test_many_clients_at_once(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    count = 32
    together = threading.Barrier(count)

    def handler(channel: mutauth.Channel) -> None:
        together.wait(30)
        assert (channel.peer_address or "").startswith("127.0.0.1:")
        echo(channel)

    threads = threading.active_count()
    with mutauth.serve(handler, "127.0.0.1:0", acceptor) as server:
        calls = [Side(lambda n=n: call(server.address, alice, b"%d" % n)) for n in range(count)]
        for one in calls:
            one.result()
    # A thread is on its way out for a moment more.
    until = time.monotonic() + 10
    while threading.active_count() > threads and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() == threads


def test_a_client_that_is_not_proven_reaches_no_handler(
    place: Place, alice: mutauth.Credential
) -> None:
    reached: list[mutauth.Channel] = []
    rogue = mutauth.Acceptor(OTHER_SPN, keytab=place.keytab("othersvc"), account="othersvc")

    def descriptors_after_two_fail() -> int:
        refused: list[Exception] = []
        with mutauth.serve(reached.append, "127.0.0.1:0", rogue, proof_timeout=1.0,
                           refused=refused.append) as server:
            with pytest.raises(mutauth.Error):
                mutauth.connect(server.address, SPN, alice)
            host, port = server.address.rsplit(":", 1)
            with socket.create_connection((host, int(port))):
                while len(refused) < 2:
                    time.sleep(0.02)
        assert isinstance(refused[0], mutauth.NegotiationError)
        assert isinstance(refused[1], mutauth.DeadlinePassed)
        return len(os.listdir("/proc/self/fd"))

    # Finding C10: the first time opens what stays for good.
    assert descriptors_after_two_fail() == descriptors_after_two_fail()
    assert reached == []


# Finding C22: as mutauth.aio does it.
def test_shutdown_gives_a_grace_and_then_ends(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    done: list[bytes | None] = []

    def handler(channel: mutauth.Channel) -> None:
        message = channel.receive()
        if message == b"busy":
            time.sleep(0.2)
        else:
            message = channel.receive()
        done.append(message)

    server = mutauth.serve(handler, "127.0.0.1:0", acceptor)
    busy, idle = [mutauth.connect(server.address, SPN, alice) for _ in range(2)]
    busy.send(b"busy")
    idle.send(b"idle")
    host, port = server.address.rsplit(":", 1)
    with socket.create_connection((host, int(port))) as half_open:
        time.sleep(0.05)
        began = time.monotonic()
        server.shutdown(grace=0.6)
        assert 0.5 < time.monotonic() - began < 10
        half_open.settimeout(5)
        assert half_open.recv(1) == b""
    assert done == [b"busy"]
    assert busy.receive() is None
    with pytest.raises(mutauth.StreamTruncated):
        idle.receive()
    server.wait_closed()
    with pytest.raises(OSError):
        socket.create_connection((host, int(port)))
    busy.free()
    idle.free()


def test_wait_closed_waits_for_the_last_client(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    server = mutauth.serve(echo, "127.0.0.1:0", acceptor)
    waiting = Side(server.wait_closed)
    with mutauth.connect(server.address, SPN, alice) as channel:
        channel.send(b"before")
        assert channel.receive() == b"before"
        server.close()
        channel.send(b"after")
        assert channel.receive() == b"after"
    waiting.result()


def test_a_handler_that_shuts_its_server_down(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    def handler(channel: mutauth.Channel) -> None:
        if channel.receive() == b"end":
            server.shutdown()
        channel.send(b"bye")

    server = mutauth.serve(handler, "127.0.0.1:0", acceptor)
    with mutauth.connect(server.address, SPN, alice) as channel:
        channel.send(b"end")
        assert channel.receive() == b"bye"
    server.wait_closed()


# Finding C20.
def test_half_open_connections_keep_nobody_waiting(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    told: list[Exception] = []
    with mutauth.serve(echo, "127.0.0.1:0", acceptor, refused=told.append) as server:
        alone = max(call(server.address, alice) for _ in range(3))
        with flood(int(server.address.rpartition(":")[2])) as running:
            took = [call(server.address, alice) for _ in range(3)]
            count = running.wait_until_opened()
            for _ in range(6):
                took.append(call(server.address, alice))
                time.sleep(0.3)
        print(f"{count} connections, {running.made} made; calls took {min(took):.3f} to "
              f"{max(took):.3f} s, alone {alone:.3f} s")
        assert max(took) < longest_call(alone), took
        assert any(isinstance(one, mutauth.TooManyUnproven) for one in told)


def test_places_of_one_address() -> None:
    places = Unproven(most=10, most_of_one=2)
    closed: list[str] = []
    first, second = places.admit("a"), places.admit("a")
    assert first is not None and second is not None
    first.close = lambda: closed.append("first")
    assert places.admit("a") is None, "it has its share, and the first its turn"
    assert places.admit("b") is not None
    first.since -= 5
    assert places.admit("a") is not None
    assert closed == ["first"] and first.lost
    places.leave(first)
    places.leave(second)
    assert places.admit("a") is not None


def test_where_all_places_are_taken_who_has_most_gives_way() -> None:
    places = Unproven(most=4, most_of_one=3)
    crowd = [places.admit("many") for _ in range(3)]
    assert places.admit("few") is not None
    assert places.admit("another") is not None
    assert crowd[0] is not None and crowd[0].lost
    # Two, one and one: nobody has more than one more than a newcomer would.
    assert places.admit("newcomer") is not None
    assert places.admit("late") is None
    assert crowd[2] is not None
    crowd[2].since -= 5
    assert places.admit("late") is not None


def test_what_is_told_of_those_sent_away() -> None:
    places = Unproven(most=1, most_of_one=1)
    told = [one.count for _ in range(1000) if (one := places.surplus()) is not None]
    assert told == [1, 10, 100, 1000]


def test_where_a_connection_is_from() -> None:
    assert origin_of(("192.0.2.1", 5)) == origin_of(("::ffff:192.0.2.1", 5, 0, 0)) == "192.0.2.1"
    one, same, other = (origin_of((host, 1, 0, 0)) for host in (
        "2001:db8::1", "2001:db8::2:3", "2001:db8:0:1::1"))
    assert one == same == "2001:db8::/64" != other
    assert origin_of(("fe80::1%eth0", 1, 0, 2)) == "fe80::/64"
    assert origin_of("") == "" and address_of("") is None
    assert address_of(("::1", 80, 0, 0)) == "[::1]:80"


def test_an_address_that_is_taken(acceptor: mutauth.Acceptor) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(mutauth.serve(echo, "127.0.0.1:0", acceptor))
        with pytest.raises(OSError):
            mutauth.serve(echo, server.address, acceptor)

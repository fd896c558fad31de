"""Channels over socket pairs and TCP."""

from __future__ import annotations

import os
import platform
import select
import socket
import threading
import time
from pathlib import Path

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, Place, Side, connected

Channels = tuple[mutauth.Channel, mutauth.Channel]


@pytest.mark.parametrize("size", [0, 1, 12000, 100_000, mutauth.CHANNEL_MESSAGE_MAX])
def test_messages_keep_their_bounds(channels: Channels, size: int) -> None:
    client, server = channels
    message = os.urandom(size)
    sending = Side(lambda: (client.send(message), client.send(b"after")))
    assert server.receive() == message
    assert server.receive() == b"after"
    sending.result()


def test_too_long_a_message(channels: Channels) -> None:
    client, server = channels
    with pytest.raises(mutauth.InvalidArgument):
        client.send(bytes(mutauth.CHANNEL_MESSAGE_MAX + 1))
    client.send(b"still there")
    assert server.receive() == b"still there"


def test_the_sealed_end(channels: Channels) -> None:
    client, server = channels
    client.send(b"last")
    client.close()
    client.close()
    assert list(server) == [b"last"]
    assert server.receive() is None
    with pytest.raises(mutauth.WrongState):
        client.send(b"more")
    server.send(b"half open")
    assert client.receive() == b"half open"


def test_an_end_that_is_not_sealed_is_truncation(channels: Channels) -> None:
    client, server = channels
    client.send(b"cut")
    client.free()
    assert server.receive() == b"cut"
    with pytest.raises(mutauth.StreamTruncated):
        server.receive()


def test_with_seals_the_end(channels: Channels) -> None:
    client, server = channels
    with client as same:
        assert same is client
        client.send(b"hello")
    assert list(server) == [b"hello"]
    with pytest.raises(mutauth.WrongState):
        client.send(b"more")


def test_an_exception_through_with_does_not(channels: Channels) -> None:
    client, server = channels
    with pytest.raises(KeyError), client:
        raise KeyError
    with pytest.raises(mutauth.StreamTruncated):
        server.receive()


def test_with_after_the_peer_has_gone(channels: Channels) -> None:
    client, server = channels
    server.free()
    with client:
        pass


def test_refusal(channels: Channels) -> None:
    client, server = channels
    server.refuse("not on Sundays")
    with pytest.raises(mutauth.RefusedByPeer) as raised:
        client.receive()
    assert "not on Sundays" in mutauth.explain(raised.value)
    with pytest.raises(mutauth.WrongState):
        server.send(b"more")


def test_too_long_a_refusal(channels: Channels) -> None:
    with pytest.raises(mutauth.TextTooLong):
        channels[1].refuse("x" * 1025)


def test_receive_can_be_taken_up_again(channels: Channels) -> None:
    client, server = channels
    for timeout in (0, 0.01, 0.12):
        begin = time.monotonic()
        with pytest.raises(mutauth.DeadlinePassed):
            server.receive(timeout=timeout)
        assert timeout - 0.01 <= time.monotonic() - begin < timeout + 10
    client.send(b"at last")
    assert server.receive(timeout=5) == b"at last"


def test_in_pieces_nothing_is_lost(channels: Channels) -> None:
    """A message that comes in slowly is put together over several receives."""
    client, server = channels
    message = os.urandom(mutauth.CHANNEL_MESSAGE_MAX)
    sending = Side(lambda: client.send(message))
    got = None
    while got is None:
        try:
            got = server.receive(timeout=0.0005)
        except mutauth.DeadlinePassed:
            pass
    assert got == message
    sending.result()


def test_a_send_that_times_out_ends_the_sending(channels: Channels) -> None:
    client, _ = channels
    with pytest.raises(mutauth.DeadlinePassed):
        for _ in range(100):
            client.send(bytes(mutauth.CHANNEL_MESSAGE_MAX), timeout=0.1)
    with pytest.raises(mutauth.WrongState):
        client.send(b"more")


def test_poll(channels: Channels) -> None:
    client, server = channels
    assert select.select([server], [], [], 0) == ([], [], [])
    client.send(b"wake")
    assert select.select([server], [], [], 5)[0] == [server]
    assert server.receive() == b"wake"


def test_full_duplex(channels: Channels) -> None:
    client, server = channels
    count = 300

    def pump(channel: mutauth.Channel) -> list[bytes]:
        sending = Side(lambda: [channel.send(b"%d" % i) for i in range(count)])
        got = [channel.receive() or b"" for _ in range(count)]
        sending.result()
        return got

    other = Side(lambda: pump(server))
    wanted = [b"%d" % i for i in range(count)]
    assert pump(client) == wanted
    assert other.result() == wanted


def test_many_threads_may_send(channels: Channels) -> None:
    client, server = channels
    sides = [Side(lambda: [client.send(b"x" * 1000) for _ in range(50)]) for _ in range(4)]
    assert sum(len(server.receive() or b"") for _ in range(200)) == 200_000
    for side in sides:
        side.result()


def serve(listener: mutauth.Listener, acceptor: mutauth.Acceptor) -> list[str]:
    """Echoes to one client; who it was."""
    with acceptor.open(listener.accept()) as channel:
        for message in channel:
            channel.send(message)
        assert (channel.peer_address or "").startswith(("127.0.0.1:", "[::1]:"))
        return [channel.identity.client]


def test_tcp(place: Place, alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    with mutauth.listen("127.0.0.1:0") as listener:
        assert listener.address.startswith("127.0.0.1:")
        served = Side(lambda: serve(listener, acceptor))
        with mutauth.connect(listener.address, SPN, alice) as channel:
            channel.send(b"hello")
            assert channel.receive() == b"hello"
            assert channel.identity.asked_service.startswith(SPN)
            assert channel.peer_address == listener.address
        assert served.result() == [f"alice@{place.realm}"]


def test_ipv6(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    try:
        listener = mutauth.listen("[::1]:0")
    except mutauth.AddressUnusable:
        pytest.skip("this machine has no IPv6")
    served = Side(lambda: serve(listener, acceptor))
    with mutauth.connect(listener.address, SPN, alice) as channel:
        channel.send(b"hello")
        assert channel.receive() == b"hello"
    served.result()


def test_an_impostor_is_not_spoken_to(
    place: Place, alice: mutauth.Credential
) -> None:
    """Another service's keys answer at the address: no channel comes about on either side."""
    rogue = mutauth.Acceptor(OTHER_SPN, keytab=place.keytab("othersvc"), account="othersvc")
    with mutauth.listen("127.0.0.1:0") as listener:
        served = Side(lambda: serve(listener, rogue))
        with pytest.raises(mutauth.Error) as raised:
            mutauth.connect(listener.address, SPN, alice, timeout=10)
        assert isinstance(raised.value, (mutauth.NegotiationError, mutauth.ProtectionError))
        assert isinstance(served.error(), mutauth.NegotiationError)


# Finding C10.
def test_a_socket_stays_the_callers_on_failure(alice: mutauth.Credential) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for opened in (mutauth.Channel.open, mutauth.Channel.open_windows_sample):
        one, other = socket.socketpair()
        other.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        with one, other:
            with pytest.raises(mutauth.ProtectionError):
                opened(one, mutauth.client(SPN, alice), timeout=5)
            assert one.fileno() >= 0 and os.get_blocking(one.fileno())
            other.sendall(b"still")
            assert one.recv(5) == b"still"
    assert len(os.listdir("/proc/self/fd")) == before


def end_of_the_wait(thread: int) -> int:
    """The milliseconds that a thread of this process waits in poll(2), as the kernel says."""
    path = Path(f"/proc/self/task/{thread}/syscall")
    for _ in range(500):
        number, *arguments = path.read_text().split()
        if number == "7":  # poll, on x86-64
            return int(arguments[2], 16)
        time.sleep(0.01)
    raise AssertionError("the thread does not wait")


# Finding C22: whoever waits for a message waits for as long as there is a peer, as on the loop.
@pytest.mark.skipif(platform.machine() != "x86_64",
                    reason="which system call a thread waits in is read by its number on x86-64")
def test_a_message_is_waited_for_without_end(channels: Channels) -> None:
    client, server = channels
    waits = (lambda: server.receive(), lambda: server.receive(None), lambda: next(server))
    for wait in waits:
        threads: list[int] = []
        waiting = Side(lambda wait=wait: (threads.append(threading.get_native_id()), wait())[1])
        while not threads:
            time.sleep(0.01)
        assert end_of_the_wait(threads[0]) == 2**31 - 1
        client.send(b"at last")
        assert waiting.result() == b"at last"


def test_the_socket_becomes_the_channels(channels: Channels, alice: mutauth.Credential,
                                         acceptor: mutauth.Acceptor) -> None:
    one, other = socket.socketpair()
    server = Side(lambda: acceptor.open(other))
    client = mutauth.Channel.open(one, mutauth.client(SPN, alice))
    channel = server.result()
    assert one.fileno() == other.fileno() == -1
    client.free()
    with pytest.raises(mutauth.StreamTruncated):
        channel.receive()


def test_a_negotiation_is_used_up(alice: mutauth.Credential) -> None:
    one, other = socket.socketpair()
    other.close()
    negotiation = mutauth.client(SPN, alice)
    with pytest.raises(mutauth.Error):
        mutauth.Channel.open(one, negotiation)
    with pytest.raises(mutauth.WrongState):
        negotiation.step()
    with pytest.raises(mutauth.WrongState):
        mutauth.Channel.open(one, negotiation)


def test_listener_errors() -> None:
    with mutauth.listen("127.0.0.1:0") as listener:
        with pytest.raises(mutauth.AddressUnusable):
            mutauth.listen(listener.address)
        with pytest.raises(mutauth.DeadlinePassed):
            listener.accept(timeout=0.05)
    with pytest.raises(mutauth.WrongState):
        listener.accept()
    for address in ("", "127.0.0.1", ":", "127.0.0.1:x", "127.0.0.1:65536"):
        with pytest.raises(mutauth.InvalidArgument):
            mutauth.listen(address)


def test_many_clients_of_one_acceptor(
    place: Place, alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    with mutauth.listen("127.0.0.1:0") as listener:
        count = 8
        servers = [Side(lambda: serve(listener, acceptor)) for _ in range(count)]

        def call(number: int) -> bytes | None:
            with mutauth.connect(listener.address, SPN, alice) as channel:
                channel.send(b"%d" % number)
                return channel.receive()

        clients = [Side(lambda number=number: call(number)) for number in range(count)]
        assert [client.result() for client in clients] == [b"%d" % n for n in range(count)]
        assert [server.result() for server in servers] == [[f"alice@{place.realm}"]] * count


def test_free_ends_a_wait_on_another_thread(channels: Channels) -> None:
    client, _ = channels
    waiting = Side(lambda: client.receive(timeout=60))
    time.sleep(0.2)
    begin = time.monotonic()
    client.free()
    assert isinstance(waiting.error(), (mutauth.Cancelled, mutauth.WrongState))
    assert time.monotonic() - begin < 10


def test_free_ends_an_accept_on_another_thread() -> None:
    listener = mutauth.listen("127.0.0.1:0")
    waiting = Side(lambda: listener.accept(timeout=60))
    time.sleep(0.2)
    listener.free()
    assert isinstance(waiting.error(), (mutauth.Cancelled, mutauth.WrongState))


def test_waiting_for_a_turn_is_bounded(channels: Channels) -> None:
    client, _ = channels
    first = Side(lambda: client.receive(timeout=60))
    time.sleep(0.1)
    begin = time.monotonic()
    with pytest.raises(mutauth.DeadlinePassed):
        client.receive(timeout=0.2)
    assert time.monotonic() - begin < 10
    client.free()
    assert isinstance(first.error(), (mutauth.Cancelled, mutauth.WrongState))


def test_other_threads_run_while_one_waits(
    channels: Channels, alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    client, server = channels
    ticks = 0
    end = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not end.is_set():
            ticks += 1
            time.sleep(0.01)

    ticking = Side(tick)
    with pytest.raises(mutauth.DeadlinePassed):
        client.receive(timeout=0.3)
    end.set()
    ticking.result()
    assert ticks > 5
    again, peer = connected(alice, acceptor)
    again.free()
    peer.free()

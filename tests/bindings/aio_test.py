"""Channels for asyncio, against one another and against the blocking ones."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

import mutauth
from conftest import SPN, Place, Side
from flood import flood, longest_call
from mutauth import aio

T = TypeVar("T")

Blocking = Callable[[mutauth.Channel], T]


def run(body: Awaitable[T], timeout: float = 60) -> T:
    async def bounded() -> T:
        return await asyncio.wait_for(body, timeout)

    return asyncio.run(bounded())


async def beside(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> tuple[aio.Channel, mutauth.Channel]:
    """A client on the loop and a blocking service, over a socket pair."""
    one, other = socket.socketpair()
    service = Side(lambda: acceptor.open(other))
    channel = await aio.open(one, mutauth.client(SPN, alice))
    return channel, await asyncio.to_thread(service.result)


async def echo(channel: aio.Channel) -> None:
    async for message in channel:
        await channel.send(message)


def test_64_clients_at_once_on_one_loop(
    place: Place, alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    count = 64
    together = 0
    most = 0

    async def handler(channel: aio.Channel) -> None:
        nonlocal together, most
        together += 1
        most = max(most, together)
        assert channel.identity.client == f"alice@{place.realm}"
        await echo(channel)
        together -= 1

    async def call(address: str, number: int, all_there: asyncio.Event) -> list[bytes]:
        async with await aio.connect(address, SPN, alice) as channel:
            nonlocal arrived
            arrived += 1
            if arrived == count:
                all_there.set()
            await all_there.wait()
            for i in range(10):
                await channel.send(b"%d %d" % (number, i))
            got = [await channel.receive() or b"" for _ in range(10)]
            await channel.close()
            assert await channel.receive() is None
            return got

    async def main() -> list[list[bytes]]:
        async with await aio.serve(handler, "127.0.0.1:0", acceptor) as server:
            all_there = asyncio.Event()
            calls = [call(server.address, number, all_there) for number in range(count)]
            return await asyncio.gather(*calls)

    arrived = 0
    threads = threading.active_count()
    got = run(main())
    assert got == [[b"%d %d" % (number, i) for i in range(10)] for number in range(count)]
    assert most == count
    # Only the executor's few, for the tickets.
    assert threading.active_count() - threads < count


def test_blocking_clients_of_a_service_on_the_loop(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    def call(address: str, number: int) -> bytes | None:
        with mutauth.connect(address, SPN, alice) as channel:
            channel.send(b"%d" % number)
            return channel.receive()

    async def main() -> list[bytes | None]:
        async with await aio.serve(echo, "127.0.0.1:0", acceptor) as server:
            calls = [asyncio.to_thread(call, server.address, n) for n in range(8)]
            return await asyncio.gather(*calls)

    assert run(main()) == [b"%d" % number for number in range(8)]


@pytest.mark.parametrize("size", [0, 1, 100_000, mutauth.CHANNEL_MESSAGE_MAX])
def test_messages_keep_their_bounds(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor, size: int
) -> None:
    message = os.urandom(size)

    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        echoing = Side(lambda: [service.send(service.receive() or b"") for _ in range(2)])
        async with channel:
            await channel.send(message)
            await channel.send(b"after")
            assert await channel.receive() == message
            assert await channel.receive() == b"after"
        echoing.result()
        assert service.receive() is None
        service.free()

    run(main())


def test_a_cancelled_receive_loses_nothing(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    count = 200

    async def main() -> list[bytes]:
        channel, service = await beside(alice, acceptor)

        def send(number: int) -> None:
            # Slower than what waits for it gives up.
            time.sleep(0.002)
            service.send(b"%d" % number * 5000)

        sending = Side(lambda: [send(number) for number in range(count)])
        got: list[bytes] = []
        cancelled = 0
        while len(got) < count:
            try:
                got.append(await asyncio.wait_for(channel.receive(), 0.0001) or b"")
            except asyncio.TimeoutError:
                cancelled += 1
        sending.result()
        assert cancelled > 0
        channel.abort()
        service.free()
        return got

    assert run(main()) == [b"%d" % i * 5000 for i in range(count)]


def test_a_send_waits_for_the_peer_and_can_be_cancelled(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        sent = 0
        with pytest.raises(asyncio.TimeoutError):
            for _ in range(1000):
                await asyncio.wait_for(channel.send(b"x" * 65536), 0.3)
                sent += 1
        assert 0 < sent < 100
        reading = Side(lambda: [len(message) for message in service])
        await channel.send(b"the last")
        await channel.close()
        # What was cancelled was not sent, and all else was.
        got = await asyncio.to_thread(reading.result)
        assert got == [65536] * sent + [len(b"the last")]
        await channel.wait_closed()
        service.free()

    run(main())


def test_a_slow_reader_holds_the_sender_back(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    count = 64

    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        with pytest.raises(mutauth.DeadlinePassed):
            await asyncio.to_thread(
                lambda: [service.send(b"x" * 1_000_000, timeout=2) for _ in range(count)]
            )
        service.free()
        got = 0
        with pytest.raises(mutauth.StreamTruncated):
            while True:
                got += len(await channel.receive() or b"")
        assert 1_000_000 <= got < 10_000_000
        channel.abort()

    run(main())


def test_a_sealed_end_and_truncation(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        service.send(b"last")
        service.close()
        assert [message async for message in channel] == [b"last"]
        await channel.send(b"half open")
        assert service.receive() == b"half open"
        await channel.wait_closed()
        with pytest.raises(mutauth.StreamTruncated):
            service.receive()
        service.free()

        channel, service = await beside(alice, acceptor)
        service.send(b"cut")
        service.free()
        assert await channel.receive() == b"cut"
        with pytest.raises(mutauth.StreamTruncated):
            await channel.receive()
        with pytest.raises(mutauth.WrongState):
            await channel.receive()
        channel.abort()

    run(main())


def test_an_exception_through_with_is_truncation(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        with pytest.raises(KeyError):
            async with channel:
                raise KeyError
        with pytest.raises(mutauth.StreamTruncated):
            await asyncio.to_thread(service.receive)
        service.free()
        with pytest.raises(mutauth.StreamTruncated):
            await channel.send(b"more")

    run(main())


def test_refusals(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        service.refuse("not on Sundays")
        with pytest.raises(mutauth.RefusedByPeer, match="not on Sundays"):
            await channel.receive()
        await channel.refuse("nor do we")
        with pytest.raises(mutauth.RefusedByPeer, match="nor do we"):
            service.receive()
        with pytest.raises(mutauth.WrongState):
            await channel.send(b"more")
        await channel.wait_closed()
        service.free()

    run(main())


def test_a_client_that_is_not_proven_reaches_no_handler(
    place: Place, alice: mutauth.Credential
) -> None:
    reached: list[aio.Channel] = []
    refused: list[Exception] = []
    rogue = mutauth.Acceptor(
        "http/other.example.test", keytab=place.keytab("othersvc"), account="othersvc"
    )

    async def handler(channel: aio.Channel) -> None:
        reached.append(channel)

    async def main() -> None:
        async with await aio.serve(
            handler, "127.0.0.1:0", rogue, proof_timeout=0.5, refused=refused.append
        ) as server:
            with pytest.raises(mutauth.Error):
                await aio.connect(server.address, SPN, alice)
            host, port = server.address.rsplit(":", 1)
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            _, silent = await asyncio.open_connection(host, int(port))
            while len(refused) < 3:
                await asyncio.sleep(0.05)
            writer.close()
            silent.close()

    run(main())
    assert reached == []
    assert isinstance(refused[0], mutauth.NegotiationError)
    assert isinstance(refused[1], mutauth.ProtectionError)
    assert isinstance(refused[2], asyncio.TimeoutError)


# Finding C10: one rule for sockets, on the loop too.
def test_a_socket_stays_the_callers_on_failure(alice: mutauth.Credential) -> None:
    async def main() -> None:
        for said in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b""):
            one, other = socket.socketpair()
            with one, other:
                if said:
                    other.sendall(said)
                    with pytest.raises(mutauth.ProtectionError):
                        await aio.open(one, mutauth.client(SPN, alice))
                else:
                    with pytest.raises(asyncio.TimeoutError):
                        await asyncio.wait_for(aio.open(one, mutauth.client(SPN, alice)), 0.1)
                assert one.fileno() >= 0 and one.gettimeout() is None
                other.sendall(b"still")
                assert one.recv(5) == b"still"

    before = len(os.listdir("/proc/self/fd"))
    run(main())
    assert len(os.listdir("/proc/self/fd")) == before


# Finding C22.
def test_shutdown_gives_a_grace_and_then_ends(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    ended: list[str] = []

    async def handler(channel: aio.Channel) -> None:
        assert (channel.peer_address or "").startswith("127.0.0.1:")
        message = await channel.receive()
        try:
            # One that has something left to do, and one that waits for its client.
            await asyncio.sleep(0.2) if message == b"busy" else await channel.receive()
            ended.append("done")
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> None:
        server = await aio.serve(handler, "127.0.0.1:0", acceptor)
        busy, idle = [await aio.connect(server.address, SPN, alice) for _ in range(2)]
        assert busy.peer_address == server.address
        await busy.send(b"busy")
        await idle.send(b"idle")
        host, port = server.address.rsplit(":", 1)
        half_open = await asyncio.open_connection(host, int(port))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        await server.shutdown(grace=0.6)
        assert 0.5 < time.monotonic() - began < 10
        assert ended == ["done", "cancelled"]
        assert await busy.receive() is None
        with pytest.raises(mutauth.StreamTruncated):
            await idle.receive()
        assert await half_open[0].read() == b""
        await asyncio.wait_for(server.wait_closed(), 1)
        with pytest.raises(OSError):
            await asyncio.open_connection(host, int(port))
        busy.abort()
        idle.abort()
        half_open[1].close()

    run(main())


# Finding C22: a peer that takes nothing keeps nobody waiting for its end.
def test_wait_closed_returns(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    async def main() -> None:
        channel, service = await beside(alice, acceptor)
        with pytest.raises(asyncio.TimeoutError):
            while True:
                await asyncio.wait_for(channel.send(b"x" * 65536), 0.2)
        began = time.monotonic()
        await channel.wait_closed(timeout=0.2)
        assert time.monotonic() - began < 10
        service.free()

    run(main())


# Finding C20.
@pytest.mark.parametrize("said", [b"", b"\0\0\x40\0\x01" + bytes(60)], ids=["silent", "slow"])
def test_half_open_connections_keep_nobody_waiting(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor, said: bytes
) -> None:
    refused: list[Exception] = []

    def call(address: str) -> float:
        began = time.monotonic()
        with mutauth.connect(address, SPN, alice) as channel:
            channel.send(b"hello")
            assert channel.receive() == b"hello"
        return time.monotonic() - began

    async def main() -> None:
        server = await aio.serve(echo, "127.0.0.1:0", acceptor, refused=refused.append)
        port = int(server.address.rpartition(":")[2])

        async def calls(count: int) -> list[float]:
            return [await asyncio.to_thread(call, server.address) for _ in range(count)]

        alone = max(await calls(3))
        with flood(port, said=said) as running:
            opening = asyncio.create_task(asyncio.to_thread(running.wait_until_opened))
            took = await calls(3)
            count = await opening
            for _ in range(6):
                took += await calls(1)
                await asyncio.sleep(0.3)
        print(f"{count} connections, {running.made} made; calls took {min(took):.3f} to "
              f"{max(took):.3f} s, alone {alone:.3f} s")
        assert max(took) < longest_call(alone), took
        told = [one for one in refused if isinstance(one, aio.TooManyUnproven)]
        assert [one.count for one in told] == [10**i for i in range(len(told))] and told
        await server.shutdown(0)

    run(main(), 120)


def test_a_peer_that_goes_before_it_is_proven(alice: mutauth.Credential) -> None:
    async def main() -> None:
        one, other = socket.socketpair()
        other.close()
        with pytest.raises(mutauth.StreamTruncated):
            await aio.open(one, mutauth.client(SPN, alice))

    run(main())


@pytest.mark.parametrize("address", ["", "127.0.0.1", ":80", "host:x"])
def test_addresses(alice: mutauth.Credential, address: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        run(aio.connect(address, SPN, alice))

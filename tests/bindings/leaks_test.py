"""Nothing is left behind, by success or failure."""

from __future__ import annotations

import gc
import os
import socket
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import mutauth
from conftest import SPN, UNREGISTERED, Place, connected, establish

LOOPS = 1000


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def used() -> tuple[int, int, int, int]:
    return (resident(), tracemalloc.get_traced_memory()[0], descriptors(),
            threading.active_count())


def failing(kind: type[mutauth.Error], body: Callable[[], object]) -> mutauth.Error:
    """pytest.raises keeps too much of its own to be used in a loop that counts bytes."""
    try:
        body()
    except kind as error:
        return error
    raise AssertionError("it did not fail")


def grows_not(body: Callable[[], object], loops: int = LOOPS, allowance: int = 300) -> None:
    """What a loop leaves, in bytes a run. Caches fill at their own pace, and are full sooner or
    later; what is lost in each run is lost in every round."""
    tracemalloc.start()
    try:
        for _ in range(loops // 5):
            body()
        for _ in range(5):
            lost = lost_in(body, loops, allowance)
            if not lost:
                return
    finally:
        tracemalloc.stop()
    raise AssertionError(f"grew in each round: {lost}")


def lost_in(body: Callable[[], object], loops: int, allowance: int) -> list[str]:
    gc.collect()
    before = used()
    for _ in range(loops):
        body()
    gc.collect()
    after = used()
    # A thread of an earlier test may have been on its way out before.
    grown = {"resident memory": after[0] - before[0] >= loops * allowance + (1 << 19),
             "Python's memory": after[1] - before[1] >= loops * 10 + 5_000,
             "descriptors or threads": any(a > b for a, b in zip(after[2:], before[2:]))}
    return [what for what, grew in grown.items() if grew]


def test_spn() -> None:
    grows_not(lambda: mutauth.spn.compose("http", "a").principal)
    grows_not(lambda: mutauth.spn.parse("a/b@C").realm)


def test_errors() -> None:
    def once() -> str:
        return mutauth.explain(failing(mutauth.InvalidName, lambda: mutauth.spn.parse("")))

    grows_not(once)


def test_policy_and_log() -> None:
    grows_not(lambda: mutauth.Policy(log=lambda *_: None))


def test_contexts(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    def once() -> None:
        client, server = establish(mutauth.client(SPN, alice), acceptor.negotiation())
        server.open(client.seal(b"x" * 1000))
        assert server.identity.client

    grows_not(once)


def test_failed_negotiations(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    def once() -> None:
        mutauth.client(SPN, alice).step()
        failing(mutauth.Error, lambda: acceptor.negotiation().step(b"no token"))

    grows_not(once)


def test_sealing(contexts: tuple[mutauth.Context, mutauth.Context]) -> None:
    client, server = contexts
    grows_not(lambda: server.open(client.seal(b"x" * 10_000)))


def test_channels(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    def once() -> None:
        client, server = connected(alice, acceptor)
        client.send(b"hello")
        assert server.receive() == b"hello"
        client.free()
        failing(mutauth.StreamTruncated, server.receive)
        # Left to the collector, unlike the client.

    grows_not(once, 300)


def test_failed_channels(alice: mutauth.Credential) -> None:
    def once() -> None:
        one, other = socket.socketpair()
        other.close()
        with one:
            failing(mutauth.Error, lambda: mutauth.Channel.open(one, mutauth.client(SPN, alice)))

    grows_not(once, 300)


def test_listeners() -> None:
    def once() -> None:
        with mutauth.listen("127.0.0.1:0") as listener:
            failing(mutauth.DeadlinePassed, lambda: listener.accept(timeout=0))

    grows_not(once, 300)


def test_asking_the_kdc(place: Place, alice: mutauth.Credential) -> None:
    grows_not(lambda: failing(mutauth.ServiceUnknown, lambda: alice.fetch(UNREGISTERED)),
              200, allowance=1000)

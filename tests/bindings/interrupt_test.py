"""Ctrl-C ends a wait at once, and signal handlers run while the main thread waits."""

from __future__ import annotations

import _thread
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import mutauth
from conftest import SPN, Place
from errors_test import krb5_conf

PROMPT = 10


@contextmanager
def interrupted(after: float = 0.2) -> Iterator[None]:
    """Ctrl-C comes during the body and must end it promptly."""
    timer = threading.Timer(after, lambda: signal.pthread_kill(
        threading.main_thread().ident or 0, signal.SIGINT))
    timer.start()
    begin = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        timer.cancel()
        timer.join()
    assert time.monotonic() - begin < after + PROMPT


@contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield "127.0.0.1:%d" % listening.getsockname()[1]


def test_receive(channels: tuple[mutauth.Channel, mutauth.Channel]) -> None:
    client, server = channels
    with interrupted():
        client.receive(timeout=30)
    server.send(b"afterwards")
    assert client.receive() == b"afterwards", "nothing is lost"


def test_iteration(channels: tuple[mutauth.Channel, mutauth.Channel]) -> None:
    with interrupted():
        for _ in channels[0]:
            pass


def test_send(channels: tuple[mutauth.Channel, mutauth.Channel]) -> None:
    with interrupted():
        while True:
            channels[0].send(bytes(mutauth.CHANNEL_MESSAGE_MAX), timeout=30)


def test_accept() -> None:
    with mutauth.listen("127.0.0.1:0") as listener, interrupted():
        listener.accept(timeout=float("inf"))


def test_connect(alice: mutauth.Credential) -> None:
    with silent_server() as address, interrupted():
        mutauth.connect(address, SPN, alice, timeout=30)


def test_open(alice: mutauth.Credential) -> None:
    one, other = socket.socketpair()
    with one, other, interrupted():
        mutauth.Channel.open(one, mutauth.client(SPN, alice), timeout=30)


def test_fetch(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with silent_server() as address:
        monkeypatch.setenv("KRB5_CONFIG", str(krb5_conf(tmp_path, place.realm, address)))
        credential = mutauth.Credential.from_password("alice", place.password)
        with interrupted():
            credential.fetch(timeout=30)


def test_directory(place: Place) -> None:
    with silent_server() as address, interrupted():
        mutauth.Directory.open(address, "ldap/localhost", place.credential(), timeout=30)


def test_the_other_way_of_interrupting(
    channels: tuple[mutauth.Channel, mutauth.Channel]
) -> None:
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        channels[0].receive(timeout=30)
    assert time.monotonic() - begin < 0.2 + PROMPT


@pytest.mark.parametrize("wait", ["receive", "fetch"])
def test_a_handler_that_returns_ends_nothing(
    wait: str,
    place: Place,
    channels: tuple[mutauth.Channel, mutauth.Channel],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """It runs during the wait, may itself wait, and the wait goes on to its end."""
    client, server = channels
    ran: list[float] = []

    def handler(_number: int, _frame: object) -> None:
        ran.append(time.monotonic())
        with mutauth.listen("127.0.0.1:0") as listener, pytest.raises(mutauth.DeadlinePassed):
            listener.accept(timeout=0.05)
        with pytest.raises(mutauth.HostUnreachable):
            mutauth.Channel.connect(listener_address, mutauth.client(SPN, credential), timeout=5)

    credential = place.credential()
    credential.fetch(SPN)
    with mutauth.listen("127.0.0.1:0") as unused:
        listener_address = unused.address
    before = signal.signal(signal.SIGALRM, handler)
    try:
        with silent_server() as address:
            body: Callable[[], object] = lambda: client.receive(timeout=0.7)
            if wait == "fetch":
                monkeypatch.setenv("KRB5_CONFIG", str(krb5_conf(tmp_path, place.realm, address)))
                fresh = mutauth.Credential.from_password("alice", place.password)
                body = lambda: fresh.fetch(timeout=0.7)
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            begin = time.monotonic()
            with pytest.raises((mutauth.DeadlinePassed, mutauth.KdcSilent)):
                body()
            ended = time.monotonic()
            assert ended - begin > 0.6
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert len(ran) == 1 and ran[0] < ended


SCRIPT = """
import mutauth
with mutauth.listen("127.0.0.1:0") as listener:
    print("ready", flush=True)
    listener.accept(timeout=60)
"""


def test_a_program_ends_at_ctrl_c() -> None:
    with subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
        time.sleep(0.2)
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=10)
    assert program.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in errors

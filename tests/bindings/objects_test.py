"""Objects that were freed refuse to be used, whatever the order in which all ends."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

import mutauth
from conftest import SPN, Place, Side, establish


def uses(one: Any, *names: str) -> None:
    """Each use of a freed object is refused."""
    arguments: dict[str, tuple[object, ...]] = {
        "seal": (b"x",), "open": (b"x",), "sign": (b"x",), "verify": (b"x", b"y"),
        "sealed_size": (1,), "send": (b"x",), "refuse": ("x",),
    }
    for name in names:
        with pytest.raises(mutauth.WrongState, match="freed"):
            attribute = getattr(one, name)
            attribute(*arguments.get(name, ()))


def test_credential(place: Place) -> None:
    with place.credential() as credential:
        assert credential.principal == f"alice@{place.realm}"
    uses(credential, "fetch", "principal", "expires")
    with pytest.raises(mutauth.WrongState, match="freed"):
        mutauth.client(SPN, credential)
    assert "freed" in repr(credential)
    credential.free()


def test_negotiation(alice: mutauth.Credential) -> None:
    with mutauth.client(SPN, alice) as negotiation:
        negotiation.step()
    uses(negotiation, "step", "finish", "done")


def test_context(contexts: tuple[mutauth.Context, mutauth.Context]) -> None:
    with contexts[0] as context:
        identity = context.identity
    uses(context, "seal", "open", "sign", "verify", "sealed_size", "signature_size", "identity")
    assert identity.client


def test_channel(channels: tuple[mutauth.Channel, mutauth.Channel]) -> None:
    with channels[0] as channel:
        pass
    uses(channel, "send", "receive", "close", "refuse", "fileno", "identity", "peer_address",
         "__next__")
    channel.free()
    with channel:
        pass


def test_listener() -> None:
    with mutauth.listen("127.0.0.1:0") as listener:
        pass
    uses(listener, "accept", "address")


def test_a_credential_may_go_before_what_it_began(
    place: Place, acceptor: mutauth.Acceptor
) -> None:
    credential = place.credential()
    client = mutauth.client(SPN, credential)
    credential.free()
    establish(client, acceptor.negotiation())


def test_a_negotiation_may_go_before_its_context(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    client, server = mutauth.client(SPN, alice), acceptor.negotiation()
    contexts = establish(client, server)
    client.free()
    server.free()
    assert contexts[1].open(contexts[0].seal(b"hello")) == b"hello"


def test_none_can_be_made_by_hand_or_copied(alice: mutauth.Credential) -> None:
    import copy

    for kind in (mutauth.Context, mutauth.Channel, mutauth.Identity, mutauth.Account):
        with pytest.raises(TypeError):
            kind()
    with pytest.raises(TypeError):
        copy.copy(alice)


def test_freeing_from_two_threads(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    for _ in range(50):
        client, _server = establish(mutauth.client(SPN, alice), acceptor.negotiation())

        def seal_to_the_end() -> None:
            while True:
                client.seal(b"x" * 4096)

        sides = [Side(seal_to_the_end), Side(client.free), Side(client.free)]
        assert isinstance(sides[0].error(), mutauth.WrongState)
        sides[1].result()
        sides[2].result()


ENDS = """
import mutauth, threading, sys
listener = mutauth.listen("127.0.0.1:0")
policy = mutauth.Policy(log=print, log_level=mutauth.LogLevel.DEBUG)
threading.Thread(target=listener.accept, daemon=True).start()
threading.Thread(target=listener.accept, args=(60,), daemon=True).start()
try:
    listener.accept(timeout=0.1)
except mutauth.DeadlinePassed:
    print("passed")
sys.exit(0)
"""


def test_the_interpreter_ends_while_objects_live_and_threads_wait() -> None:
    done = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "passed\n", "")


BUSY_END = """
import mutauth, threading, time
listener = mutauth.listen("127.0.0.1:0")
def spin():
    while True:
        try:
            listener.accept(timeout=0.0001)
        except mutauth.DeadlinePassed:
            pass
for _ in range(6):
    threading.Thread(target=spin, daemon=True).start()
time.sleep(0.05)
"""


def test_the_interpreter_ends_while_threads_come_back_from_calls() -> None:
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", BUSY_END], capture_output=True, text=True,
                              timeout=30)
        assert (done.returncode, done.stderr) == (0, "")


def test_after_fork(place: Place, contexts: tuple[mutauth.Context, mutauth.Context]) -> None:
    """A context is refused in the child; a credential goes on, and so do waits."""
    credential = place.credential()
    credential.fetch(timeout=10)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            try:
                contexts[0].seal(b"x")
            except mutauth.Forked:
                credential.fetch(SPN, timeout=10)
                mutauth.client(SPN, credential)
                code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert contexts[1].open(contexts[0].seal(b"the parent goes on")) == b"the parent goes on"

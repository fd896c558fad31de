"""Peers in processes of their own, and what two of them say to each other."""

from __future__ import annotations

import json
import select
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, Optional

import pytest

PATIENCE = 60.0
SIZES = (0, 1, 15, 16, 17, 1000, 70000)


class Refused(Exception):
    """What a peer raised: `name` is its own class of error, `token` what it still wants sent."""

    def __init__(self, name: str, text: str, token: Optional[str]) -> None:
        super().__init__(f"{name}: {text}")
        self.name = name
        self.token = bytes.fromhex(token) if token else None


class Peer:
    """A program of peers/ that is one side of a context at a time."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(command, env=environment, text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def start(self, **words: Any) -> Peer:
        self._ask({"do": "start", "with": words})
        return self

    def call(self, verb: str, *taken: bytes) -> Any:
        return self._ask({"do": verb, "take": [part.hex() for part in taken]})

    def step(self, token: bytes = b"") -> tuple[bytes, bool]:
        made, done = self.call("step", token) if token else self.call("step")
        return bytes.fromhex(made or ""), done

    def facts(self) -> dict[str, Any]:
        return self.call("facts")

    def bytes_of(self, verb: str, *taken: bytes) -> bytes:
        return bytes.fromhex(self.call(verb, *taken))

    def stop(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        if self._process.wait(PATIENCE) != 0:
            pytest.fail(f"{self._process.args} ended with {self._process.returncode}")

    def _ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        assert ready, f"{self._process.args} hangs"
        line = self._process.stdout.readline()
        assert line, f"{self._process.args} ended"
        said = json.loads(line)
        if "error" in said:
            raise Refused(said["error"], said["text"], said["token"])
        return said["answer"]


def establish(client: Peer, server: Peer, legs: int = 8) -> int:
    """Carries the tokens until both are done, and gives their number."""
    sides = (server, client)
    token, done = client.step()
    finished = {client: done, server: False}
    carried = 0
    while token:
        assert carried < legs, "they do not come to an end"
        side = sides[carried % 2]
        token, finished[side] = side.step(token)
        carried += 1
    assert all(finished.values()), "a side waits for more"
    return carried


def converse(one: Peer, other: Peer) -> None:
    """Messages of many sizes, sealed and signed, in both directions."""
    for size in SIZES:
        message = bytes(range(256)) * (size // 256) + bytes(range(size % 256))
        for sender, receiver in ((one, other), (other, one)):
            sealed = sender.bytes_of("seal", message)
            assert size < 16 or message not in sealed
            assert receiver.bytes_of("open", sealed) == message
            receiver.call("verify", message, sender.bytes_of("sign", message))


def flipped(token: bytes, at: int) -> bytes:
    return token[:at] + bytes([token[at] ^ 1]) + token[at + 1:]


def refuses(peer: Peer, verb: str, *taken: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        peer.call(verb, *taken)
    return refusal.value

"""The frames of a channel, as docs/channel.md has them."""

from __future__ import annotations

HEAD = 5
TOKEN, FAILURE, SEALED = 1, 2, 3


def frame(kind: int, payload: bytes) -> bytes:
    return (len(payload) + 1).to_bytes(4, "big") + bytes([kind]) + payload


class Splitter:
    """Takes bytes as they come and gives whole frames, heads included."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        self._rest += data
        whole = []
        while len(self._rest) >= HEAD:
            end = 4 + int.from_bytes(self._rest[:4], "big")
            if len(self._rest) < end:
                break
            whole.append(self._rest[:end])
            self._rest = self._rest[end:]
        return whole


def payloads(data: bytes, kind: int) -> list[bytes]:
    """What the frames of that kind carry in a recorded stream."""
    return [one[HEAD:] for one in Splitter().feed(data) if one[4] == kind]

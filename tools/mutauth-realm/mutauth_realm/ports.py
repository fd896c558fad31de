"""Free ports of the loopback address, held until a server has them."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Iterator
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"


@dataclass
class HeldPort:
    """A port that is ours for TCP, and for UDP until released."""

    number: int
    _udp: socket.socket

    def release_udp(self) -> None:
        """UDP has no listening state to tell owners apart, so the server needs it free."""
        self._udp.close()


@contextlib.contextmanager
def held_port() -> Iterator[HeldPort]:
    """
    Holds one port for the length of the block.

    The TCP socket is bound with SO_REUSEADDR and never listens: a server that sets SO_REUSEADDR
    too (slapd and krb5kdc do) may bind and listen beside it, while the kernel gives the number to
    nobody else who asks for any free port.
    """
    while True:
        with contextlib.ExitStack() as sockets:
            tcp = sockets.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            udp = sockets.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            tcp.bind((LOOPBACK, 0))
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            number = tcp.getsockname()[1]
            try:
                udp.bind((LOOPBACK, number))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            yield HeldPort(number, udp)
            return


def listens(number: int, address: str = LOOPBACK) -> bool:
    """Whether something accepts TCP connections on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, number)) == 0

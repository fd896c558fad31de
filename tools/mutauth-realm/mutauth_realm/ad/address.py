"""A loopback address of the realm's own: Samba's ports are fixed, so the address must differ."""

from __future__ import annotations

import contextlib
import errno
import secrets
import socket
from collections.abc import Iterable

from ..errors import StartFailure

_ATTEMPTS = 20


class HeldAddress:
    """
    An address that no other realm takes while this object lives.

    The mark is a socket in the abstract namespace, of which the kernel gives each name once, per
    network namespace, and takes it back when its holder ends.
    """

    def __init__(self, ports: Iterable[int]) -> None:
        ports = tuple(ports)
        taken: list[str] = []
        for _ in range(_ATTEMPTS):
            self.address = f"127.{64 + secrets.randbelow(190)}.{secrets.randbelow(256)}." \
                           f"{1 + secrets.randbelow(254)}"
            self._mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                self._mark.bind(f"\0mutauth-realm {self.address}")
                taken = [str(port) for port in ports if not _is_free(self.address, port)]
                if not taken:
                    return
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            self.release()
        raise StartFailure(f"no loopback address has its port {', '.join(taken)} free: a server "
                           "of this machine seems to listen there on all addresses")

    def release(self) -> None:
        self._mark.close()


def _is_free(address: str, port: int) -> bool:
    """Nobody listens there, on this address or on all."""
    with contextlib.ExitStack() as sockets:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            probe = sockets.enter_context(socket.socket(socket.AF_INET, kind))
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except PermissionError:
                raise StartFailure(f"may not use port {port} of {address}: a realm of this kind "
                                   "needs ports below 1024") from None
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                return False
    return True

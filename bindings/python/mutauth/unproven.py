"""Limits on connections that have proven nothing, so that they keep nobody else out."""

from __future__ import annotations

import ipaddress
import threading
import time
from typing import Any, Callable, Optional

#: Unless a server is told otherwise: how many may be proving themselves, in all and of one address.
MOST = 512
MOST_OF_ONE = 128
#: How many connections may wait to be taken: as many as the system lets.
BACKLOG = 4096
#: Seconds after which a connection may be sent away for another one.
_TURN = 5.0


class TooManyUnproven(Exception):
    """Connections were closed because too many had proven nothing.

    A server tells it of the first of them, of the tenth, the hundredth and so on: a flood of
    connections is no flood of calls.
    """

    def __init__(self, count: int) -> None:
        """count: how many so far"""
        super().__init__(f"{count} connections were closed so far: too many had proven nothing")
        self.count = count


def host_and_port(address: str) -> tuple[str, int]:
    """The parts of "host:port" or "[v6]:port"."""
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdecimal():
        raise ValueError(f'{address!r} is not "host:port" or "[v6]:port"')
    return host.strip("[]"), int(port)


def address_of(name: Any) -> Optional[str]:
    """A socket's name as "address:port"; None for a Unix socket's."""
    if not isinstance(name, tuple):
        return None
    host, port = name[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def origin_of(name: Any) -> str:
    """Whose a connection is when connections are counted: an IPv4 address, or the 64 bits of an
    IPv6 address that one site has for itself."""
    if not isinstance(name, tuple):
        return ""
    if ":" not in name[0]:
        return str(name[0])
    address = ipaddress.IPv6Address(name[0].partition("%")[0])
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


class Place:
    """A connection's place among those that have proven nothing."""

    def __init__(self, origin: str) -> None:
        """Made by Unproven.admit()."""
        self.origin = origin
        self.since = time.monotonic()
        self.lost = False
        self.close: Callable[[], None] = lambda: None


class Unproven:
    """The places. Threads may share one."""

    def __init__(self, most: int, most_of_one: int) -> None:
        """Made by a server."""
        self._most = most
        self._most_of_one = most_of_one
        self._count = 0
        self._by_origin: dict[str, dict[Place, None]] = {}
        self._lock = threading.Lock()
        self._surplus = 0

    def admit(self, origin: str) -> Optional[Place]:
        """A place for a new connection, or None if it is to be closed.

        Where all places are taken, the oldest connection of the origin that has most gives way, so
        that nobody's many keep out another's few.
        """
        place = Place(origin)
        with self._lock:
            fits, oldest = self._room(origin)
            if oldest is not None:
                oldest.lost = True
                self._remove(oldest)
            if fits:
                self._by_origin.setdefault(origin, {})[place] = None
                self._count += 1
        if oldest is not None:
            oldest.close()
        return place if fits else None

    def leave(self, place: Place) -> None:
        """The peer has proven itself, or is gone."""
        with self._lock:
            if place in self._by_origin.get(place.origin, {}):
                self._remove(place)

    def surplus(self) -> Optional[TooManyUnproven]:
        """Counts a connection that was closed for want of room; what is to be told of it, if it is
        time for that."""
        with self._lock:
            self._surplus += 1
            count = self._surplus
        return TooManyUnproven(count) if str(count).rstrip("0") == "1" else None

    def _room(self, origin: str) -> tuple[bool, Optional[Place]]:
        """Whether there is a place, and who gives it up."""
        share = len(self._by_origin.get(origin, ()))
        if share >= self._most_of_one:
            return self._in_turn(origin)
        if self._count < self._most:
            return True, None
        most = max(self._by_origin, key=lambda one: len(self._by_origin[one]))
        if len(self._by_origin[most]) > share + 1:
            return True, next(iter(self._by_origin[most]))
        return self._in_turn(most)

    def _in_turn(self, origin: str) -> tuple[bool, Optional[Place]]:
        oldest = next(iter(self._by_origin[origin]))
        had_its_turn = time.monotonic() - oldest.since >= _TURN
        return had_its_turn, oldest if had_its_turn else None

    def _remove(self, place: Place) -> None:
        mine = self._by_origin[place.origin]
        del mine[place]
        self._count -= 1
        if not mine:
            del self._by_origin[place.origin]

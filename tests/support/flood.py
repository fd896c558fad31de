"""Connections to a server that prove nothing: a crowd that holds on, as a program of its own.

python3 flood.py PORT COUNT [BYTES_IN_HEX]

Opens COUNT connections from 32 addresses of the loopback network, opens another one for each that
the server closes, and sends each of them one of the bytes a second. Says "opened N" on stdout when
N connections were open or closed again for the first time, and how many were made on the whole at
its end, which is that of stdin.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

SOURCES = [f"127.0.1.{number}" for number in range(1, 33)]
# Connections a second: at first, and then in place of those that the server closed. More would be
# a contest for the processor, which the server shares with its clients here.
OPENED, REOPENED = 1500, 500


class Flood:
    def __init__(self, port: int, count: int, said: bytes) -> None:
        self._address = ("127.0.0.1", port)
        self._count = count
        self._said = said
        self._poll = select.epoll()
        self._open: dict[int, tuple[socket.socket, int]] = {}
        self.made = 0

    def _connect(self) -> None:
        one = socket.socket()
        one.setblocking(False)
        # The kernel chooses the port when it knows both ends.
        one.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
        one.bind((SOURCES[self.made % len(SOURCES)], 0))
        one.connect_ex(self._address)
        self._poll.register(one, select.EPOLLIN | select.EPOLLRDHUP)
        self._open[one.fileno()] = one, 0
        self.made += 1

    def _drop_closed(self) -> None:
        for fd, _ in self._poll.poll(0.01, 1000):
            one, _ = self._open.pop(fd)
            one.close()

    def _say_more(self) -> None:
        for fd, (one, at) in list(self._open.items()):
            if at < len(self._said):
                with contextlib.suppress(OSError):
                    one.send(self._said[at:at + 1])
                self._open[fd] = one, at + 1

    def run(self) -> None:
        last = said = time.monotonic()
        allowed = 0.0
        told = False
        while not select.select([sys.stdin], [], [], 0)[0]:
            self._drop_closed()
            now = time.monotonic()
            rate = OPENED if self.made < self._count else REOPENED
            allowed = min(allowed + (now - last) * rate, rate / 10)
            last = now
            for _ in range(min(int(allowed), self._count - len(self._open))):
                self._connect()
                allowed -= 1
            if now - said >= 1:
                said = now
                self._say_more()
            if not told and self.made >= self._count:
                told = True
                print("opened", self.made, flush=True)
        print("made", self.made, flush=True)


def affordable(count: int) -> int:
    """So many connections, or fewer where the system does not give that many descriptors."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(hard, count + 100),) * 2)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count + 100:
        print(f"{soft - 100} connections in place of {count}: RLIMIT_NOFILE is {soft}",
              file=sys.stderr, flush=True)
        return soft - 100
    return count


def longest_call(alone: float) -> float:
    """The seconds that a call may take beside a flood, when it takes so many without one: one,
    unless this machine is too busy to tell."""
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    limit = max(1.0, 20 * alone)
    if load > 2 * processors:
        limit = max(5.0, limit)
        print(f"{limit:.1f} s are allowed in place of 1: the load of {processors} processors is "
              f"{load:.0f}", file=sys.stderr)
    return limit


@dataclass
class Running:
    """A flood that goes on; `made` connections once it has ended."""

    process: subprocess.Popen[str]
    made: int = 0

    def wait_until_opened(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline().split()[1])


@contextlib.contextmanager
def flood(port: int, count: int = 10_000, said: bytes = b"") -> Iterator[Running]:
    process = subprocess.Popen([sys.executable, __file__, str(port), str(count), said.hex()],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    running = Running(process)
    try:
        yield running
    finally:
        rest, _ = process.communicate("end\n", timeout=30)
        running.made = int(rest.split()[-1])


if __name__ == "__main__":
    Flood(int(sys.argv[1]), affordable(int(sys.argv[2])), bytes.fromhex(sys.argv[3])).run()

"""
The keeper: the process that owns a realm's servers.

It is a child of whoever asked for the realm, in a session of its own, and is told what to do by one
line of JSON on a socket. It answers with one line, then waits: a realm that belongs to its parent
ends with the parent or when the socket closes, one that stays ends at SIGTERM. The servers are its
children and die with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Mapping

from . import kinds
from .errors import RealmError
from .folder import RealmFolder
from .processes import ENDING

_OPEN_FILES = 4096


class _Ended(BaseException):
    """Nobody wants the realm any more; not an Exception, so that no step swallows it."""


class Parent:
    """Whoever asked for the realm, as seen from the keeper."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._events = select.poll()
        self._events.register(control, select.POLLIN)

    def request(self) -> dict[str, object]:
        with self._control.makefile("r", encoding="utf-8") as lines:
            line = lines.readline()
        if not line:
            raise _Ended
        request = json.loads(line)
        # Closing alone does not tell of the parent's end: a process it forked may hold a copy.
        try:
            self._events.register(os.pidfd_open(int(request["parent"])), select.POLLIN)
        except ProcessLookupError:
            raise _Ended from None
        if os.getppid() != request["parent"]:
            raise _Ended
        return request

    def answer(self, answer: Mapping[str, object]) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(answer).encode() + b"\n")

    def still_wanted(self) -> None:
        if self._events.poll(0):
            raise _Ended

    def wait_for_end(self) -> None:
        self._events.poll()
        raise _Ended


def keep(parent: Parent, folder: RealmFolder) -> None:
    """One realm, from the request to its end."""
    with folder.held():
        try:
            _run(parent, folder)
        except _Ended:
            pass
        except RealmError as error:
            parent.answer({"error": type(error).__name__, "text": str(error)})
        except Exception:
            parent.answer({"error": "RealmError", "text": traceback.format_exc()})
        finally:
            if not folder.is_kept():
                folder.remove()


def _run(parent: Parent, folder: RealmFolder) -> None:
    request = parent.request()
    path = request["search_path"]
    in_namespaces = bool(request["in_namespaces"])
    realm = kinds.make(str(request["kind"]), folder, str(request["realm"]),
                       None if path is None else str(path), in_namespaces)
    try:
        variables = realm.start(parent.still_wanted)
        if os.geteuid() == 0 and not in_namespaces:
            folder.open_to_servers()
        folder.write_state({"keeper": os.getpid(), "in_namespaces": in_namespaces,
                            "variables": dict(variables)})
        parent.answer({"ready": True})
        if request["stays"]:
            while True:
                signal.pause()
        parent.wait_for_end()
    finally:
        _ignore_signals()
        realm.stop()


def _end(_number: int, _frame: object) -> None:
    _ignore_signals()
    raise _Ended


def _ignore_signals() -> None:
    """A second signal must not cut the stopping short."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def main(descriptor: int, path: str) -> None:
    os.umask(0o077)
    os.chdir("/")
    # slapd sizes its tables by this limit, which containers like to set to a thousand million.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, _OPEN_FILES), hard))
    for number in ENDING:
        signal.signal(number, _end)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    with contextlib.suppress(_Ended):
        keep(Parent(socket.socket(fileno=descriptor)), RealmFolder(path))
    sys.exit(0)

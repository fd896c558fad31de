"""Child processes that cannot outlive their parent, and finding those that belong to a folder."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# What a terminal, a service manager or a person sends to end a program.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def dying_with_parent(death_signal: int = signal.SIGKILL) -> Callable[[], None]:
    """
    A preexec_fn for a child that gets `death_signal` when this process ends.

    The kernel watches the thread that forks, so only a process whose main thread forks may use it.
    """
    parent = os.getpid()

    def prepare() -> None:
        # The caller blocks or handles signals; what it starts must find them as usual.
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        _libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        # The parent may have gone before the request was made.
        if os.getppid() != parent:
            os._exit(127)

    return prepare


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Puts off the signals that end a program until the block's end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_server(arguments: Sequence[str], environment: Mapping[str, str], folder: Path,
                 log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Starts a server in a session of its own, where no terminal's signals reach it."""
    return subprocess.Popen(
        arguments, env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
        stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=dying_with_parent())


def stop_child(child: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Ends a child: asks first, insists when it does not listen."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@dataclass(frozen=True)
class Search:
    """
    Processes with one of the arguments, of these programs only, if any are given; and those that
    work in the folder under the title, if one is given.
    """

    arguments: tuple[str, ...]
    programs: tuple[str, ...] = ()
    title: str = ""
    folder: str = ""

    def find(self) -> list[int]:
        """Those that this user may end, but for this process."""
        return [int(entry.name) for entry in os.scandir("/proc")
                if entry.name.isdigit() and int(entry.name) != os.getpid() and _mine(entry)
                and self.fits(int(entry.name))]

    def fits(self, pid: int) -> bool:
        words = [os.fsdecode(word) for word in _words(pid)]
        if self.title and words[0].startswith(self.title) and _folder(pid) == self.folder:
            return True
        if self.programs and os.path.basename(words[0]) not in self.programs:
            return False
        return not set(self.arguments).isdisjoint(words)


def end_all(search: Search, patience: float) -> None:
    """Ends every process that is found; returns when all are gone."""
    ask_until = time.monotonic() + patience
    while found := search.find():
        left = ask_until - time.monotonic()
        for pid in found:
            if left > 0:
                _end(pid, search, signal.SIGTERM, left)
            else:
                _end(pid, search, signal.SIGKILL, 1.0)


def _end(pid: int, search: Search, number: int, patience: float) -> None:
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return
    try:
        # Looked at again now that the number cannot be given to another process.
        if search.fits(pid):
            signal.pidfd_send_signal(handle, number)
            ended = select.poll()
            ended.register(handle, select.POLLIN)
            ended.poll(patience * 1000)
    except OSError:
        # Gone by itself, or another user's in the meantime.
        pass
    finally:
        os.close(handle)


def _mine(entry: os.DirEntry[str]) -> bool:
    try:
        return os.geteuid() in (0, entry.stat().st_uid)
    except OSError:
        return False


def _words(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return [b""]


def _folder(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/cwd").removesuffix(" (deleted)")
    except OSError:
        return ""

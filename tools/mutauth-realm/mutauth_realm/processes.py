"""Child processes that cannot outlive their parent, and finding those that belong to a folder."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

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


def naming(arguments: Sequence[str]) -> Iterator[int]:
    """Processes that this user may end, with an argument among those given."""
    wanted = {os.fsencode(argument) for argument in arguments}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and _mine(entry) and wanted & set(_arguments(int(entry.name))):
            yield int(entry.name)


def end_all(arguments: Sequence[str], patience: float) -> None:
    """Ends every process that `naming` finds; returns when all are gone."""
    ask_until = time.monotonic() + patience
    while True:
        found = [pid for pid in naming(arguments) if pid != os.getpid()]
        if not found:
            return
        late = time.monotonic() >= ask_until
        for pid in found:
            _end(pid, arguments, signal.SIGKILL if late else signal.SIGTERM,
                 1.0 if late else max(0.0, ask_until - time.monotonic()))


def _end(pid: int, arguments: Sequence[str], number: int, patience: float) -> None:
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return
    try:
        # Looked at again now that the number cannot be given to another process.
        if {os.fsencode(argument) for argument in arguments} & set(_arguments(pid)):
            signal.pidfd_send_signal(handle, number)
            ended = select.poll()
            ended.register(handle, select.POLLIN)
            ended.poll(patience * 1000)
    except ProcessLookupError:
        pass
    finally:
        os.close(handle)


def _mine(entry: os.DirEntry[str]) -> bool:
    try:
        return os.geteuid() in (0, entry.stat().st_uid)
    except OSError:
        return False


def _arguments(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []

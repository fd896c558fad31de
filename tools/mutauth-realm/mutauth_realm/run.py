"""Runs one program in a realm of its own and ends both together, whoever is killed."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from .errors import RealmError
from .processes import ENDING, dying_with_parent
from .programs import search_path
from .realm import Realm

# si_code of a signal that the kernel made, as the terminal's are.
_SI_KERNEL = 0x80
_PATIENCE = 5.0


class KeeperLost(RealmError):
    """The realm ended below the program."""


class _Interrupted(BaseException):
    """A signal came before the program was there to have it."""


def run(realm: Realm, command: Sequence[str]) -> int:
    """Starts the realm, runs the command, stops the realm; returns the code to exit with."""
    # What the caller has ignored (nohup, a shell's background job) stays ignored.
    heeded = {number for number in ENDING if signal.getsignal(number) != signal.SIG_IGN}
    try:
        for number in heeded:
            signal.signal(number, _interrupt)
        realm.start()
        signal.pthread_sigmask(signal.SIG_BLOCK, heeded | {signal.SIGCHLD})
        for number in heeded & signal.sigpending():
            raise _Interrupted(number)
        try:
            child = _start(command, realm)
        except OSError as error:
            return not_started(command, error)
        return exit_code(_supervise(child, realm, heeded))
    except _Interrupted as interrupted:
        return 128 + interrupted.args[0]
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, heeded)
        realm.stop()


def _interrupt(number: int, _frame: object) -> None:
    raise _Interrupted(number)


def _start(command: Sequence[str], realm: Realm) -> subprocess.Popen[bytes]:
    # All files stay open for it: a shell may have passed some by number. Ours close by themselves.
    return subprocess.Popen(realm.command(command), env=realm.environment, close_fds=False,
                            preexec_fn=dying_with_parent(signal.SIGTERM))


def exit_code(returncode: int) -> int:
    """A shell's way to tell a signal in an exit code."""
    return returncode if returncode >= 0 else 128 - returncode


def not_started(command: Sequence[str], error: OSError) -> int:
    """A shell's codes for a command that is missing or cannot be run."""
    # A folder of PATH that may not be searched gives EACCES for a name that is nowhere.
    missing = shutil.which(command[0], os.F_OK, search_path()) is None
    reason = os.strerror(errno.ENOENT if missing else error.errno or 0)
    print(f"mutauth-realm: {command[0]}: {reason}", file=sys.stderr)
    return 127 if missing else 126


def _supervise(child: subprocess.Popen[bytes], realm: Realm, heeded: set[signal.Signals]) -> int:
    while True:
        if child.poll() is not None:
            return child.returncode
        if not realm.is_alive():
            _end(child)
            raise KeeperLost("the realm's keeper was killed; its servers are gone")
        received = signal.sigwaitinfo(heeded | {signal.SIGCHLD})
        # A terminal sends to its whole foreground group: the program has that signal already.
        if received.si_signo != signal.SIGCHLD and received.si_code != _SI_KERNEL:
            child.send_signal(received.si_signo)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    until = time.monotonic() + _PATIENCE
    while child.poll() is None and time.monotonic() < until:
        signal.sigtimedwait({signal.SIGCHLD}, 0.1)
    if child.poll() is None:
        child.kill()
        child.wait()

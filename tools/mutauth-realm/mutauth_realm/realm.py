"""The Python interface: one private realm, from start to stop."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from . import environment, kinds, namespaces
from .errors import BY_NAME, StartFailure, Usage
from .folder import RealmFolder
from .logs import tail
from .processes import signals_held

_PACKAGE_FOLDER = str(Path(__file__).resolve().parent.parent)
# Behind Python's own modules: where pip puts this package, others may have one of the same name.
_KEEPER = ("import sys; sys.path.append(sys.argv[1]); "
           "from mutauth_realm.keeper import main; "
           "main(int(sys.argv[2]), sys.argv[3].partition(':')[2])")
_STOP_PATIENCE = 20.0


class Realm:
    """
    A private realm that lives as long as this object, at most as long as this process.

    realm.environment   the whole environment for programs that are to use it
    realm.variables     only what the realm adds to it
    realm.folder        where everything is
    realm.command(argv) how to run a command so that it reaches the realm: as it is, or through
                        the namespaces that a realm of kind "ad" has unless root starts it
    realm.keytab(name)  the keytab of alice, bob, admin, websvc, othersvc or host1 (host2: AD)

    :param folder: an empty or new folder; by default one in the temporary folder.
    :param name: the realm's name, upper case.
    :param kind: "mit" for MIT's KDC on OpenLDAP, "ad" for Samba's domain controller.
    :param keep: leave the folder behind when the realm ends.
    :param search_path: look for the servers here, instead of on PATH and in the sbin folders.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, *,
                 name: str | None = None, kind: str = kinds.MIT, keep: bool = False,
                 search_path: str | None = None) -> None:
        if kind not in kinds.DEFAULT_REALMS:
            raise Usage(f"no kind of realm: {kind!r}")
        self._asked_folder = folder
        self._kind = kind
        self._name = name if name is not None else kinds.DEFAULT_REALMS[kind]
        self._keep = keep
        self._search_path = search_path
        self._before_keeper: list[str] = []
        self._stays = False
        self._ours = False
        self._folder: RealmFolder | None = None
        self._control: socket.socket | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self.variables: dict[str, str] = {}

    def start(self) -> Realm:
        """Starts the realm; returns when its servers answer. A RealmError says why not."""
        if self._ours:
            raise Usage("this realm is already started")
        self._launch()
        return self

    def start_to_stay(self) -> None:
        """Starts the realm in the background, where it outlives this process."""
        self._stays = True
        self._launch()
        self._release()

    def stop(self) -> None:
        """Stops the servers and removes the folder. May be called again."""
        if self._folder is None or not self._ours:
            return
        self._release()
        self._end_keeper()
        # Both find nothing to do unless the keeper was killed.
        self._folder.end_servers()
        if not self._folder.is_kept():
            self._folder.remove()
        self._ours = False

    def is_alive(self) -> bool:
        """Whether the process that owns the servers is still there."""
        return self._keeper is not None and self._keeper.poll() is None

    @property
    def path(self) -> Path | None:
        """The folder, also after the end; None before the start."""
        return None if self._folder is None else self._folder.path

    @property
    def folder(self) -> Path:
        return self._started().path

    @property
    def environment(self) -> dict[str, str]:
        self._started()
        return environment.inside(os.environ, self.variables)

    @property
    def keeper_pid(self) -> int:
        """The process that owns the servers; it ends only when the realm does."""
        self._started()
        assert self._keeper is not None
        return self._keeper.pid

    def command(self, words: Sequence[str]) -> list[str]:
        """The command as it is to be run to reach the realm, in `environment`."""
        return self._started().command(words)

    def keytab(self, account: str) -> Path:
        return self._started().keytabs / f"{account}.keytab"

    def __enter__(self) -> Realm:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 where: TracebackType | None) -> None:
        self.stop()

    def _started(self) -> RealmFolder:
        if self._keeper is None or self._folder is None:
            raise Usage("this realm is not started")
        return self._folder

    def _launch(self) -> None:
        kinds.check(self._kind, self._name, self._search_path)
        self._before_keeper = namespaces.making() if kinds.needs_namespaces(self._kind) else []
        try:
            # A signal's handler may raise, but not between a folder and the note that it is ours.
            with signals_held():
                self._make_folder()
                self._start_keeper()
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def _make_folder(self) -> None:
        if self._asked_folder is None:
            self._folder = RealmFolder.temporary()
            self._folder.create(True, kinds.LONGEST_SOCKETS[self._kind])
        else:
            self._folder = RealmFolder(self._asked_folder)
            self._folder.create(False, kinds.LONGEST_SOCKETS[self._kind])
        self._ours = True
        if self._keep:
            self._folder.mark_kept()

    def _start_keeper(self) -> None:
        assert self._folder is not None
        self._control, theirs = socket.socketpair()
        with theirs, open(self._folder.log / "keeper.log", "wb") as log:
            self._keeper = subprocess.Popen(
                [*self._before_keeper, sys.executable or "/usr/bin/python3", "-I", "-S", "-c",
                 _KEEPER, _PACKAGE_FOLDER, str(theirs.fileno()), self._folder.keeper_argument],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        request = {"kind": self._kind, "in_namespaces": bool(self._before_keeper),
                   "realm": self._name, "stays": self._stays, "search_path": self._search_path,
                   "parent": os.getpid()}
        # Should the keeper be gone already, the missing answer tells.
        with contextlib.suppress(ConnectionError):
            self._control.sendall(json.dumps(request).encode() + b"\n")

    def _wait_until_ready(self) -> None:
        assert self._folder is not None
        answer = self._answer()
        if answer is None:
            raise StartFailure("the realm's keeper ended unexpectedly"
                               + tail([self._folder.log / "keeper.log"]))
        if "error" in answer:
            raise BY_NAME[answer["error"]](answer["text"])
        self.variables = self._folder.variables()

    def _answer(self) -> dict[str, str] | None:
        assert self._control is not None
        try:
            with self._control.makefile("r", encoding="utf-8") as lines:
                line = lines.readline()
        except ConnectionError:
            return None
        return json.loads(line) if line else None

    def _end_keeper(self) -> None:
        if self._keeper is None:
            return
        if self._stays:
            self._keeper.terminate()
        try:
            self._keeper.wait(_STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()
        self._keeper = None

    def _release(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None

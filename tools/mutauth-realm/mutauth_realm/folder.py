"""The realm's folder: where its things are, who owns it, how it goes away."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import namespaces
from .errors import NotRunning, Usage
from .processes import Search, end_all
from .programs import search_path

# Present from the folder's first moment to its last; holds the variables once the realm is up.
MARK = "mutauth-realm.json"
LOCK = "lock"
KEEP = "keep"
KEEPER = "mutauth-realm-keeper"
# What libkrb5, GSS-API and libldap read; no secret is in them.
_SETTINGS = ("krb5.conf", "gss.conf", "ldap.conf", "hosts", "directory-ca.pem")
# sun_path holds 108 bytes with its ending zero.
_LONGEST_SOCKET = 107
# Quoting rules of slapd.conf, krb5.conf and kdc.conf differ; these have a meaning in one of them.
_REFUSED = set('"\\%{}#*?') | {chr(code) for code in range(32)} | {chr(127)}


class RealmFolder:
    """Paths below the folder. Making one touches nothing."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(os.path.realpath(path))

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def keytabs(self) -> Path:
        return self.path / "keytabs"

    @property
    def slapd_configuration(self) -> Path:
        return self.path / "slapd.conf"

    @property
    def kdc_pid(self) -> Path:
        return self.path / "kdc.pid"

    @property
    def kadmind_pid(self) -> Path:
        return self.path / "kadmind.pid"

    @property
    def socket(self) -> Path:
        return self.path / "ldapi"

    @property
    def ldapi(self) -> str:
        return "ldapi://" + quote(str(self.socket), safe="")

    def create(self, new: bool = False, longest_socket: str = "ldapi") -> None:
        """Makes the folder, or takes an empty one over unless it must be `new`."""
        self._check_name(longest_socket)
        try:
            self.path.mkdir(0o700, exist_ok=not new)
            if self.path.stat().st_uid != os.geteuid():
                raise Usage(f"{self.path} belongs to another user")
            if any(self.path.iterdir()):
                raise Usage(self._occupied())
            self.path.chmod(0o700)
        except OSError as error:
            raise Usage(f"cannot make {self.path}: {error.strerror}") from None
        try:
            # Two starts in one empty folder: the second to get here finds the first's mark.
            os.close(os.open(self.path / MARK, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            raise Usage(self._occupied()) from None
        for part in (self.log, self.keytabs, self.path / "directory", self.path / "replay"):
            part.mkdir(0o700)

    def _check_name(self, longest_socket: str) -> None:
        bad = sorted(_REFUSED & set(str(self.path)))
        if bad:
            raise Usage(f"the folder's name may not hold {bad[0]!r}: {self.path}")
        excess = len(os.fsencode(self.path / longest_socket)) - _LONGEST_SOCKET
        if excess > 0:
            raise Usage(f"the folder's name is {excess} bytes too long for a socket in it: "
                        f"{self.path} (for `run`, TMPDIR chooses where it is)")

    def _occupied(self) -> str:
        if self.is_running():
            return f"a realm is already running in {self.path}"
        return f"{self.path} is not empty"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Marks the realm as running for the length of the block, however the process ends."""
        with open(self.path / LOCK, "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    def is_running(self) -> bool:
        try:
            with open(self.path / LOCK, "rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def write_state(self, state: Mapping[str, object]) -> None:
        """Written whole or not at all: a reader sees a realm that is ready, or none."""
        draft = self.path / (MARK + ".new")
        draft.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
        draft.rename(self.path / MARK)

    def variables(self) -> dict[str, str]:
        """What programs are to find in their environment; NotRunning if the realm is not up."""
        return dict(self._state()["variables"])

    def command(self, words: Sequence[str]) -> list[str]:
        """The command as it is to be run to reach the realm; OSError if there is none."""
        before = self.entering()
        # Found here: a shell's codes for what is missing depend on the folders of PATH.
        if before and shutil.which(words[0], path=search_path()) is None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), words[0])
        return [*before, *words]

    def entering(self) -> list[str]:
        """What leads into the realm's namespaces; empty if it has none, or from inside."""
        state = self._state()
        return namespaces.entering(state["keeper"]) if state["in_namespaces"] else []

    def _state(self) -> dict[str, Any]:
        if not self.is_running():
            raise NotRunning(f"no realm is running in {self.path}")
        try:
            return dict(json.loads((self.path / MARK).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            raise NotRunning(f"the realm in {self.path} is not ready") from None

    def open_to_servers(self) -> None:
        """
        For servers that root starts and that give up root: they may read the settings and write
        replay caches. Keytabs and tickets stay root's; each server is given a copy of its own.
        """
        self.path.chmod(0o711)
        (self.path / "replay").chmod(0o1777)
        for name in _SETTINGS:
            if (self.path / name).exists():
                (self.path / name).chmod(0o644)

    def mark_kept(self) -> None:
        """Whoever ends the realm is to leave the folder."""
        (self.path / KEEP).touch()

    def is_kept(self) -> bool:
        return (self.path / KEEP).exists()

    def is_marked(self) -> bool:
        return (self.path / MARK).is_file()

    def end_servers(self, patience: float = 5.0) -> None:
        """Ends servers left without a keeper; found by the paths in their arguments."""
        end_all(self.servers, patience)

    def end_keeper(self, patience: float = 15.0) -> None:
        end_all(self.keeper, patience)

    @property
    def servers(self) -> Search:
        # samba puts a title in the place of its arguments.
        return Search((str(self.slapd_configuration), str(self.kdc_pid), str(self.kadmind_pid)),
                      ("slapd", "krb5kdc", "kadmind"), "samba: ", str(self.path))

    @property
    def keeper(self) -> Search:
        return Search((self.keeper_argument,))

    @property
    def keeper_argument(self) -> str:
        return f"{KEEPER}:{self.path}"

    def remove(self) -> None:
        """Deletes the folder, its mark last: a removal that was cut short can be repeated."""
        for attempt in range(20):
            if not self.path.exists():
                return
            for entry in list(self.path.iterdir()):
                if entry.name != MARK:
                    _delete(entry)
            with contextlib.suppress(OSError):
                if not any(entry.name != MARK for entry in self.path.iterdir()):
                    (self.path / MARK).unlink(missing_ok=True)
                    self.path.rmdir()
                    return
            # Something that was started in the realm is still writing here.
            time.sleep(0.01 * attempt)

    @staticmethod
    def temporary() -> RealmFolder:
        """A name in the temporary folder; nothing is made yet."""
        return RealmFolder(Path(tempfile.gettempdir(), f"mutauth-realm-{secrets.token_hex(4)}"))


def _delete(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            entry.unlink()

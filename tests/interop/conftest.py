"""Realms, and the peers that meet mutauth in them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "mutauth-realm"))
sys.path.insert(0, str(ROOT / "tests" / "support"))

import plain_signals  # noqa: E402, F401
from conversation import Peer  # noqa: E402
from mutauth_realm import Realm  # noqa: E402
from outside import Python  # noqa: E402

PEERS = Path(__file__).parent / "peers"
BUILD = ROOT / os.environ.get("MUTAUTH_BUILD", "build/release")


class Place:
    """A realm with a service, host1, and a user, alice."""

    def __init__(self, realm: Realm, kind: str, folder: Path) -> None:
        self.realm = realm
        self.kind = kind
        self.folder = folder
        self.name = realm.variables["MUTAUTH_REALM"]
        self.domain = self.name.lower()
        self.host = f"host1.{self.domain}"
        self.spn = f"host/{self.host}"
        # In Active Directory the keys stand under the account's name alone.
        self.account = "host1$" if kind == "ad" else None
        self.environment = {**realm.environment, "PYTHONDONTWRITEBYTECODE": "1",
                            "PYTHONPATH": str(BUILD / "python")}
        # Read by NTLM's mechanisms: an account of theirs is at hand everywhere.
        accounts = folder / "ntlm"
        accounts.write_text("EXAMPLE:alice:whatever\n")
        self.environment["NTLM_USER_FILE"] = str(accounts)
        self._peers: dict[str, Peer] = {}

    def keytab(self, account: str) -> str:
        return str(self.realm.keytab(account))

    def ccache(self, account: str = "alice") -> str:
        path = self.folder / f"{account}.ccache"
        if not path.exists():
            self.run("kinit", "-c", f"FILE:{path}", "-kt", self.keytab(account), account)
        return f"FILE:{path}"

    def run(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(self.realm.command(words), env=self.environment, text=True,
                              capture_output=True, timeout=60, check=False, **options)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done

    def start(self, program: str, environment: Optional[dict[str, str]] = None,
              python: str = "/usr/bin/python3") -> Peer:
        """A process of a program of peers/."""
        command = self.realm.command([python, str(PEERS / program)])
        return Peer(command, {**self.environment, **(environment or {})})

    def peer(self, program: str, python: str = "/usr/bin/python3") -> Peer:
        """The one process of this program that the tests of the realm share."""
        if program not in self._peers:
            self._peers[program] = self.start(program, python=python)
        return self._peers[program]

    def our_client(self, mechanism: str, spn: Optional[str] = None, **words: Any) -> Peer:
        return self.peer("mutauth_peer.py").start(
            role="initiate", mechanism=mechanism, spn=spn or self.spn, ccache=self.ccache(),
            **words)

    def our_service(self, mechanism: str, **words: Any) -> Peer:
        return self.peer("mutauth_peer.py").start(
            role="accept", mechanism=mechanism, spn=self.spn, keytab=self.keytab("host1"),
            account=self.account, **words)

    def stop(self) -> None:
        for peer in self._peers.values():
            peer.stop()


def _place(kind: str, folder: Path) -> Iterator[Place]:
    if not (BUILD / "python" / "mutauth").exists():
        pytest.fail(f"the Python package is not built in {BUILD}; set MUTAUTH_BUILD")
    with Realm(kind=kind) as realm:
        place = Place(realm, kind, folder)
        yield place
        place.stop()


@pytest.fixture(scope="session")
def mit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from _place("mit", tmp_path_factory.mktemp("mit"))


@pytest.fixture(scope="session")
def ad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from _place("ad", tmp_path_factory.mktemp("ad"))


@pytest.fixture(params=["mit", "ad"])
def place(request: pytest.FixtureRequest) -> Place:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def pypi() -> Python:
    """A Python with the packages that Debian does not have."""
    python = Python(ROOT / ".dev" / "interop-python")
    if python.missing:
        pytest.skip(python.missing)
    return python

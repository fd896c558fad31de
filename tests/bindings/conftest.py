"""A realm to use the built package in, and the two sides of a connection.

PYTHONPATH must find the built package; without MUTAUTH_REALM_DIR in the environment a realm is
started for the session.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/mutauth-realm"))
sys.path.insert(0, str(ROOT / "tests/support"))

try:
    import mutauth
except ImportError as error:
    pytest.exit(f"the built package is not found: {error}; is PYTHONPATH set?", 2)

import plain_signals  # noqa: E402, F401
from mutauth_realm import MissingServer, Realm  # noqa: E402

SPN = "http/web.example.test"
OTHER_SPN = "http/other.example.test"
UNREGISTERED = "http/nobody.example.test"

T = TypeVar("T")


class Side(Generic[T]):
    """What a thread does, and what came of it."""

    def __init__(self, body: Callable[[], T]) -> None:
        self._body = body
        self._result: T | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._body()
        except BaseException as error:
            self._error = error

    def error(self) -> BaseException | None:
        self._thread.join(60)
        assert not self._thread.is_alive(), "the other side hangs"
        return self._error

    def result(self) -> T:
        if error := self.error():
            raise error
        return self._result  # type: ignore[return-value]


@dataclass(frozen=True)
class Place:
    """A realm in which websvc and othersvc each hold an SPN."""

    variables: dict[str, str]

    @property
    def realm(self) -> str:
        return self.variables["MUTAUTH_REALM"]

    @property
    def password(self) -> str:
        return self.variables["MUTAUTH_REALM_USER_PASSWORD"]

    @property
    def directory_address(self) -> str:
        return self.variables["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://")

    def keytab(self, account: str) -> str:
        return str(Path(self.variables["MUTAUTH_REALM_KEYTABS"]) / f"{account}.keytab")

    def credential(self, account: str = "alice") -> mutauth.Credential:
        return mutauth.Credential.from_keytab(self.keytab(account), account)

    def acceptor(self, **more: Any) -> mutauth.Acceptor:
        return mutauth.Acceptor(SPN, keytab=self.keytab("websvc"), account="websvc", **more)


def register(variables: dict[str, str], account: str, spn: str, folder: Path) -> None:
    """With stock tools, so that what is tested does not prepare its own ground."""
    environment = {**os.environ, **variables, "KRB5CCNAME": f"FILE:{folder / 'admin.ccache'}"}
    keytab = Path(variables["MUTAUTH_REALM_KEYTABS"]) / "admin.keytab"
    subprocess.run(["kinit", "-kt", str(keytab), "admin"], env=environment, check=True)
    changes = (
        f"dn: uid={account},ou=services,{variables['MUTAUTH_REALM_SUFFIX']}\nchangetype: modify\n"
        f"add: servicePrincipalName\nservicePrincipalName: {spn}\n-\n"
        f"add: krbPrincipalName\nkrbPrincipalName: {spn}@{variables['MUTAUTH_REALM']}\n"
    )
    done = subprocess.run(
        ["ldapmodify", "-Q", "-Y", "GSSAPI"],
        env=environment, input=changes, text=True, capture_output=True,
    )
    # 20: the value exists, in a realm that earlier tests used.
    assert done.returncode in (0, 20), done.stderr


def variables_of(environment: dict[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(("MUTAUTH_REALM", "KRB5", "GSS_", "LDAPCONF"))
    }


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    with pytest.MonkeyPatch.context() as patch:
        if "MUTAUTH_REALM_DIR" in os.environ:
            found = Place(variables_of(dict(os.environ)))
            realm = None
        else:
            try:
                realm = Realm().start()
            except MissingServer as missing:
                pytest.fail(f"no realm: {missing}")
            found = Place(dict(realm.variables))
        for name, value in found.variables.items():
            patch.setenv(name, value)
        # A cache of our own: nobody's tickets unless a test says so.
        patch.setenv("KRB5CCNAME", f"FILE:{folder / 'ccache'}")
        try:
            register(found.variables, "websvc", SPN, folder)
            register(found.variables, "othersvc", OTHER_SPN, folder)
            yield found
        finally:
            if realm is not None:
                realm.stop()


@pytest.fixture(scope="session")
def alice(place: Place) -> mutauth.Credential:
    """With the ticket for SPN at hand."""
    credential = place.credential()
    credential.fetch(SPN)
    return credential


@pytest.fixture(scope="session")
def acceptor(place: Place) -> mutauth.Acceptor:
    return place.acceptor()


def establish(
    client: mutauth.Negotiation, server: mutauth.Negotiation
) -> tuple[mutauth.Context, mutauth.Context]:
    """Carries the tokens between the two until both are done."""
    token = client.step()
    while token is not None:
        token = server.step(token)
        if token is not None:
            token = client.step(token)
    return client.finish(), server.finish()


@pytest.fixture
def contexts(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> tuple[mutauth.Context, mutauth.Context]:
    """A proven client and its server."""
    return establish(mutauth.client(SPN, alice), acceptor.negotiation())


def connected(
    credential: mutauth.Credential, acceptor: mutauth.Acceptor
) -> tuple[mutauth.Channel, mutauth.Channel]:
    """The two ends of a channel over a socket pair: the client's, the server's."""
    one, other = socket.socketpair()
    server = Side(lambda: acceptor.open(other))
    client = mutauth.Channel.open(one, mutauth.client(SPN, credential))
    return client, server.result()


@pytest.fixture
def channels(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> Iterator[tuple[mutauth.Channel, mutauth.Channel]]:
    both = connected(alice, acceptor)
    yield both
    for channel in both:
        channel.free()

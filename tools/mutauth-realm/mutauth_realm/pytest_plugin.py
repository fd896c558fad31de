"""
A private realm for the tests of a project, by pytest.

    # conftest.py
    pytest_plugins = ["mutauth_realm.pytest_plugin"]

    def test_tickets(mutauth_realm):
        subprocess.run(["kinit", "-kt", mutauth_realm.keytab("alice"), "alice"], check=True)

`pytest --mutauth-realm` starts the realm at the first test that asks for it, and `pytest
--mutauth-realm-ad` Samba's domain controller; without the option these tests are skipped, and say
so. The process and all that it starts are in the realm's environment until the last test has ended.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from . import environment, kinds
from .realm import Realm


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutauth-realm")
    for option, kind, servers in (("--mutauth-realm", kinds.MIT, "MIT's KDC on OpenLDAP"),
                                  ("--mutauth-realm-ad", kinds.AD, "Samba's domain controller")):
        group.addoption(option, dest="mutauth_realm", action="store_const", const=kind,
                        help="run the tests that ask for the fixture mutauth_realm, in a private "
                             f"Kerberos realm: {servers}")


@pytest.fixture(scope="session")
def mutauth_realm(request: pytest.FixtureRequest) -> Iterator[Realm]:
    """
    The running Realm: `keytab(account)`, `variables`, `folder`.

    A realm of Samba's that an ordinary user starts is in a network of its own, which this process
    is not in: run what is to reach it as `realm.command(words)`.
    """
    kind = request.config.getoption("mutauth_realm")
    if kind is None:
        pytest.skip("needs a private Kerberos realm; run pytest --mutauth-realm")
    with Realm(kind=kind) as realm:
        before = dict(os.environ)
        try:
            for name, value in environment.changes(before, realm.variables).items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
            yield realm
        finally:
            os.environ.clear()
            os.environ.update(before)

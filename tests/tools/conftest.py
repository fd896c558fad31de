"""The command mutauth, as built, in one private realm for all its tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "mutauth-realm"))
sys.path.insert(0, str(ROOT / "tests" / "support"))

import plain_signals  # noqa: E402, F401
from mutauth_realm import Realm  # noqa: E402
from program import SPN, Program  # noqa: E402

BUILD = ROOT / os.environ.get("MUTAUTH_BUILD", "build/release")


@pytest.fixture(scope="session")
def realm():
    with Realm() as running:
        yield running


@pytest.fixture(scope="session")
def mutauth(realm) -> Program:
    """Runs the command in the realm, with no tickets at hand."""
    path = BUILD / "bin" / "mutauth"
    if not path.exists():
        pytest.fail(f"{path} is not built; set MUTAUTH_BUILD to a build directory")
    return Program(path, realm)


@pytest.fixture(scope="session")
def web(mutauth) -> str:
    """An SPN that is registered on websvc."""
    done = mutauth("account", "add", "websvc", SPN, *mutauth.directory, *mutauth.as_("admin"))
    assert done.returncode == 0, done.stderr
    return SPN


@pytest.fixture
def service(mutauth, web, tmp_path):
    """Its service, which answers everybody."""
    with mutauth.serve(*mutauth.web_keys, log=tmp_path / "log") as running:
        yield running

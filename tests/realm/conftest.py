import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "tools" / "mutauth-realm"
sys.path.insert(0, str(SOURCE))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import plain_signals  # noqa: E402, F401
from mutauth_realm import Realm  # noqa: E402

COMMAND = str(SOURCE / "mutauth-realm")
PRINCIPALS = {"host1": "host/host1.example.test"}


class User:
    """A principal with tickets of its own, who runs stock tools."""

    principals = PRINCIPALS

    def __init__(self, realm: Realm, account: str, folder: Path) -> None:
        self.environment = {**realm.environment,
                            "KRB5CCNAME": f"FILE:{folder / (account + '.ccache')}"}
        self.realm = realm
        self.principal = self.principals.get(account, account)
        self.run("kinit", "-kt", str(realm.keytab(account)), self.principal, check=True)

    def run(self, *command: str, text: str = "", check: bool = False):
        return subprocess.run(self.realm.command(command), env=self.environment, input=text,
                              text=True, capture_output=True, timeout=30, check=check)

    def search(self, *arguments: str) -> str:
        return self.run("ldapsearch", "-Q", "-LLL", "-o", "ldif-wrap=no", "-Y", "GSSAPI",
                        *arguments, check=True).stdout

    def modify(self, changes: str) -> int:
        """The LDAP result code of the first change that fails, or 0."""
        return self.run("ldapmodify", "-Q", "-Y", "GSSAPI", text=changes).returncode

    def adds(self, entry: str, *values: str) -> int:
        """Adds values, each "attribute: value", to an entry below the suffix."""
        parts = "-\n".join(f"add: {value.partition(':')[0]}\n{value}\n" for value in values)
        return self.modify(f"dn: {entry},dc=example,dc=test\nchangetype: modify\n{parts}")

    def kvno(self, *arguments: str):
        return self.run("kvno", *arguments)


def processes_naming(folder) -> list[str]:
    """Command lines, of any process but this one, that hold the folder's name."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(str(folder)) in line and int(entry.name) != os.getpid():
            found.append(line.replace(b"\0", b" ").decode(errors="replace"))
    return found


def eventually(condition, patience: float = 10.0) -> bool:
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def place():
    """A short-named folder, so that the realm's socket fits in it, and TMPDIR for the test."""
    folder = Path(tempfile.mkdtemp(prefix="mrt-"))
    yield folder
    # One that was forked just before its parent was killed may show up and end after the test.
    assert eventually(lambda: processes_naming(folder) == [])
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def realm():
    """One realm for the tests that change nothing in it."""
    with Realm() as running:
        yield running


@pytest.fixture
def own_realm():
    """A realm for a test that writes."""
    with Realm() as running:
        yield running


@pytest.fixture
def log_in(own_realm, tmp_path):
    return lambda account: User(own_realm, account, tmp_path)


@pytest.fixture
def alice(realm, tmp_path):
    return User(realm, "alice", tmp_path)

"""pip builds the Python package from the tree, and it runs where only it was installed: the module,
the commands, and the realm for other projects' tests."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installation import OPTIONS, ROOT, SHARES_OBJECTS, run

USE = """
import mutauth
from pathlib import Path
folder = Path(mutauth.__file__).parent
print(mutauth.version(), mutauth.Spn.compose("http", "www.example.test"))
print((folder / "py.typed").is_file(), (folder / "libmutauth.so.0").is_file(),
      mutauth.has_feature("directory"))
"""


def install(folder: Path) -> None:
    """The tree by pip, into an environment of its own."""
    run(sys.executable, "-m", "venv", folder)
    pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
    options = [f"--config-settings=cmake.build-type={OPTIONS['CMAKE_BUILD_TYPE']}",
               *(f"--config-settings=cmake.define.{name}={value}"
                 for name, value in OPTIONS.items() if name != "CMAKE_BUILD_TYPE")]
    if SHARES_OBJECTS:
        # What makes a file another one to ccache: another name of the compiler, as Python's own
        # settings have it, another pybind11, and a folder that is not as deep as the build's.
        run(*pip, "scikit-build-core>=0.10")
        built = ROOT / "build" / "wheel"
        shutil.rmtree(built, ignore_errors=True)
        options += ["--no-build-isolation", f"--config-settings=build-dir={built}"]
    run(*pip, *options, ROOT, "pytest")


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed once, whichever of pytest's processes are the first to ask for it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "wheel"
    with (shared / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            install(folder)
            (folder / "installed").touch()
    return folder / "bin" / "python"


def test_the_package_runs_from_the_wheel_alone(python: Path, tmp_path: Path) -> None:
    printed = run(python, "-c", USE, cwd=tmp_path)
    assert printed.splitlines() == ["0.1.0 http/www.example.test", "True True True"]


# Finding W4: who installs by pip has the commands and the realm too.
def test_the_command_comes_with_the_wheel(python: Path, tmp_path: Path) -> None:
    command = python.parent / "mutauth"
    assert run(command, "--version", cwd=tmp_path) == "mutauth 0.1.0\n"
    assert run(python, "-m", "mutauth", "--version", cwd=tmp_path) == "mutauth 0.1.0\n"
    failed = subprocess.run([command, "explain", "no such status"], capture_output=True, text=True)
    assert failed.returncode == 1 and "no such status" in failed.stderr


def test_the_commands_work_together(python: Path) -> None:
    """The command finds its library, and the library its module for directories."""
    session = ('--server "$MUTAUTH_REALM_LDAP_URI" '
               '--keytab "$MUTAUTH_REALM_KEYTABS/admin.keytab"')
    script = (f"mutauth account add websvc HTTP/web.example.test {session} && "
              f"mutauth account list websvc {session}")
    printed = run(python.parent / "mutauth-realm", "run", "--", "sh", "-c", script,
                  PATH=f"{python.parent}:{os.environ['PATH']}")
    assert printed.splitlines()[-1] == "HTTP/web.example.test", printed


def test_the_realm_says_which_package_is_missing(python: Path) -> None:
    say = ("from mutauth_realm import MissingServer, Realm\n"
           "try:\n    Realm(search_path='/nowhere').start()\n"
           "except MissingServer as missing:\n    print(missing)\n")
    assert "apt-get install" in run(python, "-c", say)


TEST_IN_A_REALM = """
def test_one(mutauth_realm):
    assert mutauth_realm.keytab("alice").is_file()
"""


@pytest.mark.parametrize("conftest", ["", "pytest_plugins = ['mutauth_realm.pytest_plugin']\n"])
def test_pytest_finds_the_realm(python: Path, tmp_path: Path, conftest: str) -> None:
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "test_one.py").write_text(TEST_IN_A_REALM)
    tests: list[str | Path] = [python, "-m", "pytest", "-q", "-rs", tmp_path]
    assert "run pytest --mutauth-realm" in run(*tests)
    assert "1 passed" in run(*tests, "--mutauth-realm")


def test_the_wheel_says_its_licence_and_version(python: Path) -> None:
    (metadata,) = (python.parent.parent / "lib").glob("python*/site-packages/mutauth-*.dist-info")
    assert metadata.name == "mutauth-0.1.0.dist-info"
    assert list(metadata.glob("**/LICENSE"))

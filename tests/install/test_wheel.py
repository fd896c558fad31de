"""pip builds the Python package from the tree, and it runs where only it was installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installation import OPTIONS, ROOT, run

USE = """
import mutauth
from pathlib import Path
folder = Path(mutauth.__file__).parent
print(mutauth.version(), mutauth.Spn.compose("http", "www.example.test"))
print((folder / "py.typed").is_file(), (folder / "libmutauth.so.0").is_file(),
      mutauth.has_feature("directory"))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", folder)
    settings = [f"--config-settings=cmake.build-type={OPTIONS['CMAKE_BUILD_TYPE']}",
                *(f"--config-settings=cmake.define.{name}={value}"
                  for name, value in OPTIONS.items() if name != "CMAKE_BUILD_TYPE")]
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", *settings, ROOT)
    return folder / "bin" / "python"


def test_the_package_runs_from_the_wheel_alone(python: Path, tmp_path: Path) -> None:
    printed = run(python, "-c", USE, cwd=tmp_path)
    assert printed.splitlines() == ["0.1.0 http/www.example.test", "True True True"]


# Finding W4: who installs by pip has the realm too.
def test_the_realm_comes_with_the_wheel(python: Path, tmp_path: Path) -> None:
    command = python.parent / "mutauth-realm"
    assert run(command, "run", "--", "sh", "-c", 'echo "$MUTAUTH_REALM"') == "EXAMPLE.TEST\n"
    run(python, "-m", "pip", "install", "--quiet", "pytest")
    (tmp_path / "test_one.py").write_text(
        "def test_one(mutauth_realm):\n    assert mutauth_realm.keytab('alice').is_file()\n")
    tests = [python, "-m", "pytest", "-q", "-rs", tmp_path]
    assert "run pytest --mutauth-realm" in run(*tests)
    assert "1 passed" in run(*tests, "--mutauth-realm")


def test_the_wheel_says_its_licence_and_version(python: Path) -> None:
    (metadata,) = (python.parent.parent / "lib").glob("python*/site-packages/mutauth-*.dist-info")
    assert metadata.name == "mutauth-0.1.0.dist-info"
    assert list(metadata.glob("**/LICENSE"))

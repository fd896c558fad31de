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


def test_the_wheel_says_its_licence_and_version(python: Path) -> None:
    (metadata,) = (python.parent.parent / "lib").glob("python*/site-packages/mutauth-*.dist-info")
    assert metadata.name == "mutauth-0.1.0.dist-info"
    assert list(metadata.glob("**/LICENSE"))

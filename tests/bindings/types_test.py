"""The type stubs are complete and true."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mutauth
from conftest import ROOT

PACKAGE = Path(mutauth.__file__).parent

needs_mypy = pytest.mark.skipif(
    importlib.util.find_spec("mypy") is None, reason="mypy is not installed"
)


def run(*command: str, folder: Path) -> str:
    environment = {**os.environ, "MYPYPATH": str(PACKAGE.parent), "MYPY_CACHE_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-m", *command], env=environment, cwd=folder,
                          capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@needs_mypy
def test_mypy_strict(tmp_path: Path) -> None:
    assert run("mypy", "--strict", str(PACKAGE), folder=tmp_path) == ""


@needs_mypy
def test_the_stub_is_what_is_there(tmp_path: Path) -> None:
    assert run("mypy.stubtest", "mutauth._mutauth", folder=tmp_path) == ""


@needs_mypy
def test_a_users_program_is_checked(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import mutauth\n"
        "context: mutauth.Context = mutauth.client('http/a').finish()\n"
        "message: bytes = context.open(context.seal(b'x'))\n"
        "mutauth.client('http/a').seal(b'x')\n"
    )
    said = run("mypy", "--strict", str(program), folder=tmp_path)
    assert "program.py:4" in said and said.count("error:") == 1, said


# Finding W2.
@needs_mypy
def test_the_programs_that_readers_begin_with_are_typed(tmp_path: Path) -> None:
    """The README's, by the first word of their first comment, and the examples."""
    programs = list((ROOT / "examples" / "python").glob("*.py"))
    assert len(programs) > 3
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    assert len(blocks) > 1
    for block in blocks:
        programs.append(tmp_path / block.split()[1])
        programs[-1].write_text(block)
    names = map(str, programs)
    assert run("mypy", "--strict", "--scripts-are-modules", *names, folder=tmp_path) == ""


def test_the_package_is_marked_as_typed() -> None:
    assert (PACKAGE / "py.typed").exists()


def test_everything_is_documented() -> None:
    for name in mutauth.__all__:
        one = getattr(mutauth, name)
        if isinstance(one, int):
            continue
        assert one.__doc__, name
        if isinstance(one, type) and one.__module__.startswith("mutauth"):
            for member, value in vars(one).items():
                if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                    assert value.__doc__, f"{name}.{member}"

"""What the tests take from PyPI and the Go module proxy, pinned and kept under .dev/."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements.txt"
PATIENCE = 300


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Tests that run side by side in processes of their own make what they share once."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Python:
    """A virtual environment over the distribution's Python, made once for each requirements.txt."""

    def __init__(self, folder: Path) -> None:
        digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]
        self._folder = folder / digest
        self.path = str(self._folder / "bin" / "python")
        with _alone_in(folder):
            self.missing = "" if (self._folder / "whole").exists() else self._make()

    def _make(self) -> str:
        shutil.rmtree(self._folder, ignore_errors=True)
        made = self._run("/usr/bin/python3", "-m", "venv", "--system-site-packages",
                         str(self._folder))
        if made.returncode != 0:
            return f"no virtual environment: {_last_line(made)}"
        # What the requirements need beyond themselves is in Debian.
        filled = self._run(self.path, "-m", "pip", "install", "--quiet", "--no-deps",
                           "--disable-pip-version-check", "--retries", "1", "--timeout", "10",
                           "--requirement", str(REQUIREMENTS))
        if filled.returncode != 0:
            return f"PyPI: {_last_line(filled)}"
        (self._folder / "whole").touch()
        return ""

    @staticmethod
    def _run(*words: str) -> subprocess.CompletedProcess[str]:
        # What has to be compiled is tried out, not measured.
        environment = {**os.environ, "CFLAGS": "-O0 -g0"}
        environment.pop("PYTHONPATH", None)
        return subprocess.run(words, env=environment, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)


def build_go(source: Path, program: Path) -> str:
    """Builds the program if it is older than its source; gives the reason if that cannot be."""
    if shutil.which("go") is None:
        return "go is not installed"
    environment = {**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false",
                   "GOCACHE": str(program.parent / "cache"),
                   "GOMODCACHE": str(program.parent / "modules"), "GOTOOLCHAIN": "local"}
    with _alone_in(program.parent):
        done = subprocess.run(["go", "build", "-modcacherw", "-o", str(program), "."], cwd=source,
                              env=environment, capture_output=True, text=True,
                              timeout=PATIENCE * 2, check=False)
    return "" if done.returncode == 0 else f"go build: {_last_line(done)}"

"""Where things are, and how the tests of installing run commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("MUTAUTH_BUILD", ROOT / "build" / "release"))


def build_option(name: str) -> str:
    """What the build that is installed was configured with."""
    cache = (BUILD / "CMakeCache.txt").read_text()
    (value,) = re.findall(rf"^{name}:[A-Z]+=(.*)$", cache, re.MULTILINE)
    return value


# With ccache the build's own options, so that nothing is compiled twice; else what compiles
# soonest.
SHARES_OBJECTS = shutil.which("ccache") is not None and "CCACHE_DISABLE" not in os.environ
if SHARES_OBJECTS:
    TYPE = build_option("CMAKE_BUILD_TYPE")
    FLAGS = f"CMAKE_CXX_FLAGS_{TYPE.upper()}"
    OPTIONS = {"CMAKE_BUILD_TYPE": TYPE, "MUTAUTH_WARNINGS_AS_ERRORS": "ON",
               **{name: build_option(name) for name in (FLAGS, "MUTAUTH_UNITY",
                                                        "CMAKE_C_COMPILER", "CMAKE_CXX_COMPILER")}}
else:
    OPTIONS = {"CMAKE_BUILD_TYPE": "RelWithDebInfo", "MUTAUTH_WARNINGS_AS_ERRORS": "ON",
               "CMAKE_CXX_FLAGS_RELWITHDEBINFO": "-O2 -DNDEBUG", "MUTAUTH_UNITY": "ON"}


def run(*command: str | Path, cwd: Path | None = None, **variables: str) -> str:
    """What the command prints; its errors too if it fails."""
    # Nothing may be found by luck: no build's library, no package beside the tests.
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LD_LIBRARY_PATH", "PYTHONPATH", "PKG_CONFIG_PATH", "CMAKE_PREFIX_PATH")
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**kept, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


@dataclass(frozen=True)
class Installed:
    prefix: Path

    @property
    def library_folder(self) -> Path:
        (library,) = self.prefix.glob("lib*/**/libmutauth.so.0")
        return library.parent

    @property
    def library(self) -> Path:
        return self.library_folder / "libmutauth.so.0"

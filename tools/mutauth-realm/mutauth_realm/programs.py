"""Finds the servers and tools, and says which package brings a missing one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import MissingServer

# Debian keeps servers in sbin, which is not on an ordinary user's PATH.
SBIN = ("/usr/sbin", "/sbin")
# Where plugins live: Debian's multiarch folders first, then Fedora's and others'.
LIBRARY_FOLDERS = ("/usr/lib/*-linux-*", "/usr/lib64", "/usr/lib", "/usr/local/lib")


@dataclass(frozen=True)
class Needed:
    """A program (a bare name) or a module (a path below a library folder) and its package."""

    name: str
    package: str
    purpose: str


def search_path(path: str | None = None) -> str:
    """PATH with the sbin folders at its end."""
    folders = (path if path is not None else os.environ.get("PATH", os.defpath)).split(os.pathsep)
    return os.pathsep.join(folders + [folder for folder in SBIN if folder not in folders])


def find_program(needed: Needed, path: str | None = None) -> str:
    """The program's full path; `path` replaces both PATH and the sbin folders."""
    found = shutil.which(needed.name, path=search_path() if path is None else path)
    if found is None:
        raise _missing(needed)
    return os.path.abspath(found)


def find_module(needed: Needed, folders: Iterable[str] = LIBRARY_FOLDERS) -> Path:
    """The module's full path; its name may hold wildcards."""
    for folder in folders:
        for found in sorted(Path("/").glob(f"{folder}/{needed.name}".lstrip("/"))):
            return found
    raise _missing(needed)


def _missing(needed: Needed) -> MissingServer:
    return MissingServer(
        f"{needed.package}: {needed.purpose} not found ({needed.name}); "
        f"apt-get install {needed.package}"
    )

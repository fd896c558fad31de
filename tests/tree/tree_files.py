"""The files of the tree, as the rule checks see them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_MADE = re.compile(r"ade by (?:bindings/generate|make_\w+)\.py")


def files() -> list[Path]:
    """Every file that is committed or would be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [Path(name) for name in sorted(set(listed.stdout.split("\0"))) if name]
    return [path for path in paths if (ROOT / path).is_file()]


def is_made(text: str) -> bool:
    """Whether the file's own head says that it was made by a program."""
    return _MADE.search(text[:400]) is not None

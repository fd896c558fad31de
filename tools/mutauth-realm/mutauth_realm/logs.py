"""Servers' logs, for the text of an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def tail(logs: Sequence[Path], lines: int = 15) -> str:
    """The last lines of each log, indented below a heading."""
    parts = []
    for log in logs:
        try:
            text = log.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            continue
        if text:
            last = "\n".join("    " + line for line in text.splitlines()[-lines:])
            parts.append(f"\n  {log.name} ends:\n{last}")
    return "".join(parts)

"""Reads capi/status.def and checks its numbers."""

from __future__ import annotations

import re
from pathlib import Path

from .model import Fault, Kind, Status, Statuses

_TEXT = r'"((?:[^"\\]|\\.)*)"'
_ENTRY = re.compile(
    rf"KIND\(\s*(?P<kind>\w+)\s*,\s*(?P<block>\d+)\s*,\s*{_TEXT}\s*\)"
    rf"|STATUS\(\s*(?P<status>\w+)\s*,\s*(?P<number>-?\d+)\s*,\s*{_TEXT}\s*,\s*{_TEXT}\s*\)"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_BLOCK = 100


def read(path: Path) -> Statuses:
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), path.read_text())
    kinds: list[Kind] = []
    statuses: list[Status] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        where = f"{path.name}:{text.count(chr(10), 0, at) + 1}"
        found = _ENTRY.match(text, at)
        if found is None:
            rest = text[at:].splitlines()[0]
            raise Fault(f"{where}: neither KIND(name, block, says) nor "
                        f"STATUS(name, number, says, remedy): {rest}")
        if found["kind"]:
            kinds.append(Kind(found["kind"], int(found["block"]), _plain(found[3])))
        elif not kinds:
            raise Fault(f"{where}: {found['status']} stands before the first KIND")
        else:
            texts = _plain(found[6]), _plain(found[7])
            statuses.append(Status(found["status"], int(found["number"]), *texts, kinds[-1]))
        at = found.end()
    faults = list(_faults(Statuses(tuple(kinds), tuple(statuses))))
    if faults:
        raise Fault("\n".join(f"{path.name}: {fault}" for fault in faults))
    return Statuses(tuple(kinds), tuple(statuses))


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)


def _faults(statuses: Statuses) -> list[str]:
    faults = []
    for what, names in (
        ("kind", [kind.name for kind in statuses.kinds]),
        ("block", [str(kind.block) for kind in statuses.kinds]),
        ("status", [status.name for status in statuses.all]),
        ("number", [str(status.number) for status in statuses.all]),
    ):
        faults += [f"{what} {name} stands twice" for name in _twice(names)]
    for kind in statuses.kinds:
        if kind.block % _BLOCK:
            faults.append(f"kind {kind.name}: block {kind.block} is no multiple of {_BLOCK}")
    for status in statuses.all:
        low, high = _range(status.kind)
        if not low <= status.number <= high:
            faults.append(
                f"{status.name} = {status.number} is outside its kind {status.kind.name}, "
                f"{low} to {high}"
            )
        if not status.says:
            faults.append(f"{status.name} says nothing")
        if not (status.says + status.remedy).isascii():
            faults.append(f"{status.name}: texts are ASCII")
    return faults


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _range(kind: Kind) -> tuple[int, int]:
    """Failures are the negative of their block plus 1 to 99; outcomes are 0 to 99."""
    if kind.block == 0:
        return 0, _BLOCK - 1
    return -(kind.block + _BLOCK - 1), -(kind.block + 1)

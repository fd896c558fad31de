"""Reads one documentation comment: prose, @param, @return and @since."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Comment, Fault, Return

_TAG = re.compile(r"@(\w+)\s*(.*)", re.S)
_NAME = r"MUTAUTH_(?:[A-Z0-9_]*\.\.\.|[A-Z0-9_]*[A-Z0-9])"
_NAMES = re.compile(rf"(?:{_NAME})(?:\s*,\s*(?:{_NAME}))*(?=\s|$)")
_RELEASE = re.compile(r"\d+\.\d+")


def read(text: str, where: str) -> Comment:
    """Of a whole comment, from /* to */."""
    prose: list[str] = []
    params: list[tuple[str, str]] = []
    returns: list[Return] = []
    since = ""
    for piece in _pieces(strip(text)):
        tag = _TAG.fullmatch(piece)
        if tag is None:
            prose.append(piece)
        elif tag[1] == "param":
            name, _, doc = tag[2].partition(" ")
            if not name or not doc.strip():
                raise Fault(f"{where}: @param needs a name and words: {piece.strip()}")
            params.append((name.strip(), _joined(doc)))
        elif tag[1] == "return":
            returns.append(_return(tag[2], where))
        elif tag[1] == "since":
            if since or not _RELEASE.fullmatch(tag[2].strip()):
                raise Fault(f"{where}: one @since, with a release such as 0.1")
            since = tag[2].strip()
        else:
            raise Fault(f"{where}: unknown tag @{tag[1]}")
    return Comment("".join(prose).strip(), tuple(params), tuple(returns), since)


def strip(text: str) -> str:
    """The comment's words, without its stars."""
    inner = re.sub(r"^/\*\*?|\*/$", "", text.strip())
    lines = [re.sub(r"^\s*\* ?", "", line).rstrip() for line in inner.splitlines()]
    return "\n".join(line for line in lines).strip()


def _pieces(text: str) -> Iterator[str]:
    """The prose first, then each tag with the lines that go on about it."""
    piece: list[str] = []
    for line in text.splitlines():
        if line.startswith("@"):
            yield "\n".join(piece)
            piece = []
        piece.append(line)
    yield "\n".join(piece)


def _return(text: str, where: str) -> Return:
    joined = _joined(text)
    if not joined:
        raise Fault(f"{where}: @return says nothing")
    found = _NAMES.match(joined)
    if found is None:
        return Return((), joined)
    names = tuple(re.split(r"\s*,\s*", found[0]))
    return Return(names, joined[found.end() :].strip())


def _joined(text: str) -> str:
    return " ".join(text.split())

"""What every text file of the tree keeps to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

from tree_files import ROOT, files, is_made

CODE = {".c", ".h", ".cpp", ".hpp", ".inc", ".py", ".pyi", ".i", ".java", ".cs", ".go", ".rb"}
NARROW = {".c", ".h", ".cpp", ".hpp", ".py"}
TABBED = {".go", ".mk"}
COLUMNS, FILE_LINES, README_LINES = 100, 600, 150

# Words that must not stand in the tree are written here in two halves.
_HOSTS = ["deb.debian" ".org", "pypi" ".org", "pythonhosted" ".org", "npmjs" ".org",
          "proxy.golang" ".org", "crates" ".io", "rubygems" ".org", "repo.maven.apache" ".org",
          "repo1.maven" ".org", "nuget" ".org"]
_MACHINE = re.compile(r"(?<![\w.])/(?:work|root)/|" + "|".join(map(re.escape, _HOSTS)))
_UNDONE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME)\b")
_GUARD = re.compile(r"^#ifndef (\w+_H(?:PP)?)\n#define \1$", re.M)


def faults(path: PurePath, content: bytes) -> Iterator[str]:
    if b"\0" in content or _is_data(path):
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        yield f"{path}: not UTF-8"
        return
    if not text.isascii() and path.suffix != ".md" and path.parts[0] != "docs":
        yield f"{path}: not ASCII"
    lines = text.splitlines()
    if path.name == "README.md" and len(path.parts) == 1 and len(lines) > README_LINES:
        yield f"{path}: {len(lines)} lines, over {README_LINES}"
    if not is_made(text):
        yield from _size_faults(path, lines)
    for number, line in enumerate(lines, 1):
        if "\t" in line and not _is_tabbed(path):
            yield f"{path}:{number}: a tab"
        if found := _MACHINE.search(line):
            yield f"{path}:{number}: a machine's or registry's name: {found[0]}"
        if found := _UNDONE.search(line):
            yield f"{path}:{number}: {found[0]}"


def _size_faults(path: PurePath, lines: list[str]) -> Iterator[str]:
    if path.suffix in CODE and len(lines) > FILE_LINES:
        yield f"{path}: {len(lines)} lines, over {FILE_LINES}"
    for number, line in enumerate(lines, 1):
        if path.suffix in NARROW and len(line) > COLUMNS:
            yield f"{path}:{number}: {len(line)} columns, over {COLUMNS}"


def _is_data(path: PurePath) -> bool:
    """Vectors and fuzz corpora hold what other programs wrote."""
    return path.parts[:2] in (("tests", "vectors"), ("tests", "fuzz")) and path.suffix not in CODE


def _is_tabbed(path: PurePath) -> bool:
    makefiles = path.name.startswith(("Makefile", "GNUmakefile")) or path.parts[-2:] == (
        "debian",
        "rules",
    )
    return makefiles or path.suffix in TABBED


def guard_faults(headers: dict[str, str]) -> list[str]:
    """Each header is guarded, by #pragma once or by a name of its own."""
    guards: Counter[str] = Counter()
    found = []
    for name, text in headers.items():
        guard = _GUARD.search(text)
        if guard:
            guards[guard[1]] += 1
        elif "#pragma once" not in text:
            found.append(f"{name}: no header guard")
    found += [f"{guard} guards {count} headers" for guard, count in guards.items() if count > 1]
    return found


def test_the_tree_keeps_to_the_rules() -> None:
    found = [fault for path in files() for fault in faults(path, (ROOT / path).read_bytes())]
    assert not found, "\n" + "\n".join(found)


def test_header_guards() -> None:
    headers = [path for path in files() if path.suffix in (".h", ".hpp")]
    assert guard_faults({str(path): (ROOT / path).read_text() for path in headers}) == []


def _of(name: str, text: str) -> list[str]:
    return [fault.partition(": ")[2] for fault in faults(Path(name), text.encode())]


def test_each_rule_can_fail() -> None:
    assert _of("src/a.cpp", "// \u00e9\n") == ["not ASCII"]
    assert _of("src/a.cpp", "\tint a;\n") == ["a tab"]
    assert _of("src/a.cpp", "x" * 101) == ["101 columns, over 100"]
    assert _of("src/a.cpp", "a\n" * 601) == ["601 lines, over 600"]
    assert _of("README.md", "a\n" * 151) == ["151 lines, over 150"]
    assert _of("dev", "cd /wo" "rk/x\n") == ["a machine's or registry's name: /wo" "rk/"]
    assert _of("dev", "https://pypi" ".org/x\n") == ["a machine's or registry's name: pypi" ".org"]
    assert _of("src/a.h", "// TO" "DO later\n") == ["TO" "DO"]
    assert guard_faults({"a.h": "#ifndef A_H\n#define A_H\n", "b.h": "#ifndef A_H\n#define A_H\n"})
    assert guard_faults({"a.h": "int a;\n"}) == ["a.h: no header guard"]


def test_what_is_allowed_passes() -> None:
    assert _of("docs/a.md", "\u00e9\n") == []
    assert _of("Makefile", "\tcc\n") == []
    assert _of("tests/vectors/a.vec", "\u00e9\t\n") == []
    assert _of("src/a.cpp", "// Made by bindings/generate.py.\n" + "x" * 101 + "\n" * 601) == []
    assert _of("dev", "a relative/work/x\n") == []

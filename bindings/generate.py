#!/usr/bin/env python3
"""Writes what is made from the C headers and status.def; --check only says what is out of date."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generator import (
    abi_files,
    headers,
    python_files,
    python_stub,
    rules,
    status_def,
    status_files,
)
from generator.model import Fault, Model

_DIFF_LINES = 30


def read(root: Path) -> Model:
    statuses = status_def.read(root / "capi/status.def")
    model = rules.check(headers.read(root / "include/mutauth", statuses))
    abi_files.replay(model, root / "capi/abi/released")
    return model


def made(root: Path) -> dict[Path, str]:
    """Every file that is made, with what must stand in it."""
    model = read(root)
    python = root / "bindings/python/mutauth"
    template = python / "_mutauth.pyi.in"
    text = template.read_text(encoding="utf-8") if template.exists() else None
    stub = python_stub.read(text or "", template.name, model if text else Model(model.statuses))
    files = {
        root / "include/mutauth/status.h": status_files.public_header(model.statuses),
        root / "src/core/status.h": status_files.core_header(model.statuses),
        root / "src/core/status.cpp": status_files.core_source(model.statuses),
        root / "capi/mutauth.map": abi_files.version_map(model),
        root / "capi/abi/current.json": abi_files.current_json(model),
        python / "_errors.py": python_files.errors(model, stub),
    }
    if text is not None:
        files[python / "_docs.h"] = python_files.docs_header(model, stub)
        files[python / "_mutauth.pyi"] = python_files.stub_file(model, stub, text)
        files[python / "_names.py"] = python_files.names(stub)
    return files


def difference(path: Path, wanted: str, root: Path) -> list[str]:
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    if found == wanted and path.exists():
        return []
    name = str(path.relative_to(root))
    lines = difflib.unified_diff(
        found.splitlines(), wanted.splitlines(), name, f"{name}, as made anew", lineterm=""
    )
    return list(lines) or [f"{name}: missing"]


def write(path: Path, text: str) -> None:
    """Leaves a file alone that is up to date, so that nothing is rebuilt for it."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on drift")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args(arguments)
    try:
        files = made(options.root)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    if not options.check:
        for path, text in files.items():
            write(path, text)
        return 0
    drift = [difference(path, text, options.root) for path, text in files.items()]
    for lines in filter(None, drift):
        print("\n".join(lines[:_DIFF_LINES]))
    if any(drift):
        print("out of date: run bindings/generate.py", file=sys.stderr)
    return 1 if any(drift) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

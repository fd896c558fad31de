"""
Runs clang-tidy over the sources below some folders, and only over what changed since it was clean.

A file is clean under a hash of all that the answer depends on: clang-tidy's version, its settings,
the compile command, and the contents of the source and of every header of the tree it includes.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import hashlib
import json
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

CLANG_TIDY = "clang-tidy-14"
ROOT = Path(__file__).resolve().parent.parent
CLEAN = ROOT / ".dev" / "tidy"


@dataclass(frozen=True)
class Unit:
    source: Path
    command: str
    headers: tuple[Path, ...]


def compiled_units(build: Path, folders: list[Path]) -> list[Unit]:
    """The sources in these folders as the build compiles them, each once."""
    headers = included_headers(build)
    units: dict[Path, Unit] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = Path(entry["file"])
        if any(folder in source.parents for folder in folders):
            words = shlex.split(entry["command"])
            compiled = headers.get(words[words.index("-o") + 1], ())
            units.setdefault(source, Unit(source, entry["command"], compiled))
    return list(units.values())


def included_headers(build: Path) -> dict[str, tuple[Path, ...]]:
    """Object file to the tree's files it was made of, from ninja's record of the last build."""
    record = subprocess.run(
        ["ninja", "-C", build, "-t", "deps"], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, tuple[Path, ...]] = {}
    for block in record.split("\n\n"):
        lines = block.splitlines()
        if lines and ": #deps" in lines[0]:
            paths = {(build / line.strip()).resolve() for line in lines[1:]}
            found[lines[0].split(": #deps")[0]] = tuple(
                sorted(path for path in paths if ROOT in path.parents)
            )
    return found


def key(unit: Unit, settings: bytes) -> str:
    digest = hashlib.sha256(settings)
    digest.update(unit.command.encode())
    for path in (unit.source, *unit.headers):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def tidy(unit: Unit, build: Path) -> tuple[bool, str, float]:
    started = time.monotonic()
    run = subprocess.run(
        [CLANG_TIDY, "-p", build, "--quiet", unit.source], capture_output=True, text=True
    )
    # Standard error only counts the warnings that were suppressed, unless it broke down.
    output = run.stdout if run.stdout.strip() else run.stderr
    return run.returncode == 0, output, time.monotonic() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    build = arguments.build.resolve()

    version = subprocess.run([CLANG_TIDY, "--version"], check=True, capture_output=True).stdout
    settings = version + (ROOT / ".clang-tidy").read_bytes()
    units = compiled_units(build, [folder.resolve() for folder in arguments.folders])
    if not units:
        sys.exit("tidy: the build compiles nothing in these folders")
    CLEAN.mkdir(parents=True, exist_ok=True)
    keys = {unit: key(unit, settings) for unit in units}
    stale = [unit for unit in units if not (CLEAN / keys[unit]).exists()]

    unclean = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        runs = {pool.submit(tidy, unit, build): unit for unit in stale}
        for run in concurrent.futures.as_completed(runs):
            unit = runs[run]
            clean, output, seconds = run.result()
            print(f"{unit.source.relative_to(ROOT)}: {seconds:.1f} s", flush=True)
            if clean:
                (CLEAN / keys[unit]).touch()
            else:
                unclean += 1
                print(output, flush=True)
    print(f"{len(units)} files, {len(stale)} looked at, {unclean} with findings")
    return 1 if unclean else 0


if __name__ == "__main__":
    sys.exit(main())

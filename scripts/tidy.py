"""
Runs clang-tidy over the sources below some folders, and only over what changed since it was clean.

Most of clang-tidy's time goes to the headers of the system, so a folder's sources are read as one
file that includes them. Those whose private names collide there are read alone.

A file is clean under a hash of all that the answer depends on: clang-tidy's version, its settings,
the compile command, and the contents of the source and of every header of the tree it includes.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import hashlib
import itertools
import json
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CLANG_TIDY = "clang-tidy-14"
ROOT = Path(__file__).resolve().parent.parent
CLEAN = ROOT / ".dev" / "tidy"
BATCHES = CLEAN / "together"
# clang's own errors, not findings: "FILE:LINE:COLUMN: error: ... [clang-diagnostic-...]".
COLLISION = re.compile(
    r"^(/[^:\n]+):\d+:\d+: (?:fatal )?error: .*\[clang-diagnostic-[^]]*\]$", re.M
)


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


@dataclass(frozen=True)
class Finding:
    """What clang-tidy said of some sources, and which of them it could not compile together."""

    units: list[Unit]
    output: str
    clean: bool
    colliding: list[Unit]
    seconds: float


def flags(unit: Unit) -> list[str]:
    """The compile command without the launcher, the compiler, the source and the output."""
    words = shlex.split(unit.command)
    first = next(i for i, word in enumerate(words) if word.startswith("-"))
    kept = words[first:]
    del kept[kept.index("-o") : kept.index("-o") + 2]
    return [word for word in kept if word not in ("-c", str(unit.source))]


def tidy(units: list[Unit], number: int) -> Finding:
    started = time.monotonic()
    together = BATCHES / f"{number}.cpp"
    together.write_text("".join(f'#include "{unit.source}"\n' for unit in units))
    run = subprocess.run(
        [
            CLANG_TIDY,
            f"--config-file={ROOT / '.clang-tidy'}",
            # This inclusion of sources is ours.
            "--checks=-bugprone-suspicious-include",
            "--quiet",
            together,
            "--",
            *flags(units[0]),
            # Some options are for the compiler of the build alone.
            "-Wno-ignored-optimization-argument",
        ],
        capture_output=True,
        text=True,
    )
    # Standard error only counts the warnings that were suppressed, unless it broke down.
    output = run.stdout if run.stdout.strip() else run.stderr
    blamed = set(COLLISION.findall(output)) if len(units) > 1 else set()
    return Finding(
        units,
        output,
        run.returncode == 0,
        [unit for unit in units if str(unit.source) in blamed],
        time.monotonic() - started,
    )


def batches(units: list[Unit]) -> list[list[Unit]]:
    found: dict[tuple[Path, str], list[Unit]] = {}
    for unit in units:
        found.setdefault((unit.source.parent, shlex.join(flags(unit))), []).append(unit)
    return list(found.values())


def findings(units: list[Unit], jobs: int) -> Iterator[Finding]:
    """Each unit is in one of them, but for those that are tried again apart."""
    numbers = itertools.count()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(tidy, batch, next(numbers)) for batch in batches(units)}
        while waiting:
            done, waiting = concurrent.futures.wait(
                waiting, return_when=concurrent.futures.FIRST_COMPLETED
            )
            for finding in (run.result() for run in done):
                if not finding.colliding:
                    yield finding
                    continue
                rest = [unit for unit in finding.units if unit not in finding.colliding]
                again = [*([unit] for unit in finding.colliding), *([rest] if rest else [])]
                waiting |= {pool.submit(tidy, batch, next(numbers)) for batch in again}


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
    BATCHES.mkdir(parents=True, exist_ok=True)
    keys = {unit: key(unit, settings) for unit in units}
    stale = [unit for unit in units if not (CLEAN / keys[unit]).exists()]

    unclean = 0
    for finding in findings(stale, arguments.jobs):
        names = " ".join(str(unit.source.relative_to(ROOT)) for unit in finding.units)
        print(f"{finding.seconds:.1f} s: {names}", flush=True)
        if finding.clean:
            for unit in finding.units:
                (CLEAN / keys[unit]).touch()
        else:
            unclean += len(finding.units)
            print(finding.output, flush=True)
    print(f"{len(units)} files, {len(stale)} looked at, {unclean} in runs with findings")
    return 1 if unclean else 0


if __name__ == "__main__":
    sys.exit(main())

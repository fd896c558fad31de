"""
Runs the benchmark programs and shows how mutauth compares.

A program prints one JSON object a line: "name" is what was done, "against" what else did it,
"ratio" the median over interleaved rounds of (the other's time / mutauth's), "min" and "max" the
rounds' extremes; "ns" and "against_ns" are times of one operation. Other members are kept as they
are. The build's list says which programs need a realm; these run inside one of mutauth-realm's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Program:
    name: str
    needs_realm: bool
    command: tuple[str, ...]

    def run(self) -> Iterator[dict[str, object]]:
        command = self.command
        if command[0].endswith(".py"):
            command = (sys.executable, *command)
        if self.needs_realm:
            command = (str(ROOT / "tools/mutauth-realm/mutauth-realm"), "run", "--", *command)
        # Both ends on one processor: else a round trip measures how fast the other wakes up.
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, preexec_fn=pin_to_one_processor
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield {"program": self.name, **json.loads(line)}
        if process.returncode != 0:
            sys.exit(f"bench: {self.name} failed with {process.returncode}")


def pin_to_one_processor() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def built_programs(build: Path) -> list[Program]:
    programs = []
    for line in (build / "bench" / "programs.txt").read_text().splitlines():
        name, realm, *command = line.split("\t")
        programs.append(Program(name, realm == "realm", tuple(command)))
    return programs


def chosen(programs: Sequence[Program], names: Sequence[str]) -> list[Program]:
    known = {program.name: program for program in programs}
    for name in names:
        if name not in known:
            sys.exit(f"bench: no benchmark is named '{name}'; there are: {', '.join(known)}")
    return [known[name] for name in names] if names else list(programs)


def duration(nanoseconds: object) -> str:
    if not isinstance(nanoseconds, (int, float)):
        return ""
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.2f} {unit}"
    return f"{nanoseconds:.0f} ns"


def table_line(row: dict[str, object]) -> str:
    spread = f"({row['min']:.2f} .. {row['max']:.2f})"
    return (
        f"{row['name']!s:<38} x{row['ratio']:<6.2f} {spread:<18} {duration(row.get('ns')):>10}"
        f" {duration(row.get('against_ns')):>10}  {row['against']}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()

    rows = []
    spread = "(min .. max)"
    print(f"{'work':<38} {'faster':<7} {spread:<18} {'mutauth':>10} {'other':>10}  other is")
    for program in chosen(built_programs(arguments.build.resolve()), arguments.names):
        for row in program.run():
            rows.append(row)
            print(table_line(row), flush=True)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

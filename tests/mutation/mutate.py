"""
Seeds small faults into the sources of some areas, one at a time, and counts those that tests catch.

The tree is copied, the faults are compiled into the copy all at once, each switched on by its
number (seeded.h). First every test runs once without a fault, which tells how long it takes and
which faults it reaches; then each fault meets the tests that reach it, the cheapest first, until
one fails. A fault that no test fails on is a survivor. Those of equivalent.txt change nothing that
a caller could see, and are counted apart.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from places import Place, Source, seeded

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutation"
TREE = WORK / "tree"
BUILD = WORK / "build"
HERE = Path(__file__).parent
EQUIVALENT = HERE / "equivalent.txt"
# Without a fault a test takes its time; with one it may wait for an answer that never comes.
PATIENCE = 4
GRACE = 30
# Log lines for developers are no behaviour.
UNSEEN = re.compile(r"LogLevel::debug")


@dataclass
class Test:
    name: str
    command: list[str]
    target: str
    seconds: float = 0.0
    reached: set[int] = field(default_factory=set)
    tried: int = 0
    caught: int = 0

    def cost(self) -> float:
        """Expected seconds until this test catches something."""
        return self.seconds * (self.tried + 2) / (self.caught + 1)

    def run(self, timeout: float, **variables: str) -> bool:
        """Whether it passes. It leads a process group of its own, which ends with it."""
        environment = os.environ | {
            "PATH": f"{BUILD / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(BUILD / "python"),
            "MUTAUTH_BUILD": str(BUILD),
            **variables,
        }
        with subprocess.Popen(
            self.command, cwd=TREE, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        ) as process:
            try:
                return process.wait(timeout) == 0
            except subprocess.TimeoutExpired:
                # mutauth-realm stops its servers when it is told to end.
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                return False

    def fails_with(self, fault: int) -> bool:
        """Twice, since a busy machine fails a test now and then."""
        patience = self.seconds * PATIENCE + GRACE
        return not any(self.run(patience, MUTAUTH_FAULT=str(fault)) for _ in range(2))


def main() -> int:
    options = arguments()
    copy_tree()
    # Half as many again as asked for, since some do not compile.
    places = choose(options.areas, options.count + options.count // 2, options.seed)
    if not places:
        print("There is no place to seed a fault in.", file=sys.stderr)
        return 2
    configure()
    wanted = re.compile(options.tests)
    if not any(wanted.search(test.name) for test in listed_tests()):
        print(f"No test is named like '{options.tests}'.", file=sys.stderr)
        return 2
    # Named tests need not wait for all the others to be built.
    targets = sorted({test.target for test in listed_tests() if wanted.search(test.name)})
    compiling = build(dict(enumerate(places)), targets if options.tests else [])
    chosen = dict(list(compiling.items())[: options.count])
    if options.only:
        chosen = {n: place for n, place in chosen.items() if n in options.only}
    tests = [test for test in listed_tests() if wanted.search(test.name)]
    print(f"{len(chosen)} faults (seed {options.seed}), {len(tests)} tests", flush=True)
    measure(tests, len(places), options.jobs)
    survivors = hunt(chosen, tests, options.jobs)
    report(chosen, survivors, options.seed)
    return 0


def arguments() -> argparse.Namespace:
    areas = sorted(p.name for p in (ROOT / "src").iterdir() if p.is_dir())
    parser = argparse.ArgumentParser(prog="dev mutate", description=__doc__.split("\n\n")[0])
    parser.add_argument("words", nargs="*", metavar="AREA|COUNT",
                        help=f"areas of src/ (all of {', '.join(areas)}) and how many (50)")
    parser.add_argument("--tests", default="", metavar="REGEX",
                        help="only tests whose names match (default: all that could see a fault)")
    parser.add_argument("--only", type=numbers, metavar="N,N...",
                        help="of the chosen faults those with these numbers, as a run printed them")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    counts = [int(word) for word in options.words if word.isdigit()]
    options.areas = [word for word in options.words if not word.isdigit()] or areas
    if unknown := sorted(set(options.areas) - set(areas)):
        parser.error(f"src/ has no area named {unknown[0]}; it has {', '.join(areas)}")
    options.count = counts[-1] if counts else 50
    return options


def numbers(text: str) -> set[int]:
    return {int(word) for word in text.split(",")}


def copy_tree() -> None:
    """What git tracks or would track; files that are as they were keep their times."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")
    wanted = {name for name in names if name and (ROOT / name).is_file()}
    for old in TREE.rglob("*") if TREE.exists() else []:
        if old.is_file() and str(old.relative_to(TREE)) not in wanted:
            old.unlink()
    for name in wanted:
        source, copy = ROOT / name, TREE / name
        if not copy.exists() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy, follow_symlinks=False)


def choose(areas: list[str], count: int, seed: int) -> list[Place]:
    """At random, none inside another."""
    places: list[Place] = []
    for area in areas:
        for path in sorted((TREE / "src" / area).rglob("*.cpp")):
            name = str(path.relative_to(TREE))
            places += [p for p in Source(name, path.read_text()).places()
                       if not UNSEEN.search(p.text)]
    random.Random(seed).shuffle(places)
    chosen: list[Place] = []
    for place in places:
        if len(chosen) == count:
            break
        if not any(place.file == other.file and place.start < other.end
                   and other.start < place.end for other in chosen):
            chosen.append(place)
    return chosen


def build(faults: dict[int, Place], targets: list[str]) -> dict[int, Place]:
    """Compiles the copy with these faults in it, and gives those that compile."""
    sound = {place.file: (TREE / place.file).read_text() for place in faults.values()}
    while True:
        for name, text in sound.items():
            mine = {n: p for n, p in faults.items() if p.file == name}
            (TREE / name).write_text(seeded(text, mine))
        words = compiled(targets)
        if words is None:
            return faults
        told = re.findall(r"([^\s:]+):(\d+):", words)
        lines = {(str(Path(name).resolve()), int(number)) for name, number in told}
        refused = {n for n, place in faults.items()
                   if any((str(TREE / place.file), line) in lines for line in place.lines())}
        if not refused:
            sys.exit(f"The copy in {TREE} does not build:\n{words[-4000:]}")
        faults = {n: p for n, p in faults.items() if n not in refused}
        print(f"{len(refused)} faults do not compile and are left out", flush=True)


def configure() -> None:
    if (BUILD / "build.ninja").exists():
        return
    flags = f"-O0 -g1 -include {TREE / 'tests/mutation/seeded.h'}"
    subprocess.run(
        ["cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
         f"-DCMAKE_CXX_FLAGS_DEBUG={flags}", "-DMUTAUTH_UNITY=ON", "-DMUTAUTH_PYTHON=ON",
         f"-DPython_EXECUTABLE={sys.executable}"],
        check=True, stdout=subprocess.DEVNULL,
    )


def compiled(targets: list[str]) -> str | None:
    """None, or what the compiler said."""
    started = time.monotonic()
    made = subprocess.run(["ninja", "-C", BUILD, "-k", "0", *targets],
                          capture_output=True, text=True)
    print(f"compiled in {time.monotonic() - started:.0f} s", flush=True)
    return None if made.returncode == 0 else made.stdout + made.stderr


def listed_tests() -> list[Test]:
    """CTest knows the command of a test only once it is built."""
    shown = subprocess.run(["ctest", "--test-dir", BUILD, "--show-only=json-v1"],
                           check=True, capture_output=True, text=True)
    tests = []
    for test in json.loads(shown.stdout)["tests"]:
        command = [*test.get("command", []), "--gtest_fail_fast"]
        # One program runs on both realms.
        tests.append(Test(test["name"], command, test["name"].removesuffix("_on_ad")))
    for folder in ("tests/bindings", "tests/tools"):
        for path in sorted((TREE / folder).glob("*_test.py")):
            command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
            tests.append(Test(f"{folder}/{path.name}", [*command, str(path)], "mutauth_usable"))
    return tests


def measure(tests: list[Test], faults: int, jobs: int) -> None:
    """Runs each test without a fault, and drops those that fail even so."""

    def one(test: Test) -> bool:
        with tempfile.NamedTemporaryFile() as marks:
            marks.write(bytes(faults))
            marks.flush()
            # Tests that act as another user execute places too.
            os.chmod(marks.name, 0o666)
            started = time.monotonic()
            passed = test.run(900, MUTAUTH_REACHED=marks.name)
            test.seconds = time.monotonic() - started
            test.reached |= {n for n, mark in enumerate(Path(marks.name).read_bytes()) if mark}
        return passed

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        passed = list(pool.map(one, tests))
    # A busy machine fails a test now and then; one that fails twice is broken.
    for test in [test for test, good in zip(tests, passed) if not good and not one(test)]:
        print(f"{test.name} fails without a fault, and is left out", flush=True)
        tests.remove(test)
    print(f"the tests took {sum(test.seconds for test in tests):.0f} s", flush=True)


def hunt(chosen: dict[int, Place], tests: list[Test], jobs: int) -> list[int]:
    """The numbers of the faults that no test fails on."""
    lock = threading.Lock()
    done = 0

    def catcher(number: int) -> Test | None:
        left = [test for test in tests if number in test.reached]
        while left:
            with lock:
                test = min(left, key=Test.cost)
                test.tried += 1
            left.remove(test)
            if test.fails_with(number):
                with lock:
                    test.caught += 1
                return test
        return None

    def one(number: int) -> bool:
        nonlocal done
        test, place = catcher(number), chosen[number]
        with lock:
            done += 1
            said = f"caught by {test.name}" if test else "SURVIVED"
            if not test and not any(number in t.reached for t in tests):
                said = "SURVIVED: no test executes it"
            print(f"[{done}/{len(chosen)}] {number}: {place.file}:{place.line} {place.kind}: "
                  f"{said}", flush=True)
        return test is None

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return [number for number, lives in zip(chosen, pool.map(one, chosen)) if lives]


def equivalents() -> set[str]:
    lines = EQUIVALENT.read_text().splitlines() if EQUIVALENT.exists() else []
    return {line.rsplit(" | ", 1)[0] for line in lines if line and not line.startswith("#")}


def report(chosen: dict[int, Place], survivors: list[int], seed: int) -> None:
    known = equivalents()
    equal = [n for n in survivors if chosen[n].name in known]
    missed = {n: chosen[n] for n in survivors if chosen[n].name not in known}
    print("\nSurvivors:" if missed else "")
    for number, place in sorted(missed.items()):
        text = " ".join(place.text.split())
        print(f"  {number}: {place.file}:{place.line}: {place.kind}: {text}")
    tried = len(chosen) - len(equal)
    share = 100 * (tried - len(missed)) / tried if tried else 100
    print(f"caught {tried - len(missed)} of {tried} faults ({share:.0f} %), seed {seed}; "
          f"{len(equal)} more are listed as equivalent in {EQUIVALENT.name}")


if __name__ == "__main__":
    sys.exit(main())

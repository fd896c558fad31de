"""How the story is told: numbered steps, each with what was run, and what was checked."""

from __future__ import annotations

import os
import shlex
import subprocess
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

_WIDTH = 96
_PATIENCE = 30.0


class NotSo(Exception):
    """Something that the story says did not happen."""


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


class Story:
    def __init__(self) -> None:
        self._steps: list[tuple[str, Callable[[], None]]] = []

    def add(self, title: str, function: Callable[[], None]) -> None:
        self._steps.append((title, function))

    def tell(self) -> int:
        """Runs the steps in order; returns the code to exit with."""
        happened = 0
        for number, (title, function) in enumerate(self._steps, 1):
            print(f"\n{number:2}. {title}")
            try:
                function()
                happened += 1
            except (NotSo, OSError, subprocess.SubprocessError) as error:
                print(f"    FAILED: {error}")
        print(f"\n{happened} of {len(self._steps)} steps happened")
        return 0 if happened == len(self._steps) else 1


def say(text: str) -> None:
    print(textwrap.fill(" ".join(text.split()), _WIDTH, initial_indent="    ",
                        subsequent_indent="    "))


def check(condition: bool, fact: str) -> None:
    """A fact of the story, which must be one."""
    if not condition:
        raise NotSo(f"it is not so that {fact}")
    print(f"    [ok] {fact}")


def show(text: str, mark: str = "|") -> None:
    for line in text.splitlines():
        print(f"      {mark} {line}")


def run(*command: str, text: str = "", tickets: str | None = None) -> Ran:
    """Runs and shows a command; `tickets` is the file of a user who has logged in."""
    environment = dict(os.environ)
    prefix = ""
    if tickets is not None:
        environment["KRB5CCNAME"] = f"FILE:{tickets}"
        prefix = f"KRB5CCNAME={tickets} "
    print(f"    $ {prefix}{shlex.join(command)}")
    done = subprocess.run(command, input=text, text=True, capture_output=True,
                          timeout=_PATIENCE, env=environment, check=False)
    show(done.stdout)
    show(done.stderr)
    return Ran(done.returncode, done.stdout, done.stderr)


def check_refused(ran: Ran, code: int, symbol: str) -> None:
    """A refusal has its exit code, its reason and a remedy, and no answer."""
    check(ran.code == code and ran.out == "", f"the command ends with {code} and prints no answer")
    check(f"({symbol})" in ran.err and "remedy: " in ran.err,
          f"it tells the reason, {symbol}, and what to do about it")

"""A service that is running: its address and its log."""

from __future__ import annotations

import shlex
import subprocess
import time
from pathlib import Path

from .story import NotSo

_PATIENCE = 10.0


class Service:
    """`mutauth serve` with these arguments, until the end of the with block."""

    def __init__(self, name: str, *arguments: str) -> None:
        self._log = Path(f"{name}.log")
        self._command = ["mutauth", "serve", "--listen", "127.0.0.1:0", *arguments]
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    def __enter__(self) -> Service:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        print(f"    $ {shlex.join(self._command)} 2> {self._log} &")
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=log,
                                             text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith("listening on "):
            self._process.wait(_PATIENCE)
            raise NotSo(f"the service starts; it said: {self.log()}")
        self.address = line.split()[-1]
        print(f"      | {line}", end="")

    def stop(self) -> int:
        """Its exit code. May be called again, and without a start."""
        if self._process is None:
            return 0
        self._process.terminate()
        return self._process.wait(_PATIENCE)

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def last_line(self, *words: str) -> str:
        """The newest line of its log with these words, which may still be on its way there."""
        until = time.monotonic() + _PATIENCE
        while True:
            found = [line for line in self.log().splitlines()
                     if all(word in line for word in words)]
            if found:
                return found[-1]
            if time.monotonic() > until:
                raise NotSo(f"the service logs a line with {' and '.join(words)}")
            time.sleep(0.01)

"""Runs the command, and services that it starts."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

SPN = "http/web.example.test"
PATIENCE = 20.0


def eventually(found: Callable[[], object]) -> object:
    until = time.monotonic() + PATIENCE
    while not (result := found()):
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)
    return result


class Program:
    def __init__(self, path: Path, realm) -> None:
        self.path = path
        self.realm = realm
        self.environment: dict[str, str] = realm.environment
        uri = realm.variables["MUTAUTH_REALM_LDAP_URI"]
        self.directory = ("--server", uri.removeprefix("ldap://"))
        self.web_keys = ("--spn", SPN, "--service-keytab", str(realm.keytab("websvc")),
                         "--service-account", "websvc@EXAMPLE.TEST")

    def as_(self, account: str) -> tuple[str, ...]:
        return ("--keytab", str(self.realm.keytab(account)), "--principal", account)

    def __call__(self, *arguments: str | bytes, text: str = "",
                 environment: Mapping[str, str] | None = None):
        return subprocess.run([self.path, *arguments], input=text, capture_output=True, text=True,
                              timeout=PATIENCE * 2, env=environment or self.environment,
                              check=False)

    def start(self, *arguments: str, **options) -> subprocess.Popen:
        return subprocess.Popen([self.path, *arguments], env=self.environment, text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                **{"stderr": subprocess.PIPE, **options})

    def connect(self, address: str, *messages: str, account: str = "alice", spn: str = SPN,
                options: tuple[str, ...] = (), text: str = ""):
        return self("connect", address, "--spn", spn, *self.as_(account), *options, "--",
                    *messages, text=text)

    @contextlib.contextmanager
    def serve(self, *arguments: str, log: Path) -> Iterator[Service]:
        with open(log, "wb") as output:
            process = self.start("serve", "--listen", "127.0.0.1:0", *arguments, stderr=output)
        try:
            yield Service(process, log)
        finally:
            process.terminate()
            assert process.wait(PATIENCE) == 0
            process.stdin.close()
            process.stdout.close()


class Service:
    def __init__(self, process: subprocess.Popen, log: Path) -> None:
        self.process = process
        self._log = log
        line = process.stdout.readline()
        assert line.startswith("listening on "), self.log()
        self.address = line.split()[-1]

    def log(self) -> str:
        return self._log.read_text()

    def line(self, *words: str) -> str:
        """The first line of the log that has all the words, which may still be on its way."""
        def found() -> str | None:
            lines = self.log().splitlines()
            return next((one for one in lines if all(word in one for word in words)), None)
        return str(eventually(found))

    def raw(self) -> socket.socket:
        """A connection that proves nothing."""
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), PATIENCE)


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and never answers; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def free_port() -> str:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def failed(done, code: int, symbol: str) -> None:
    """The command failed as it should, with reason and remedy, and said nothing on stdout."""
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert f"({symbol})" in done.stderr, done.stderr
    assert "remedy: " in done.stderr, done.stderr

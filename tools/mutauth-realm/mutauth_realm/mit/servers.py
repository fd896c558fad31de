"""Starting slapd, krb5kdc and kadmind: ports, readiness, and what the logs say at a failure."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from ..errors import StartFailure
from ..logs import tail
from ..ports import HeldPort, held_port, listens
from ..processes import start_server, stop_child
from .programs import Programs
from .settings import Settings

_PATIENCE = 20.0
_POLL = 0.004
_PORT_TAKEN = ("Address already in use", "errno=98")
_PORT_ATTEMPTS = 8


class PortTaken(Exception):
    """The server ended because another has its port."""


class Servers:
    """The realm's servers, children of this process."""

    def __init__(self, settings: Settings, programs: Programs, environment: dict[str, str],
                 still_wanted: Callable[[], None]) -> None:
        self._settings = settings
        self._programs = programs
        self._environment = environment
        self._still_wanted = still_wanted
        self._running: list[subprocess.Popen[bytes]] = []

    def start_slapd(self) -> None:
        settings = self._settings

        def arguments(port: HeldPort) -> list[str]:
            settings.ldap_port = port.number
            settings.write("slapd.conf")
            settings.write("ldap.conf")
            # "none" is the level of what is always said; -d also keeps it in the foreground.
            return [self._programs["slapd"], "-d", "none",
                    "-f", str(settings.folder.slapd_configuration),
                    "-h", f"{settings.folder.ldapi} ldap://127.0.0.1:{port.number}/"]

        self._start("slapd", arguments, [settings.folder.log / "slapd.log"])

    def start_kdc(self) -> None:
        settings = self._settings

        def arguments(port: HeldPort) -> list[str]:
            settings.kdc_port = port.number
            settings.write("krb5.conf")
            settings.write("kdc.conf")
            port.release_udp()
            return [self._programs["krb5kdc"], "-n", "-r", settings.realm,
                    "-P", str(settings.folder.kdc_pid)]

        # krb5kdc's own words come first in kdc.out, their reasons in kdc.log.
        self._start("krb5kdc", arguments,
                    [settings.folder.log / "kdc.out", settings.folder.log / "kdc.log"])

    def start_kadmind(self) -> None:
        settings = self._settings

        def arguments(port: HeldPort) -> list[str]:
            kpasswd = held.enter_context(held_port())
            settings.kadmin_port, settings.kpasswd_port = port.number, kpasswd.number
            settings.write("krb5.conf")
            settings.write("kdc.conf")
            kpasswd.release_udp()
            return [self._programs["kadmind"], "-nofork", "-r", settings.realm,
                    "-P", str(settings.folder.kadmind_pid)]

        with contextlib.ExitStack() as held:
            # It opens the port that is waited for last, after those for changing passwords.
            self._start("kadmind", arguments,
                        [settings.folder.log / "kadmind.out", settings.folder.log / "kadmind.log"])

    def stop(self) -> None:
        for server in reversed(self._running):
            stop_child(server)

    def _start(self, name: str, arguments: Callable[[HeldPort], list[str]],
               logs: list[Path]) -> None:
        for _ in range(_PORT_ATTEMPTS):
            for log in logs:
                log.unlink(missing_ok=True)
            with held_port() as port, open(logs[0], "wb") as output:
                server = start_server(arguments(port), self._environment,
                                      self._settings.folder.path, output)
                self._running.append(server)
                try:
                    self._wait(name, server, port.number, logs)
                    return
                except PortTaken:
                    self._running.remove(server)
        raise StartFailure(f"{name} found no free port in {_PORT_ATTEMPTS} attempts"
                           + tail(logs))

    def _wait(self, name: str, server: subprocess.Popen[bytes], port: int,
              logs: list[Path]) -> None:
        until = time.monotonic() + _PATIENCE
        while server.poll() is None:
            self._still_wanted()
            if listens(port):
                return
            if time.monotonic() > until:
                raise StartFailure(f"{name} does not answer after {_PATIENCE:.0f} s" + tail(logs))
            time.sleep(_POLL)
        said = tail(logs)
        if any(words in said for words in _PORT_TAKEN):
            raise PortTaken
        raise StartFailure(f"{name} ended at once with code {server.returncode}" + said)

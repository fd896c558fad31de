"""Making the domain and running samba: who waits for what, and what the logs say at a failure."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import StartFailure
from ..logs import tail
from ..ports import listens
from ..processes import start_server, stop_child
from . import settings as names
from .settings import Settings

# Provisioning takes ten seconds on an idle machine, and more than a minute on a busy one.
_PATIENCE = 180.0
_POLL = 0.01


class Servers:
    """Samba's processes, children of this one."""

    def __init__(self, settings: Settings, programs: Mapping[str, str],
                 environment: Mapping[str, str], still_wanted: Callable[[], None]) -> None:
        self._settings = settings
        self._programs = programs
        self._environment = environment
        self._still_wanted = still_wanted
        self._running: list[subprocess.Popen[bytes]] = []

    def make_domain(self) -> None:
        settings = self._settings
        request = settings.folder / "provision.json"
        request.write_text(json.dumps({
            "configuration": str(settings.configuration),
            "address": settings.address,
            "host": names.HOST,
            "keytabs": str(settings.folder.keytabs),
            "user_password": settings.user_password,
            "admin_password": settings.admin_password,
        }) + "\n", encoding="utf-8")
        log = settings.folder.log / "provision.log"
        made = self._start(
            [self._programs["python3"], "-I", str(Path(__file__).with_name("provision.py")),
             str(request)], log)
        self._wait("provision", made, lambda: made.poll() is not None, [log])
        self._running.remove(made)
        request.unlink()
        if made.returncode != 0:
            raise StartFailure(f"provision failed with code {made.returncode}" + tail([log]))

    def make_certificate(self) -> None:
        """Samba would make one of 4096 bits of RSA, which takes a slow machine half a minute."""
        settings = self._settings
        log = settings.folder.log / "certificate.log"
        host = f"{names.HOST}.{settings.dns_domain}"
        made = self._start(
            [self._programs["openssl"], "req", "-x509", "-newkey", "ec",
             "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", f"/CN={host}",
             "-addext", f"subjectAltName=DNS:{host},DNS:{settings.dns_domain},"
                        f"IP:{settings.address}",
             "-keyout", str(settings.folder / "private" / "directory-key.pem"),
             "-out", str(settings.certificate)], log)
        self._wait("openssl", made, lambda: made.poll() is not None, [log])
        self._running.remove(made)
        if made.returncode != 0:
            raise StartFailure(f"openssl failed with code {made.returncode}" + tail([log]))

    def start_samba(self) -> None:
        settings = self._settings
        logs = [settings.folder.log / "samba.out", settings.folder.log / "samba.log"]
        server = self._start(
            [self._programs["samba"], "--foreground", "--no-process-group", "--model=single",
             f"--configfile={settings.configuration}", f"--log-basename={settings.folder.log}"],
            logs[0])
        self._wait("samba", server, self._answers, logs)
        if server.poll() is not None:
            raise StartFailure(f"samba ended at once with code {server.returncode}" + tail(logs))

    def stop(self) -> None:
        for server in reversed(self._running):
            stop_child(server)

    def _answers(self) -> bool:
        return all(listens(port, self._settings.address) for port in names.PORTS)

    def _start(self, arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
        with open(log, "wb") as output:
            started = start_server(arguments, self._environment, self._settings.folder.path,
                                   output)
        self._running.append(started)
        return started

    def _wait(self, name: str, process: subprocess.Popen[bytes], done: Callable[[], bool],
              logs: list[Path]) -> None:
        until = time.monotonic() + _PATIENCE
        while process.poll() is None and not done():
            self._still_wanted()
            if time.monotonic() > until:
                raise StartFailure(f"{name} is not ready after {_PATIENCE:.0f} s" + tail(logs))
            time.sleep(_POLL)

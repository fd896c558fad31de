"""What a long search shows to somebody at a terminal, and to nobody else."""

import contextlib
import os
import pty
import socket
import subprocess
import threading
import time

import pytest

ENTRIES = 1500


class Brake:
    """Passes a connection on. Once it is on, each answer comes later."""

    DELAY = 1.2

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self._target = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            threading.Thread(target=self._pass_on, args=(client, server, False),
                             daemon=True).start()
            self._pass_on(server, client, True)

    def _pass_on(self, source, target, brake):
        while data := source.recv(1 << 20):
            # Only pages of entries are that long.
            if brake and len(data) > 20000:
                time.sleep(self.DELAY)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)

    def close(self):
        self._listener.close()


@pytest.fixture
def brake(mutauth, realm):
    def change(ldif):
        subprocess.run(["ldapmodify", "-Q", "-Y", "EXTERNAL", "-H",
                        realm.variables["MUTAUTH_REALM_LDAPI"]],
                       env=realm.environment, input=ldif, text=True, check=True,
                       capture_output=True)

    folder = "ou=slow,dc=example,dc=test"
    change(f"dn: {folder}\nchangetype: add\nobjectClass: organizationalUnit\nou: slow\n\n"
           + "".join(
        f"dn: uid=s{i},{folder}\nchangetype: add\nobjectClass: account\n"
        f"objectClass: mutauthServiceAccount\nuid: s{i}\n"
        f"servicePrincipalName: slow/host{i}.example.test\n\n" for i in range(ENTRIES)))
    directory = Brake(mutauth.directory[1])
    yield directory
    directory.close()
    change("".join(f"dn: uid=s{i},{folder}\nchangetype: delete\n\n" for i in range(ENTRIES))
           + f"dn: {folder}\nchangetype: delete\n")


def run(mutauth, brake, stderr):
    return subprocess.run(
        [mutauth.path, "duplicates", "--server", brake.address, "--directory-spn",
         "ldap/localhost", *mutauth.as_("alice")],
        env=mutauth.environment, stdout=subprocess.PIPE, stderr=stderr, timeout=60, check=False)


def test_progress_is_for_terminals(mutauth, brake):
    watched, terminal = pty.openpty()
    done = run(mutauth, brake, terminal)
    os.close(terminal)
    shown = b""
    # A terminal gives what was written piece by piece, and then an error.
    with contextlib.suppress(OSError):
        while piece := os.read(watched, 65536):
            shown += piece
    os.close(watched)
    assert done.returncode == 0 and done.stdout == b"found 0 group of duplicate SPNs.\n"
    assert b"\r1000 entries" in shown
    assert shown.endswith(b"\r\x1b[K"), "nothing is left of it"
    assert run(mutauth, brake, subprocess.PIPE).stderr == b""

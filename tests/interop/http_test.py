"""HTTP's Negotiate (RFC 4559): the examples with curl, with requests, and with a liar."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Optional

import pytest

from conftest import PEERS, ROOT, Place

EXAMPLES = ROOT / "examples" / "python"
PYTHON = "/usr/bin/python3"


class Site:
    """A place whose host1 holds HTTP/host1: curl composes that name with capitals."""

    def __init__(self, place: Place, keytab: str, account: Optional[str]) -> None:
        self.place = place
        self.spn = f"HTTP/{place.host}"
        self.keytab = keytab
        self.account = [account] if account else []

    def environment(self, account: Optional[str]) -> dict[str, str]:
        """With tickets of the account."""
        cache = self.place.ccache(account) if account else "FILE:/nonexistent"
        return {**self.place.environment, "KRB5CCNAME": cache, "NO_PROXY": "*"}

    def run(self, *words: str, account: Optional[str] = "alice",
            **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.place.realm.command(words), text=True, capture_output=True,
                              env={**self.environment(account), **more}, timeout=60, check=False)

    def curl(self, address: str, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Asks for the host by name and goes to the address."""
        return self.run("curl", "--silent", "--show-error", "--max-time", "30", "--noproxy", "*",
                        "--connect-to", f"::{address}", *words, f"http://{self.place.host}/",
                        **more)

    def call(self, address: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return self.run(PYTHON, str(EXAMPLES / "http_caller.py"), address, self.spn, **more)


@pytest.fixture(params=["mit", "ad"])
def site(request: pytest.FixtureRequest) -> Site:
    return site_in(request.getfixturevalue(request.param))


def site_in(place: Place) -> Site:
    if place.kind == "ad":
        # HTTP is one of the names that HOST stands for.
        return Site(place, place.keytab("host1"), "host1$")
    keytab = place.folder / "http.keytab"
    if not keytab.exists():
        principal = f"HTTP/{place.host}"
        place.run("kadmin.local", "-q", f"addprinc -randkey {principal}")
        place.run("kadmin.local", "-q", f"ktadd -k {keytab} {principal}")
    return Site(place, str(keytab), None)


@contextmanager
def responding(site: Site) -> Iterator[str]:
    words = [PYTHON, str(EXAMPLES / "http_responder.py"), "127.0.0.1:0", site.spn, site.keytab,
             *site.account]
    with subprocess.Popen(site.place.realm.command(words), env=site.environment(None),
                          stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        line = program.stderr.readline()
        # Read on, so that the log never stands still.
        reader = threading.Thread(target=program.stderr.read, daemon=True)
        reader.start()
        try:
            assert line.startswith("listening on "), line
            yield line.split()[-1]
        finally:
            program.terminate()
            reader.join(30)


@pytest.fixture
def responder(site: Site) -> Iterator[str]:
    with responding(site) as address:
        yield address


def test_curl_is_greeted_by_name(site: Site, responder: str) -> None:
    done = site.curl(responder, "--negotiate", "--user", ":", "--include")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"Hello alice@{site.place.name}.\n")
    assert re.search(r"^HTTP/1\.1 200 ", done.stdout, re.M)
    assert re.search(r"^WWW-Authenticate: Negotiate \S+", done.stdout, re.M)


def test_curl_without_tickets_is_not(site: Site, responder: str) -> None:
    for words in ((), ("--negotiate", "--user", ":"), ("--ntlm", "--user", "alice:whatever"),
                  ("--basic", "--user", "alice:whatever")):
        done = site.curl(responder, *words, "--include", account=None)
        assert "Hello" not in done.stdout
        assert re.search(r"^HTTP/1\.1 401 ", done.stdout, re.M), done.stderr


def test_the_caller_proves_and_checks(site: Site, responder: str) -> None:
    done = site.call(responder)
    assert (done.returncode, done.stdout) == (0, f"Hello alice@{site.place.name}.\n"), done.stderr
    assert done.stderr == f"proven: {site.spn}@{site.place.name}\n"
    assert site.call(responder, account=None).returncode != 0


def test_requests_checks_the_proof(site: Site, responder: str, pypi) -> None:
    done = site.run(pypi.path, str(PEERS / "requests_caller.py"), f"http://{responder}/",
                    f"{site.spn}@{site.place.name}", "required")
    page = f"200 Hello alice@{site.place.name}.\n"
    assert (done.returncode, done.stdout) == (0, page * 2), done.stderr


def request(address: str, authorization: Optional[str]) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection(address, timeout=30)) as connection:
        connection.request("GET", "/", headers={"Authorization": authorization}
                           if authorization is not None else {})
        answer = connection.getresponse()
        answer.read()
        return answer


# Finding W7: Chromium asks for no flag at all, requests-kerberos sends Kerberos' token as it is.
@pytest.mark.parametrize("mechanism,asked", [
    ("negotiate", []), ("negotiate", ["mutual_authentication"]), ("krb5", []),
    ("krb5", ["mutual_authentication", "out_of_sequence_detection"])])
@pytest.mark.parametrize("blanks", [" ", "  ", " \t "])
def test_browsers_and_programs_are_greeted(mit: Place, patient: str, mechanism: str,
                                           asked: list[str], blanks: str) -> None:
    client = mit.peer("gssapi_peer.py", PYTHON).start(
        role="initiate", mechanism=mechanism, principal=f"{mit.spn}@{mit.name}",
        ccache=mit.ccache(), asked=asked)
    token, _ = client.step()
    with closing(http.client.HTTPConnection(patient, timeout=30)) as connection:
        connection.request("GET", "/", headers={
            "Authorization": "Negotiate" + blanks + base64.b64encode(token).decode()})
        answer = connection.getresponse()
        assert answer.read() == f"Hello alice@{mit.name}.\n".encode()
    proof = str(answer.getheader("WWW-Authenticate")).partition(" ")[2]
    if asked:
        _, done = client.step(base64.b64decode(proof))
        assert done


def test_several_legs_take_one_connection(mit: Place, pypi) -> None:
    # NTLM's token comes first, and is answered by the choice of Kerberos (RFC 4178 4.2.1).
    site = site_in(mit)
    client = mit.peer("spnego_peer.py", pypi.path).start(
        role="initiate", mechanism="negotiate", service="HTTP", host=mit.host,
        ccache=mit.ccache(), preferred=["ntlm", "kerberos"])
    codes = []
    with responding(site) as address, \
            closing(http.client.HTTPConnection(address, timeout=30)) as connection:
        token, done = client.step()
        while token:
            given = "Negotiate " + base64.b64encode(token).decode()
            connection.request("GET", "/", headers={"Authorization": given})
            answer = connection.getresponse()
            page = answer.read()
            codes.append(answer.status)
            scheme, _, proof = str(answer.getheader("WWW-Authenticate")).partition(" ")
            assert scheme == "Negotiate"
            token, done = client.step(base64.b64decode(proof)) if proof else (b"", done)
    assert done
    assert page == f"Hello alice@{mit.name}.\n".encode()
    assert set(codes[:-1]) == {401} and codes[-1] == 200


class Recorder(threading.Thread):
    """Between a client and the responder: keeps the client's words."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        host, _, port = address.rpartition(":")
        self._there = (host, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(30)
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.heard = b""
        self.start()

    def run(self) -> None:
        with self._listening, self._listening.accept()[0] as client, \
                socket.create_connection(self._there, 30) as server:
            client.settimeout(30)
            server.settimeout(30)
            answers = threading.Thread(target=self._carry, args=(server, client, []))
            answers.start()
            heard: list[bytes] = []
            self._carry(client, server, heard)
            answers.join()
            self.heard = b"".join(heard)

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket, kept: list[bytes]) -> None:
        while data := source.recv(65536):
            kept.append(data)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def test_what_was_used_once_is_not_taken_again(mit: Place) -> None:
    site = site_in(mit)
    with responding(site) as address:
        recorder = Recorder(address)
        assert site.call(recorder.address).returncode == 0
        recorder.join(30)
        used = re.search(rb"^Authorization: (Negotiate \S+)", recorder.heard, re.M)
        assert used
        assert request(address, used[1].decode()).status == 401


@pytest.mark.parametrize("said", [
    None, "", "Negotiate", "Negotiate ", "Negotiate !", "Negotiate \xe9", "Negotiate AAAA",
    "Negotiate TlRMTVNTUAABAAAA", "Basic YWxpY2U6cHc=", "Bearer Negotiate",
    "Negotiate " + "YII" * 5000])
def test_nonsense_is_refused_and_does_no_harm(said: Optional[str], patient: str) -> None:
    refused = request(patient, said)
    assert refused.status == 401
    assert str(refused.getheader("WWW-Authenticate")).startswith("Negotiate")


@pytest.fixture(scope="module")
def patient(mit: Place) -> Iterator[str]:
    """One responder for much nonsense, after which it must still answer."""
    site = Site(mit, mit.keytab("host1"), None)
    site.spn = mit.spn
    with responding(site) as address:
        yield address
        assert site.call(address).returncode == 0


@contextmanager
def lying(code: int, authenticate: Optional[str]) -> Iterator[str]:
    """Gives a page to everybody, with this code and WWW-Authenticate."""
    class Liar(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(code)
            if authenticate is not None:
                self.send_header("WWW-Authenticate", authenticate)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"a lie\n")

        def log_message(self, *arguments: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Liar) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


# RFC 4178 4.2.2: negState accept-completed, and no token.
COMPLETED = "Negotiate oQcwBaADCgEA"


@pytest.mark.parametrize("authenticate", [None, "Negotiate", COMPLETED, "Negotiate AAAA",
                                          "Negotiate !", "Basic realm=x"])
def test_a_page_without_proof_is_not_shown(mit: Place, authenticate: Optional[str]) -> None:
    site = Site(mit, "", None)
    site.spn = mit.spn
    for code in (200, 401):
        with lying(code, authenticate) as address:
            done = site.call(address)
            assert done.returncode != 0
            assert "lie" not in done.stdout and "proven" not in done.stderr

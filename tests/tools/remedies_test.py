"""Failures as an administrator meets them: status, evidence and remedy. Finding W1.

Each case is a fault that somebody made and searched for a day, against a real KDC.
"""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from conftest import BUILD
from program import PATIENCE, SPN, Program

REALM = "EXAMPLE.TEST"


class Case(NamedTuple):
    """What is done; the status, and what is in its words, its evidence and its remedy."""

    do: Callable[[SimpleNamespace], str]
    symbol: str
    says: str
    evidence: str
    remedy: str
    # What was advised before, or said in its place.
    never: str = ""


@pytest.fixture
def place(mutauth, realm, web, tmp_path):
    return SimpleNamespace(mutauth=mutauth, realm=realm, folder=tmp_path,
                           environment=dict(mutauth.environment))


def kadmin(place, *words):
    subprocess.run(["kadmin.local", "-q", " ".join(words)], env=place.environment, check=True,
                   capture_output=True)


def call(place, *options, environment=None, address="127.0.0.1:1", text=""):
    """What a client says that fails."""
    done = place.mutauth("connect", address, "--spn", SPN, *options, "hello", text=text,
                         environment=environment or place.environment)
    assert done.returncode != 0, done.stdout
    return done.stderr


def alice(place):
    return place.mutauth.as_("alice")


def shifted(place, seconds):
    """The environment of a process whose clock is off by so much."""
    library = next(BUILD.glob("**/libmutauth_shifted_clock.so"), None)
    if library is None:
        pytest.skip("the library that shifts a clock is not built (mutauth_shifted_clock)")
    return {**place.environment, "LD_PRELOAD": str(library), "SHIFTED_CLOCK": str(seconds)}


@contextlib.contextmanager
def served(place, *arguments, environment=None):
    """A service; gives its address, and its log afterwards."""
    program = Program(place.mutauth.path, place.realm)
    program.environment = environment or place.environment
    with program.serve(*arguments, log=place.folder / "log") as service:
        yield service


def at_the_service(place, *arguments, environment=None, client=alice):
    """The log line of a service that turns a client away."""
    with served(place, *arguments, environment=environment) as service:
        call(place, *client(place), address=service.address)
        return service.line("handshake=failed")


def at_the_client(place, *arguments, environment=None, client=None):
    with served(place, *arguments) as service:
        return call(place, *alice(place), address=service.address, environment=environment)


def tickets(place, *options):
    cache = f"FILE:{place.folder / 'tickets'}"
    subprocess.run(["kinit", *options, "-c", cache, "-kt", place.realm.keytab("alice"), "alice"],
                   env=place.environment, check=True)
    return ("--ccache", cache)


def service_two_hours_off(seconds):
    return lambda place: at_the_service(place, *place.mutauth.web_keys,
                                        environment=shifted(place, seconds))


def refused_by_a_service_two_hours_off(place):
    with served(place, *place.mutauth.web_keys, environment=shifted(place, -7200)) as service:
        return call(place, *alice(place), address=service.address)


def tickets_of_the_future(place):
    options = tickets(place)
    subprocess.run(["kvno", "-c", options[1], f"{SPN}@{REALM}"], env=place.environment, check=True,
                   capture_output=True)
    with served(place, *place.mutauth.web_keys) as service:
        return call(place, *options, address=service.address,
                    environment=without_timesync(place, shifted(place, -7200)))


def configured(place, *lines, environment=None):
    """krb5.conf changed, each line by a pattern and what stands in its place."""
    text = Path(place.environment["KRB5_CONFIG"].split(":")[0]).read_text()
    for pattern, instead in lines:
        text, count = re.subn(pattern, instead, text, flags=re.M)
        assert count, pattern
    path = place.folder / "krb5.conf"
    path.write_text(text)
    return {**(environment or place.environment), "KRB5_CONFIG": str(path)}


def without_timesync(place, environment):
    return configured(place, (r"^\[libdefaults\]", "[libdefaults]\n  kdc_timesync = 0"),
                      environment=environment)


def password_to_be_changed(place):
    kadmin(place, "addprinc -pw old +needchange mustchange")
    return call(place, "--principal", "mustchange", "--password-file", "-", text="old\n")


def locked(place):
    kadmin(place, "addprinc -pw locked -allow_tix shutout")
    return call(place, "--principal", "shutout", "--password-file", "-", text="locked\n")


def spoiled_tickets(place):
    """A TGT that its KDC does not open, as after its key was changed and the old one lost."""
    cache = place.folder / "tickets"
    subprocess.run(["kinit", "-c", f"FILE:{cache}", "-kt", str(place.realm.keytab("alice")),
                    "alice"], env=place.environment, check=True)
    data = bytearray(cache.read_bytes())
    at = data.rindex(b"\x61\x82")  # Ticket ::= [APPLICATION 1], RFC 4120 5.3
    data[at + 3 + int.from_bytes(data[at + 2:at + 4], "big")] ^= 1
    cache.write_bytes(data)
    return call(place, "--ccache", f"FILE:{cache}")


def no_dn(place):
    done = place.mutauth("account", "list", "websvc", "--base", "nodn", *place.mutauth.directory,
                         *alice(place))
    assert done.returncode == 2
    return done.stderr


def url_as_host(place):
    return place.mutauth("spn", "compose", "HTTP", "http://web.example.test/").stderr


def realm_in_lower_case(place):
    return call(place, "--principal", "alice@example.test", "--password-file", "-", text="x\n",
                environment=configured(place, (r"^\[libdefaults\]",
                                               "[libdefaults]\n  dns_lookup_kdc = false")))


def no_default_realm(place):
    return call(place, "--principal", "alice", "--password-file", "-", text="x\n",
                environment=configured(place, (r"^\s*default_realm.*\n", "")))


def krb5_conf_unreadable(place):
    path = place.folder / "broken.conf"
    path.write_text("[libdefaults\n")
    return call(place, *alice(place), environment={**place.environment, "KRB5_CONFIG": str(path)})


def replay_cache_unusable(place):
    folder = place.folder / "closed" / "cache"
    return place.mutauth("serve", *place.mutauth.web_keys, "--listen", "127.0.0.1:0",
                         "--replay-cache", str(folder)).stderr


def a_keytab_under_the_accounts_name(place):
    return place.mutauth("serve", "--spn", SPN, "--listen", "127.0.0.1:0", "--service-keytab",
                         str(place.realm.keytab("websvc"))).stderr


def key_of_another_account(place):
    return at_the_service(place, "--spn", SPN, "--service-keytab",
                          str(place.realm.keytab("othersvc")), "--service-account",
                          f"othersvc@{REALM}")


def keytab_of(place, *enctypes, principal="websvc"):
    """The account's key of these types alone, copied by stock tools."""
    listed = subprocess.run(["klist", "-ke", place.realm.keytab("websvc")], env=place.environment,
                            check=True, capture_output=True, text=True).stdout
    slots = [line for line in listed.splitlines() if "@" in line]
    path = place.folder / "some.keytab"
    drop = [number for number, line in enumerate(slots, 1)
            if not any(enctype in line for enctype in enctypes)]
    assert 0 < len(drop) < len(slots), listed
    commands = [f"rkt {place.realm.keytab('websvc')}", *(f"delent {one}" for one in drop[::-1]),
                f"wkt {path}", "quit"]
    subprocess.run(["ktutil"], input="\n".join(commands) + "\n", env=place.environment, check=True,
                   text=True, capture_output=True)
    return str(path)


def key_of_another_type(place):
    return at_the_service(place, "--spn", SPN, "--service-keytab",
                          keytab_of(place, "aes128-cts-hmac-sha1-96"), "--service-account",
                          f"websvc@{REALM}")


def first_bytes(data):
    """A client that speaks something else to the service."""
    def run(place):
        with served(place, *place.mutauth.web_keys) as service, service.raw() as peer:
            peer.sendall(data)
            return service.line("handshake=failed")
    return run


def answered_by(data):
    """A service that speaks something else to the client."""
    def run(place):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def answer():
                peer, _ = server.accept()
                with peer:
                    peer.recv(10)
                    peer.sendall(data)
                    with contextlib.suppress(OSError):
                        while peer.recv(10000):
                            pass
            thread = threading.Thread(target=answer)
            thread.start()
            told = call(place, *alice(place), address=f"127.0.0.1:{server.getsockname()[1]}")
            thread.join(PATIENCE)
            return told
    return run


def ntlm(place):
    """[MS-NLMP] 2.2.1.1 in SPNEGO's mechToken (RFC 4178 4.2.1), as clients without tickets send."""
    message = b"NTLMSSP\0\1\0\0\0\x97\x82\x08\xe2" + bytes(24)
    oid = bytes.fromhex("060a2b06010401823702020a")

    def element(tag, content):
        return bytes([tag, len(content)]) + content
    init = element(0x30, element(0xa0, element(0x30, oid)) + element(0xa2, element(4, message)))
    token = element(0x60, bytes.fromhex("06062b0601050502") + element(0xa0, init))
    return first_bytes((len(token) + 1).to_bytes(4, "big") + b"\1" + token)(place)


CASES = {
    "service's clock slow": Case(
        service_two_hours_off(-7200), "MUTAUTH_TICKET_NOT_YET_VALID", "not valid yet",
        "ticket=", "clock", "mechanism's codes"),
    "service's clock fast": Case(
        service_two_hours_off(3600 * 2), "MUTAUTH_CLOCK_SKEW", "behind this one",
        "seconds_the_peers_clock_is_ahead=", "clock", "mechanism's codes"),
    "refused for its clock": Case(
        refused_by_a_service_two_hours_off, "MUTAUTH_PEER_REFUSED", "refused: ",
        "claimed reason: ", "compare this machine's clock", "read the peer's log"),
    "tickets of the future": Case(
        tickets_of_the_future, "MUTAUTH_", "", "", "clock", "mechanism's codes"),
    "password to be changed": Case(
        password_to_be_changed, "MUTAUTH_CLIENT_LOCKED", "assword has expired", "", "kpasswd",
        "unlock"),
    "spoiled tickets": Case(
        spoiled_tickets, "MUTAUTH_KDC_REFUSED", "ntegrity", "client: alice@EXAMPLE.TEST", "kinit",
        "password"),
    "no DN": Case(
        no_dn, "MUTAUTH_INVALID_ARGUMENT", "nodn", "", "see mutauth account list --help"),
    "a URL as host": Case(
        url_as_host, "MUTAUTH_INVALID_NAME", "http://web.example.test/", "", "without the scheme"),
    "locked": Case(locked, "MUTAUTH_CLIENT_LOCKED", "revoked", "", "unlock or enable", "kpasswd"),
    "realm in lower case": Case(
        realm_in_lower_case, "MUTAUTH_REALM_UNKNOWN", "example.test", "realm: example.test",
        "in upper case: EXAMPLE.TEST", "SRV"),
    "no default realm": Case(
        no_default_realm, "MUTAUTH_INVALID_ARGUMENT", "'alice' has no realm", "",
        "default_realm in the [libdefaults] of krb5.conf", "--help"),
    "krb5.conf": Case(
        krb5_conf_unreadable, "MUTAUTH_SYSTEM_ERROR", "/broken.conf: ", "files: ", "KRB5_CONFIG"),
    "replay cache": Case(
        replay_cache_unusable, "MUTAUTH_REPLAY_CACHE_UNUSABLE", "/closed/cache", "",
        "--replay-cache", "the client's token"),
    "no key under the SPN": Case(
        a_keytab_under_the_accounts_name, "MUTAUTH_KEYTAB_LACKS_NAME", f"no key for {SPN}",
        "present: websvc@EXAMPLE.TEST", "--service-account", "(the credential's principal)"),
    "another account's key": Case(
        key_of_another_account, "MUTAUTH_WRONG_KEY",
        f"{SPN} (kvno 1 enctype 18 (aes256-cts-hmac-sha1-96))", "othersvc.keytab",
        "bring the keytab in step"),
    "a key of another type": Case(
        key_of_another_type, "MUTAUTH_KEY_ENCTYPE_MISSING", "(aes256-cts-hmac-sha1-96)",
        "(aes128-cts-hmac-sha1-96)", "of that type"),
    "HTTP": Case(
        first_bytes(b"GET / HTTP/1.1\r\n\r\n"), "MUTAUTH_FRAME_TOO_LARGE", "speaks HTTP",
        "protocol=HTTP", "the address and the port"),
    "TLS": Case(
        first_bytes(bytes.fromhex("1603010200010001fc0303")), "MUTAUTH_FRAME_TOO_LARGE",
        "speaks TLS", "protocol=TLS", "the address and the port"),
    "an answer in HTTP": Case(
        answered_by(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "MUTAUTH_FRAME_TOO_LARGE", "speaks HTTP",
        "protocol: HTTP", "the address and the port"),
    "an answer in TLS": Case(
        answered_by(bytes.fromhex("15030100020246")), "MUTAUTH_FRAME_TOO_LARGE", "speaks TLS",
        "protocol: TLS", "the address and the port"),
    "NTLM": Case(ntlm, "MUTAUTH_MECHANISM_REFUSED", "NTLM", "", "fall back to NTLM when"),
}


@pytest.mark.parametrize("name", CASES)
def test_status_evidence_and_remedy(place, name):
    case = CASES[name]
    told = case.do(place)
    assert case.symbol in told, told
    assert case.says in told and case.evidence in told, told
    remedy = told.partition("remedy=" if "handshake=failed" in told else "remedy: ")[2]
    assert case.remedy in remedy, told
    assert not case.never or case.never not in remedy, told

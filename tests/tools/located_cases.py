"""
Directory servers and KDCs found by DNS. Run by located_test.py as root of a network and a mount
namespace of their own, in Samba's realm: a name server of these tests' own answers here.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tools"))

from program import PATIENCE, failed  # noqa: E402

COMMAND = ROOT / os.environ.get("MUTAUTH_BUILD", "build/release") / "bin" / "mutauth"
ADDRESS = os.environ["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://").partition(":")[0]
DC = "dc1.ad.test"
LDAP = f"--srv-host=_ldap._tcp.ad.test,{DC},389"


def listens() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", 53)) == 0


@contextlib.contextmanager
def names(folder: Path, *records: str) -> Iterator[None]:
    """A name server with these records, the only one that this mount namespace knows."""
    settings = folder / "resolv.conf"
    settings.write_text("nameserver 127.0.0.1\noptions attempts:1 timeout:2\n")
    subprocess.run(["mount", "--bind", settings, "/etc/resolv.conf"], check=True)
    server = subprocess.Popen(
        # Which changes neither its user nor its groups: here there are no others.
        ["dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
         "--listen-address=127.0.0.1", "--bind-interfaces", "--local=/test/",
         f"--host-record={DC},{ADDRESS}", *records])
    try:
        until = time.monotonic() + PATIENCE
        while not listens():
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)
        subprocess.run(["umount", "/etc/resolv.conf"], check=True)


def mutauth(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    keytabs = Path(os.environ["MUTAUTH_REALM_KEYTABS"])
    return subprocess.run(
        [COMMAND, *arguments, "--keytab", keytabs / "alice.keytab", "--principal", "alice"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE * 3,
        env={**os.environ, **environment}, check=False)


def test_a_domain_controller_proves_the_domain_too(tmp_path: Path) -> None:
    with names(tmp_path, LDAP):
        done = mutauth("account", "list", "host1$", "-v")
    assert done.returncode == 0, done.stderr
    assert "HOST/host1.ad.test" in done.stdout
    assert f"proven: ldap/{DC}/ad.test" in done.stderr


def test_python_locates_them_in_order(tmp_path: Path) -> None:
    python = str(COMMAND.parent.parent / "python")
    script = "import mutauth; print(*mutauth.Directory.locate('AD.test.'))"
    with names(tmp_path, LDAP + ",20", "--srv-host=_ldap._tcp.ad.test,dc2.ad.test,3389,10"):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": python}, check=False)
    assert done.stdout == f"dc2.ad.test:3389 {DC}:389\n", done.stderr


def test_the_next_one_is_asked_where_one_is_down(tmp_path: Path) -> None:
    with names(tmp_path, f"--srv-host=_ldap._tcp.ad.test,{DC},390,0", LDAP + ",10"):
        done = mutauth("account", "list", "host1$", "-v")
    assert done.returncode == 0, done.stderr
    assert "asking the next one" in done.stderr


def test_what_must_be_proven_stays_the_callers_word(tmp_path: Path) -> None:
    with names(tmp_path, LDAP):
        done = mutauth("account", "list", "host1$", "--directory-spn", "HOST/host1.ad.test")
    assert done.returncode != 0 and done.stdout == ""


def test_a_host_of_another_domain_is_passed_over(tmp_path: Path) -> None:
    with names(tmp_path, "--srv-host=_ldap._tcp.ad.test,dc1.bad.test,389",
               f"--host-record=dc1.bad.test,{ADDRESS}"):
        done = mutauth("account", "list", "host1$")
    failed(done, 1, "MUTAUTH_DIRECTORY_UNKNOWN")
    assert "name hosts of other domains" in done.stderr


def test_a_host_that_is_no_domain_controller_proves_nothing(tmp_path: Path) -> None:
    with names(tmp_path, "--srv-host=_ldap._tcp.ad.test,host1.ad.test,389",
               f"--host-record=host1.ad.test,{ADDRESS}"):
        done = mutauth("account", "list", "host1$")
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "the KDC knows no ldap/host1.ad.test/ad.test" in done.stderr
    assert "--server host1.ad.test:389" in done.stderr


def test_a_domain_without_records(tmp_path: Path) -> None:
    with names(tmp_path):
        done = mutauth("account", "list", "host1$")
    failed(done, 1, "MUTAUTH_DIRECTORY_UNKNOWN")
    assert "there are no SRV records of _ldap._tcp.ad.test" in done.stderr
    assert "(--server)" in done.stderr


def without_kdcs(folder: Path) -> str:
    """The realm's own settings, which leave its KDCs to DNS."""
    settings = folder / "krb5.conf"
    settings.write_text("[libdefaults]\n  default_realm = AD.TEST\n  dns_lookup_kdc = true\n")
    return str(settings)


def test_kdcs_are_found_by_dns(tmp_path: Path) -> None:
    with names(tmp_path, LDAP, f"--srv-host=_kerberos._tcp.ad.test,{DC},88"):
        done = mutauth("account", "list", "host1$", KRB5_CONFIG=without_kdcs(tmp_path))
    assert done.returncode == 0, done.stderr


SERVER = ("--server", ADDRESS, "--directory-spn", f"ldap/{DC}/ad.test")


def test_a_realm_without_records(tmp_path: Path) -> None:
    with names(tmp_path, LDAP):
        done = mutauth("account", "list", "host1$", *SERVER, KRB5_CONFIG=without_kdcs(tmp_path))
    assert "(MUTAUTH_REALM_UNKNOWN)" in done.stderr, done.stderr
    assert "no name server" not in done.stderr


# Rule 12: no answer is no "no".
@pytest.mark.parametrize("server,status", [((), "MUTAUTH_DIRECTORY_UNKNOWN"),
                                           (SERVER, "MUTAUTH_REALM_UNKNOWN")])
def test_no_name_server_is_not_no_record(tmp_path: Path, server: tuple[str, ...],
                                         status: str) -> None:
    """Nobody listens on the port of the namespace's own name server."""
    with names(tmp_path):
        pass
    conf = tmp_path / "resolv.conf"
    subprocess.run(["mount", "--bind", conf, "/etc/resolv.conf"], check=True)
    try:
        done = mutauth("account", "list", "host1$", *server, KRB5_CONFIG=without_kdcs(tmp_path))
    finally:
        subprocess.run(["umount", "/etc/resolv.conf"], check=True)
    assert f"({status})" in done.stderr, done.stderr
    assert "no name server answers" in done.stderr
    assert "/etc/resolv.conf" in done.stderr

"""Samba's realm leaves nothing behind, whichever process is killed, as root and as anybody."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import COMMAND, SOURCE, eventually, processes_naming
from mutauth_realm.folder import RealmFolder
from test_ends import Run, alive

ANYBODY = 65534
# sun_path less Samba's longest name below the folder.
LONGEST = 107 - len("/ncalrpc/np/protected_storage")
# Where Samba's packages keep what is theirs.
SAMBAS = ("/etc/samba", "/var/lib/samba", "/var/cache/samba", "/var/log/samba", "/run/samba")


@pytest.fixture
def anybody(place):
    """What to put before a command to run it as an ordinary user, with its own copy of the tool."""
    if os.geteuid() != 0:
        return [COMMAND]
    os.chown(place, ANYBODY, ANYBODY)
    tool = place / "tool"
    shutil.copytree(SOURCE, tool, ignore=shutil.ignore_patterns("__pycache__"))
    return ["setpriv", f"--reuid={ANYBODY}", f"--regid={ANYBODY}", "--clear-groups",
            str(tool / "mutauth-realm")]


@pytest.fixture(params=["as this user", "as an ordinary user"])
def command(request):
    if request.param == "as this user":
        return [COMMAND]
    return request.getfixturevalue("anybody")


def call(command, *arguments, **options):
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, **options)


def samba_of(folder: RealmFolder) -> int:
    (found,) = folder.servers.find()
    return found


@pytest.mark.parametrize("victim, code", [("command", 137), ("front", -9), ("keeper", 4)])
def test_one_of_them_is_killed(place, command, victim, code):
    run = Run(place, command=(*command, "run", "--ad"))
    samba = samba_of(run.folder)
    pid = {"command": run.command, "front": run.front.pid, "keeper": run.keeper()}[victim]
    os.kill(pid, signal.SIGKILL)
    assert run.front.wait(20) == code
    run.front.communicate()
    assert eventually(run.all_gone)
    assert eventually(lambda: not alive(samba))


@pytest.mark.parametrize("delay", [0.1, 0.4, 0.8, 1.2, 1.6, 2.0])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_front_ends_while_the_realm_starts(place, delay, number):
    front = subprocess.Popen([COMMAND, "run", "--ad", "--", "true"], stderr=subprocess.PIPE,
                             env={**os.environ, "TMPDIR": str(place)})
    try:
        front.wait(delay)
    except subprocess.TimeoutExpired:
        front.send_signal(number)
    assert front.wait(20) in (0, -number, 128 + number)
    assert eventually(lambda: processes_naming(place) == [] and list(place.iterdir()) == [])
    front.stderr.close()


def test_several_run_side_by_side(place):
    script = ('kinit -kt "$MUTAUTH_REALM_KEYTABS/bob.keytab" bob && ldapsearch -Q -LLL -Y GSSAPI '
              '-s base -b "$MUTAUTH_REALM_SUFFIX" dn && echo "$MUTAUTH_REALM_KDC"')
    started = [subprocess.Popen([COMMAND, "run", "--ad", "--", "sh", "-c", script], text=True,
                                stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(place)})
               for _ in range(3)]
    said = [one.communicate(timeout=60)[0].splitlines() for one in started]
    assert [one.returncode for one in started] == [0, 0, 0]
    assert all(lines[0] == "dn: DC=ad,DC=test" for lines in said)
    assert len({lines[-1] for lines in said}) == 3


def test_nothing_is_written_outside_the_folder(place):
    def state():
        return {str(path): path.lstat().st_mtime_ns for top in SAMBAS
                for path in [Path(top), *Path(top).rglob("*")] if path.exists()}

    before = state()
    done = call([COMMAND], "run", "--ad", "--", "true", env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == 0, done.stderr
    assert state() == before
    assert list(place.iterdir()) == []


def test_up_exec_env_down(place, command):
    folder = place / ("r" * (LONGEST - len(str(place)) - 1))
    (place / "too").mkdir(mode=0o777)
    done = call(command, "up", "--ad", place / "too" / folder.name)
    assert done.returncode == 2 and "4 bytes too long for a socket in it" in done.stderr
    said = call(command, "up", "--ad", "--realm", "CORP.EXAMPLE.TEST", folder).stdout
    assert f"exec {shlex.quote(str(folder))} -- COMMAND" in said
    (place / "here").mkdir(mode=0o777)
    script = ('pwd; kinit -kt "$MUTAUTH_REALM_KEYTABS/alice.keytab" alice && ldapsearch -Q -LLL '
              '-Y GSSAPI "(cn=websvc)" dn; echo "$MUTAUTH_REALM_DOMAIN"; exit 5')
    done = call(command, "exec", folder, "--", "sh", "-c", script, cwd=place / "here")
    assert done.returncode == 5, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == str(place / "here")
    assert "dn: CN=websvc,OU=services,DC=corp,DC=example,DC=test" in lines
    assert lines[-1] == "CORPEXAMPLETEST"
    assert call(command, "exec", folder, "--", "no-such-command").returncode == 127
    shown = call(command, "env", folder)
    assert "export MUTAUTH_REALM_KIND=ad\n" in shown.stdout
    # The variables alone do not lead into a namespace.
    assert ("use  mutauth-realm exec" in shown.stderr) == ("eval" not in said)
    assert call(command, "down", folder).returncode == 0
    assert not folder.exists() and processes_naming(folder) == []


def test_down_finds_samba_without_its_keeper_and_folder(place, command):
    folder = RealmFolder(place / "realm")
    assert call(command, "up", "--ad", folder.path).returncode == 0
    samba = samba_of(folder)
    # Samba may write there meanwhile.
    assert eventually(lambda: shutil.rmtree(folder.path, ignore_errors=True)
                      or not folder.path.exists())
    assert call(command, "down", folder.path).returncode == 0
    assert not alive(samba) and processes_naming(folder.path) == []


def test_an_ordinary_user_has_names_and_ports_of_the_realms_own(place, anybody):
    script = ('kinit -kt "$MUTAUTH_REALM_KEYTABS/alice.keytab" alice && '
              'ldapsearch -Q -LLL -Y GSSAPI -H ldap://dc1.ad.test -s base -b "" dnsHostName; '
              'sed -n "s/^ *\\([a-z0-9]*\\):.*/device \\1/p" /proc/net/dev; pwd; exit 7')
    done = call(anybody, "run", "--ad", "--", "sh", "-c", script, cwd=place,
                env={"PATH": "/usr/bin:/bin", "HOME": str(place), "TMPDIR": str(place)})
    assert done.returncode == 7, done.stderr
    assert "dnsHostName: dc1.ad.test\n" in done.stdout
    assert done.stdout.splitlines()[-2:] == ["device lo", str(place)]


def test_a_library_user_reaches_the_realm_by_its_command(place, anybody):
    script = f"""
import subprocess, sys
sys.path.insert(0, {str(Path(anybody[-1]).parent)!r})
from mutauth_realm import Realm
with Realm(kind="ad") as realm:
    words = realm.command(["kinit", "-kt", str(realm.keytab("host1")), "host1$"])
    print(subprocess.run(words, env=realm.environment).returncode)
"""
    done = call([*anybody[:-1], sys.executable], "-c", script,
                env={**os.environ, "TMPDIR": str(place)})
    assert done.stdout == "0\n", done.stderr


def test_it_says_when_a_server_of_the_machine_has_a_port_on_all_addresses(place, anybody):
    """In a network of the test's own, where nobody is disturbed."""
    script = f"""
import socket, subprocess, sys
sys.path.insert(0, {str(Path(anybody[-1]).parent)!r})
from mutauth_realm.namespaces import raise_loopback
raise_loopback()
with socket.create_server(("0.0.0.0", 464)):
    sys.exit(subprocess.run([{anybody[-1]!r}, "run", "--ad", "--", "true"]).returncode)
"""
    done = call([*anybody[:-1], "unshare", "--user", "--map-root-user", "--net"], sys.executable,
                "-c", script, env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == 4
    assert "no loopback address has its port 464 free" in done.stderr


def test_it_says_when_user_namespaces_are_forbidden(place, anybody):
    """As they are where the limit is none: here in a namespace of the test's own."""
    script = 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@" run --ad -- true'
    done = call(anybody[:-1], "unshare", "--user", "--map-current-user", "--keep-caps", "sh", "-c",
                script, "sh", anybody[-1], env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == 4
    assert "needs root or user namespaces, and those are not allowed here" in done.stderr
    assert "Traceback" not in done.stderr

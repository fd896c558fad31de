"""The examples run as they stand, and speak to each other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import mutauth
from conftest import ROOT, SPN, UNREGISTERED, Place

EXAMPLES = ROOT / "examples"
BUILD = Path(mutauth.__file__).parents[2]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The commands of the examples, by language and side."""
    found = {
        f"python {side}": [sys.executable, str(EXAMPLES / f"python/echo_{side}.py")]
        for side in ("client", "server")
    }
    compiler = shutil.which("cc")
    if compiler is None or not (BUILD / "lib/libmutauth.so").exists():
        return found
    folder = tmp_path_factory.mktemp("examples")
    for side in ("client", "server"):
        program = folder / f"echo_{side}"
        subprocess.run(
            [compiler, "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}", "-o", str(program),
             str(EXAMPLES / f"c/echo_{side}.c"), f"-L{BUILD / 'lib'}", "-lmutauth",
             f"-Wl,-rpath,{BUILD / 'lib'}"],
            check=True,
        )
        found[f"c {side}"] = [str(program)]
    return found


@pytest.fixture(scope="module")
def environment(place: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """With alice's tickets."""
    cache = tmp_path_factory.mktemp("tickets") / "ccache"
    made = {**os.environ, "KRB5CCNAME": f"FILE:{cache}"}
    subprocess.run(["kinit", "-kt", place.keytab("alice"), "alice"], env=made, check=True)
    return made


@contextmanager
def serving(command: list[str], place: Place, environment: dict[str, str]) -> Iterator[str]:
    arguments = ["127.0.0.1:0", SPN, place.keytab("websvc"), "websvc"]
    with subprocess.Popen([*command, *arguments], env=environment, stderr=subprocess.PIPE,
                          text=True) as program:
        try:
            assert program.stderr is not None
            yield program.stderr.readline().rpartition(" ")[2].strip()
        finally:
            program.kill()


def call(command: list[str], address: str, spn: str, environment: dict[str, str]
         ) -> subprocess.CompletedProcess[str]:
    text = [] if command[0] == sys.executable else ["hello"]
    return subprocess.run([*command, address, spn, *text], env=environment, input="hello\n",
                          capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize("server", ["python", "c"])
@pytest.mark.parametrize("client", ["python", "c"])
def test_they_echo(programs: dict[str, list[str]], place: Place, environment: dict[str, str],
                   client: str, server: str) -> None:
    if f"{client} client" not in programs or f"{server} server" not in programs:
        pytest.skip("no C compiler")
    with serving(programs[f"{server} server"], place, environment) as address:
        for _ in range(2):
            done = call(programs[f"{client} client"], address, SPN, environment)
            assert (done.stdout, done.returncode) == ("hello\n", 0), done.stderr


@pytest.mark.parametrize("client", ["python", "c"])
def test_they_say_why_not(programs: dict[str, list[str]], environment: dict[str, str],
                          client: str) -> None:
    if f"{client} client" not in programs:
        pytest.skip("no C compiler")
    done = call(programs[f"{client} client"], "127.0.0.1:9", UNREGISTERED, environment)
    assert done.returncode == 1 and UNREGISTERED in done.stderr, done.stderr
    assert "register" in done.stderr


needs_command = pytest.mark.skipif(
    not (BUILD / "bin/mutauth").exists(), reason="the command mutauth is not built"
)


@needs_command
@pytest.mark.parametrize("client", ["python", "c"])
def test_they_call_the_command(programs: dict[str, list[str]], place: Place,
                               environment: dict[str, str], client: str) -> None:
    if f"{client} client" not in programs:
        pytest.skip("no C compiler")
    command = [str(BUILD / "bin/mutauth"), "serve", "--spn", SPN, "--listen", "127.0.0.1:0",
               "--service-keytab", place.keytab("websvc"),
               "--service-account", f"websvc@{place.realm}"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as program:
        try:
            assert program.stdout is not None
            address = program.stdout.readline().rpartition(" ")[2].strip()
            done = call(programs[f"{client} client"], address, SPN, environment)
            assert (done.stdout, done.returncode) == ("hello\n", 0), done.stderr
        finally:
            program.kill()


@needs_command
@pytest.mark.parametrize("server", ["python", "c"])
def test_the_command_calls_them(programs: dict[str, list[str]], place: Place,
                                environment: dict[str, str], server: str) -> None:
    if f"{server} server" not in programs:
        pytest.skip("no C compiler")
    with serving(programs[f"{server} server"], place, environment) as address:
        done = subprocess.run(
            [str(BUILD / "bin/mutauth"), "connect", "--spn", SPN, address, "hello"],
            env=environment, capture_output=True, text=True, timeout=30,
        )
        assert (done.stdout, done.returncode) == ("hello\n", 0), done.stderr


def test_the_file_server(place: Place, environment: dict[str, str], tmp_path: Path) -> None:
    """The users are this machine's, which knows nobody by a name that was just made up: tests/capi
    brings users of its own."""
    compiler = shutil.which("c++")
    if compiler is None or not (BUILD / "lib/libmutauth.so").exists():
        pytest.skip("no C++ compiler")
    program = tmp_path / "file_server"
    subprocess.run(
        [compiler, "-std=c++17", "-Wall", "-Wextra", "-Werror", "-pthread",
         f"-I{ROOT / 'include'}", "-o", str(program),
         str(EXAMPLES / "file_server/file_server.cpp"), f"-L{BUILD / 'lib'}", "-lmutauth",
         f"-Wl,-rpath,{BUILD / 'lib'}"],
        check=True,
    )
    stranger = f"stranger{os.urandom(4).hex()}"
    keytab = tmp_path / "stranger.keytab"
    for query in (f"addprinc -randkey {stranger}", f"ktadd -k {keytab} {stranger}"):
        subprocess.run(["kadmin.local", "-q", query], check=True, capture_output=True)
    tickets = {**environment, "KRB5CCNAME": f"FILE:{tmp_path / 'tickets'}"}
    subprocess.run(["kinit", "-kt", str(keytab), stranger], env=tickets, check=True)
    spn = f"host/host1.{place.realm.lower()}"
    arguments = ["127.0.0.1:0", spn, place.keytab("host1"), str(tmp_path), place.realm]
    with subprocess.Popen([str(program), *arguments], env=environment, stderr=subprocess.PIPE,
                          text=True) as server:
        try:
            assert server.stderr is not None
            address = server.stderr.readline().rpartition(" ")[2].strip()
            client = [sys.executable, str(EXAMPLES / "python/echo_client.py")]
            done = call(client, address, spn, tickets)
            # The caller learns that it is refused, the administrator why.
            assert done.stdout == "-refused", done
            assert f"no user '{stranger}'" in server.stderr.readline()
        finally:
            server.kill()

"""The README's programs, built as it says, prove themselves to each other and to the command."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation import BUILD, ROOT, Installed, run

sys.path.insert(0, str(ROOT / "tools" / "mutauth-realm"))

from mutauth_realm import Realm  # noqa: E402

HOST = "web.example.test"


def snippet(language: str, first_word: str) -> str:
    """The README's code in this language whose first comment begins with the word."""
    blocks = re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    (found,) = [block for block in blocks if first_word in block.splitlines()[0]]
    return found


@pytest.fixture(scope="module")
def realm(installed: Installed) -> Iterator[Realm]:
    with Realm() as made:
        # What an administrator does, with the installed command.
        run(installed.prefix / "bin" / "mutauth", "account", "add", "websvc", f"HTTP/{HOST}",
            "--server", made.variables["MUTAUTH_REALM_LDAP_URI"],
            "--keytab", made.keytab("admin"), **made.variables)
        run("kinit", "-kt", made.keytab("alice"), "alice", **made.variables)
        yield made


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def wait_for(address: str) -> None:
    host, port = address.split(":")
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection((host, int(port))).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"nothing listens on {address}")


class Service:
    """A process that listens on an address; what it prints is read when it is stopped."""

    def __init__(self, command: list[str | Path], address: str, realm: Realm, **more: str) -> None:
        self.process = subprocess.Popen(
            [str(word) for word in command], env={**realm.environment, **more},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            wait_for(address)
        except AssertionError as error:
            raise AssertionError(self.stopped()) from error

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def stopped(self) -> str:
        self.process.terminate()
        printed, _ = self.process.communicate(timeout=10)
        return printed


def service_arguments(realm: Realm, address: str) -> list[str | Path]:
    return [HOST, address, realm.keytab("websvc"), f"websvc@{realm.variables['MUTAUTH_REALM']}"]


@pytest.fixture(scope="module")
def built(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client by pkg-config, and both by CMake in the folder "build"."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("client", "service"):
        (folder / f"{name}.c").write_text(snippet("c", name))
    flags = run("pkg-config", "--cflags", "--libs", "mutauth",
                PKG_CONFIG_PATH=str(installed.library_folder / "pkgconfig"))
    run("cc", "-Wall", "-Wextra", "-Werror", folder / "client.c", *shlex.split(flags),
        "-o", folder / "client")
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.22)\n"
        "project(readme LANGUAGES C)\n"
        "find_package(mutauth REQUIRED)\n"
        "foreach(name client service)\n"
        "    add_executable(${name} ${name}.c)\n"
        "    target_link_libraries(${name} mutauth::mutauth)\n"
        "endforeach()\n")
    run("cmake", "-G", "Ninja", "-S", folder, "-B", folder / "build",
        f"-DCMAKE_PREFIX_PATH={installed.prefix}")
    run("cmake", "--build", folder / "build")
    return folder


@pytest.mark.parametrize("client", ["client", "build/client"])
def test_the_c_client_speaks_to_the_command(installed: Installed, built: Path, realm: Realm,
                                            client: str) -> None:
    address = free_address()
    keys = ["--service-keytab", realm.keytab("websvc"),
            "--service-account", f"websvc@{realm.variables['MUTAUTH_REALM']}"]
    library = {"LD_LIBRARY_PATH": str(installed.library_folder)}
    with Service([installed.prefix / "bin" / "mutauth", "serve", "--spn", f"HTTP/{HOST}", *keys,
                  "--listen", address], address, realm) as service:
        assert run(built / client, HOST, address, **realm.variables, **library) == "hello\n"
        assert "client=alice@" in service.stopped()


def test_the_command_speaks_to_the_c_service(installed: Installed, built: Path,
                                             realm: Realm) -> None:
    address = free_address()
    with Service([built / "build" / "service", *service_arguments(realm, address)], address, realm,
                 LD_LIBRARY_PATH=str(installed.library_folder)):
        answer = run(installed.prefix / "bin" / "mutauth", "connect", address, "--spn",
                     f"HTTP/{HOST}", "a text", **realm.variables)
    assert "a text" in answer.splitlines()


def test_the_python_programs_speak_to_each_other(tmp_path: Path, realm: Realm) -> None:
    for name in ("client", "service"):
        (tmp_path / f"{name}.py").write_text(snippet("python", name))
    package = str(BUILD / "python")
    address = free_address()
    with Service(["/usr/bin/python3", tmp_path / "service.py", *service_arguments(realm, address)],
                 address, realm, PYTHONPATH=package) as service:
        client = subprocess.run(
            ["/usr/bin/python3", tmp_path / "client.py", HOST, address],
            env={**realm.environment, "PYTHONPATH": package}, capture_output=True, text=True,
            timeout=30)
        assert client.returncode == 0, client.stderr
        assert client.stdout == "hello\n"
        assert "alice@" in service.stopped()


def test_readme_programs_are_as_short_as_it_says() -> None:
    lines = {name: len(snippet("c", name).splitlines()) for name in ("client", "service")}
    assert all(count <= 32 for count in lines.values()), lines



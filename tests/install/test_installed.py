"""What is installed works from wherever it is moved to, and asks for no more than it should."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from installation import OPTIONS, ROOT, Installed, run

SAID = "0.1.0 ldap/dc1.example.test:3268/example.test directory=1\n"
CONSUMER = ROOT / "tests" / "install" / "consumer"


def test_pkg_config_builds_a_c_program(installed: Installed, tmp_path: Path) -> None:
    packages = str(installed.library_folder / "pkgconfig")
    flags = run("pkg-config", "--cflags", "--libs", "mutauth", PKG_CONFIG_PATH=packages)
    program = tmp_path / "say"
    run("cc", "-std=c90", "-Wall", "-Werror", CONSUMER / "say.c", *shlex.split(flags),
        "-o", program)
    assert run(program, LD_LIBRARY_PATH=str(installed.library_folder)) == SAID


def test_find_package_builds_c_and_cpp_programs(installed: Installed, tmp_path: Path) -> None:
    run("cmake", "-G", "Ninja", "-S", CONSUMER, "-B", tmp_path,
        f"-DCMAKE_PREFIX_PATH={installed.prefix}")
    run("cmake", "--build", tmp_path)
    assert run(tmp_path / "say_c") == SAID
    assert run(tmp_path / "say_cpp") == SAID
    ran = run("ctest", "--test-dir", tmp_path, "--verbose")
    assert SAID in ran.replace("1: ", "")
    assert "Default principal: alice@CONSUMER.TEST" in ran


def test_find_package_refuses_another_major_version(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.22)\n"
        "project(newer LANGUAGES C)\n"
        "find_package(mutauth 1.0 QUIET)\n"
        'message(STATUS "found=${mutauth_FOUND}")\n'
    )
    printed = run("cmake", "-G", "Ninja", "-S", tmp_path, "-B", tmp_path / "build",
                  f"-DCMAKE_PREFIX_PATH={installed.prefix}")
    assert "found=0" in printed


def test_another_project_builds_it_as_a_part(tmp_path: Path) -> None:
    run("cmake", "-G", "Ninja", "-S", CONSUMER.parent / "superbuild", "-B", tmp_path,
        f"-DMUTAUTH_SOURCE={ROOT}", "-DMUTAUTH_ONE_PASS=OFF",
        *(f"-D{name}={value}" for name, value in OPTIONS.items()))
    run("cmake", "--build", tmp_path, "--target", "say", "mutauth_usable")
    assert run(tmp_path / "say", "one-pass") == SAID + "one-pass=0\n"
    run("cmake", "--install", tmp_path, "--prefix", tmp_path / "prefix")
    assert not list((tmp_path / "prefix").glob("**/*mutauth*"))


def test_the_library_loads_without_libldap(installed: Installed) -> None:
    # Hosts without a directory have no libldap: only the module that speaks to one may need it.
    needed = run("ldd", installed.library)
    assert "libgssapi_krb5" in needed
    assert "ldap" not in needed and "lber" not in needed
    assert "libldap" in run("ldd", installed.library_folder / "mutauth" / "ldap.so")


def test_the_commands_find_what_they_need(installed: Installed) -> None:
    assert "0.1.0" in run(installed.prefix / "bin" / "mutauth", "--version")
    assert "usage" in run(installed.prefix / "bin" / "mutauth-realm", "--help").lower()


def test_nothing_installed_names_the_build(installed: Installed) -> None:
    for path in installed.prefix.glob("**/*"):
        if path.suffix in (".pc", ".cmake", ".h", ".hpp", ".py"):
            assert f"{ROOT}/" not in path.read_text(encoding="utf-8"), path
    for binary in (installed.library, installed.prefix / "bin" / "mutauth"):
        paths = [line for line in run("readelf", "-d", binary).splitlines()
                 if "RPATH" in line or "RUNPATH" in line]
        assert all("$ORIGIN" in line and str(ROOT) not in line for line in paths), paths


@pytest.mark.parametrize("name", ["mutauth.h", "mutauth.hpp", "spn.h", "status.h"])
def test_the_headers_are_there(installed: Installed, name: str) -> None:
    assert (installed.prefix / "include" / "mutauth" / name).is_file()

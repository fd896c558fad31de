"""The built library exports the documented functions and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tree_files import ROOT

BUILD = ROOT / os.environ.get("MUTAUTH_BUILD", "build/release")
MODULE_ENTRY = "mutauth_directory_module"


def built(name: str) -> Path:
    for folder in ("lib", "capi", "."):
        if (BUILD / folder / name).exists():
            return BUILD / folder / name
    pytest.skip(f"{name} is not built below {BUILD}; set MUTAUTH_BUILD to a build directory")


def exported(library: Path) -> set[str]:
    """Names as name@@VERSION; the version nodes themselves, which are no symbols, left out."""
    listed = subprocess.run(
        ["nm", "-D", "--defined-only", "--with-symbol-versions", str(library)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    symbols = [line.split() for line in listed.splitlines()]
    return {parts[-1] for parts in symbols if parts[-2] != "A"}


def mapped(text: str) -> set[str]:
    wanted = set()
    for node, body in re.findall(r"(MUTAUTH_[\d.]+) \{(.*?)\}", text, re.S):
        wanted |= {f"{name}@@{node}" for name in re.findall(r"\b(mutauth_\w+);", body)}
    return wanted


def soname(library: Path) -> str:
    text = subprocess.run(
        ["readelf", "-d", str(library)], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"SONAME\).*\[(.+)\]", text)
    return found[1] if found else ""


def test_library_exports_the_map() -> None:
    wanted = mapped((ROOT / "capi/mutauth.map").read_text())
    assert wanted
    found = exported(built("libmutauth.so"))
    assert sorted(wanted - found) == [], "in the map, not in the library"
    assert sorted(found - wanted) == [], "in the library, not in the map"


def test_library_soname() -> None:
    assert soname(built("libmutauth.so")) == "libmutauth.so.0"


def test_module_exports_its_entry_alone() -> None:
    assert {name.split("@")[0] for name in exported(built("lib/mutauth/ldap.so"))} == {MODULE_ENTRY}


def test_another_symbol_is_seen(tmp_path: Path) -> None:
    library = tmp_path / "libleaky.so"
    script = tmp_path / "map"
    script.write_text("MUTAUTH_0.1 {\n global: mutauth_a; leaked;\n local: *;\n};\n")
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-x", "c", "-", f"-Wl,--version-script={script}",
         "-Wl,-soname,libleaky.so.1", "-o", str(library)],
        input="int mutauth_a(void) { return 0; } int leaked(void) { return 0; }\n",
        check=True,
        text=True,
    )
    wanted = mapped("MUTAUTH_0.1 {\n    global:\n        mutauth_a;\n    local:\n        *;\n};\n")
    assert exported(library) - wanted == {"leaked@@MUTAUTH_0.1"}
    assert soname(library) == "libleaky.so.1"

"""The kernel's calls for ids are those of 32 bits on every machine: finding I7."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest
from tree_files import ROOT

# arch/x86/entry/syscalls/syscall_32.tbl and arch/arm/tools/syscall.tbl: the same numbers.
_OF_32_BITS = {"kSetresuid": 208, "kGetresuid": 209, "kSetresgid": 210, "kGetresgid": 211,
               "kSetgroups": 206, "kGetgroups": 205}
# arch/x86/entry/syscalls/syscall_64.tbl.
_OF_X86_64 = {"kSetresuid": 117, "kGetresuid": 118, "kSetresgid": 119, "kGetresgid": 120,
              "kSetgroups": 116, "kGetgroups": 115}


@pytest.mark.parametrize(("option", "numbers"), [("-m32", _OF_32_BITS), ("-m64", _OF_X86_64)])
def test_the_numbers(option: str, numbers: dict[str, int], tmp_path: Path) -> None:
    machine = subprocess.run(["g++", "-dumpmachine"], capture_output=True, text=True, check=True)
    if not machine.stdout.startswith("x86_64"):
        pytest.skip(f"nothing was tested: {option} needs a compiler for x86, and this one is for "
                    f"{machine.stdout.strip()}")
    source = tmp_path / "numbers.cpp"
    source.write_text(
        '#include "identity/id_calls.h"\nnamespace calls = mutauth::identity::calls;\n'
        + "".join(f"static_assert(calls::{name} == {number});\n"
                  for name, number in numbers.items()))
    # The kernel's headers of both are the same files; the C library's for 32 bits are not needed.
    headers = f"/usr/include/{sysconfig.get_config_var('MULTIARCH')}"
    subprocess.run(["g++", option, "-std=c++20", "-fsyntax-only", "-isystem", headers,
                    "-I", str(ROOT / "src"), str(source)], check=True)


def test_no_other_number_is_used() -> None:
    for path in sorted((ROOT / "src").rglob("*.cpp")):
        text = path.read_text(encoding="utf-8")
        for call in ("SYS_setresuid", "SYS_setresgid", "SYS_setgroups", "SYS_getgroups",
                     "SYS_getresuid", "SYS_getresgid", "SYS_setuid", "SYS_setreuid"):
            assert call not in text, f"{path}: use identity/id_calls.h"

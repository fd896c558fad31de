"""Each public header compiles alone, twice over, in every language it is promised for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tree_files import ROOT

INCLUDE = ROOT / "include"
HEADERS = sorted((INCLUDE / "mutauth").glob("*.h"))
WARNINGS = ["-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
C_STANDARDS = ["c90", "c99", "c11"]
CPP_STANDARDS = ["c++11", "c++20"]
COMPILERS = ["gcc", "clang-14"]


def compile_text(compiler: str, language: str, standard: str, text: str) -> str:
    """What the compiler says; nothing if it is content."""
    done = subprocess.run(
        [compiler, "-x", language, f"-std={standard}", *WARNINGS, "-I", str(INCLUDE), "-"],
        input=text,
        capture_output=True,
        text=True,
    )
    return done.stderr if done.returncode else ""


def need(compiler: str) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed, so the headers are not tried with it")


@pytest.mark.parametrize("header", HEADERS, ids=[path.name for path in HEADERS])
@pytest.mark.parametrize("compiler", COMPILERS)
def test_header_stands_alone(compiler: str, header: Path) -> None:
    need(compiler)
    line = f"#include <mutauth/{header.name}>\n"
    # A unit may not be empty in C, and some headers hold only macros.
    text = f"{line}{line}extern int unit_is_not_empty;\n"
    for standard in C_STANDARDS:
        assert compile_text(compiler, "c", standard, text) == "", standard
    for standard in CPP_STANDARDS:
        assert compile_text(compiler, "c++", standard, text) == "", standard


@pytest.mark.parametrize("compiler", COMPILERS)
def test_cpp_wrapper(compiler: str) -> None:
    need(compiler)
    if not (INCLUDE / "mutauth/mutauth.hpp").exists():
        pytest.skip("there is no mutauth.hpp")
    text = "#include <mutauth/mutauth.hpp>\n#include <mutauth/mutauth.hpp>\n"
    for standard in ("c++17", "c++20"):
        assert compile_text(compiler, "c++", standard, text) == "", standard


def test_the_whole_includes_every_part() -> None:
    whole = (INCLUDE / "mutauth/mutauth.h").read_text()
    missing = [
        path.name
        for path in HEADERS
        if path.name != "mutauth.h" and f"#include <mutauth/{path.name}>" not in whole
    ]
    assert missing == []


@pytest.mark.parametrize("line", ["// a C++ comment", "enum { last, };", "inline int f(void);"])
def test_what_is_not_c90_fails(line: str) -> None:
    need("gcc")
    assert compile_text("gcc", "c", "c90", f"#include <mutauth/spn.h>\n{line}\n") != ""

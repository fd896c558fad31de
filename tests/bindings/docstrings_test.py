"""Docstrings are written for Python: its types and exceptions, none of C's phrases (finding W2)."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import pydoc
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import mutauth

PACKAGE = Path(mutauth.__file__).parent
PHRASES = {
    "a missing object": r"\bNULL\b",
    "a handle": r"\b(an?|the|no|live|wrong) handles?\b|\bhandle's\b",
    "an output": r"\bout is\b|\boutputs?\b|\bwritten\b.*\bbytes written\b",
    "a function of C's": r"\bmutauth_\w+|_free\b",
    "a status": r"\bMUTAUTH_\w+|\bstatus(es)?\b|\b(OK|END|CONTINUE)\b",
    "a constant of C's": r"\bINT(32|64)_MAX\b|\b(FOUND_BY|RANGE|DUPLICATE)_",
    "memory": r"\bfree with\b|\blives? (as long|until)\b|\bstill to be freed\b|\bpointers?\b"
              r"|\bbuffers? (is|are|may)\b|\bcopied$",
    "a size beside the bytes": r"^(count|capacity): how many$|None with a (size|capacity)"
                               r"|\(None, 0\)|with count 0|if (the )?(size|capacity) is 0",
    "a number for a truth": r"\b1 or 0\b|\b1 if\b|\belse 0\b",
    "how text is encoded": r"\bin UTF-8\b|UTF-8: |^UTF-8",
    "a unit that Python does not take": r"\bmilliseconds\b",
    "a header": r"\bthe headers\b|\.h\b",
}
# Words of the protocols and of Python's own that a pattern takes for C's.
ALLOWED = re.compile(r"\"[^\"]*\"|\bmutauth_realm\b|exit status|status, symbol and kind")


def modules() -> Iterator[ModuleType]:
    yield mutauth
    for found in pkgutil.iter_modules([str(PACKAGE)]):
        if not found.name.startswith("_"):
            yield import_module(f"mutauth.{found.name}")


def documented(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Each public thing of the module's, by its name, with its docstring."""
    yield module.__name__, module.__doc__ or ""
    for name, value in vars(module).items():
        ours = getattr(value, "__module__", None) or ""
        if name.startswith("_") or not ours.startswith("mutauth"):
            continue
        if inspect.isclass(value) or callable(value):
            yield f"{module.__name__}.{name}", value.__doc__ or ""
        if inspect.isclass(value):
            for member, inner in vars(value).items():
                if member == "__init__" or not member.startswith("_"):
                    doc = getattr(inner, "__doc__", None)
                    if callable(inner) or isinstance(inner, (property, staticmethod)):
                        yield f"{module.__name__}.{name}.{member}", doc or ""


EVERY = {name: text for module in modules() for name, text in documented(module)}


def test_there_are_docstrings() -> None:
    assert len(EVERY) > 500
    assert "mutauth.Channel.open" in EVERY and "mutauth.spn.lint" in EVERY


@pytest.mark.parametrize("what", PHRASES)
def test_no_docstring_speaks_of(what: str) -> None:
    found = [f"{name}: {line.strip()}" for name, text in EVERY.items()
             for line in text.splitlines()
             if re.search(PHRASES[what], ALLOWED.sub("", line).strip())]
    assert found == []


def test_each_phrase_is_seen() -> None:
    for what, text in {
        "a missing object": "name is NULL", "a handle": "map is no live handle",
        "an output": "Each output may be missing", "a function of C's": "see mutauth_spn_parse",
        "a status": "END, or another status", "memory": "the list; free with care",
        "a size beside the bytes": "starts with no token (None, 0)",
        "a number for a truth": "Returns: 1 or 0", "how text is encoded": "UTF-8: a name",
        "a unit that Python does not take": "milliseconds: from now", "a header": "see spn.h",
        "a constant of C's": "one of FOUND_BY_...",
    }.items():
        assert re.search(PHRASES[what], text), what


def functions(body: list[ast.stmt], inside: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for one in body:
        if isinstance(one, ast.ClassDef) and not one.name.startswith("_"):
            yield from functions(one.body, f"{inside}{one.name}.")
        elif isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            yield inside + one.name, one


STUB = dict(functions(ast.parse((PACKAGE / "_mutauth.pyi").read_text()).body))


def test_what_is_told_of_arguments_is_of_arguments() -> None:
    """Before the result and the exceptions, "name: words" is of an argument that there is."""
    for name, function in STUB.items():
        arguments = {one.arg for one in [*function.args.args, *function.args.kwonlyargs]}
        told = re.split(r"\n\n(?=Returns|Raises)", ast.get_docstring(function) or "")[0]
        for found in re.findall(r"^(\w+): ", told.split("\n\n")[-1], re.M):
            assert found in arguments, f"{name} has no {found}"
        if "timeout" in arguments:
            assert "timeout: " in told, name


def test_what_a_docstring_names_is_there() -> None:
    for name, function in STUB.items():
        text = ast.get_docstring(function) or ""
        for found in re.findall(r"^    ([A-Z]\w+(?:, [A-Z]\w+)*)(?=:|$)", text, re.M):
            for error in found.split(", "):
                assert issubclass(getattr(mutauth, error), mutauth.Error), f"{name}: {error}"
        for owner, member in re.findall(r"\b([A-Z]\w+)\.([a-z]\w*)\b", text):
            if hasattr(mutauth, owner):
                known = {*dir(getattr(mutauth, owner)), *mutauth.Error.__annotations__}
                assert member in known, f"{name}: {owner}.{member}"
        if function.returns is not None and ast.unparse(function.returns) == "None":
            assert "Returns" not in text, name


def test_what_help_shows_is_what_an_editor_shows() -> None:
    made = {name: text for name, function in STUB.items()
            if "\n\nRaises:" in (text := ast.get_docstring(function) or "")}
    assert len(made) > 50
    for name, text in made.items():
        owner, _, member = name.rpartition(".")
        static = inspect.getattr_static(getattr(mutauth, owner) if owner else mutauth, member)
        shown = getattr(static, "__func__", static).__doc__
        assert text.split() == shown.split()[-len(text.split()):], name


def manual(of: Any) -> int:
    return len(pydoc.render_doc(of, renderer=pydoc.plaintext).splitlines())


def test_the_manual_is_of_a_size_to_be_read() -> None:
    assert manual(mutauth) < 13000
    reasons = [value for value in vars(mutauth).values()
               if inspect.isclass(value) and issubclass(value, mutauth.Error)]
    assert max(manual(one) for one in reasons if one is not mutauth.Error) < 35

"""Reads the hand-written stub: as what Python knows each C function, and what is said of it there.

A placeholder is the docstring `@doc mutauth_x`. Lines after it replace what the header says: first
the words, then arguments and the result, each as "name: words" or "Returns: words". A comment
`# covers: mutauth_x, mutauth_y as Name` tells of functions that have no method of their own, and
what docstrings call them: "-" if Python has nothing of the kind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .model import Fault, Model

PLACEHOLDER = re.compile(
    r'^(?P<indent>[ ]*)"""@doc (?P<name>\w+)(?:\n(?:(?!""").)*)?"""$', re.M | re.S)
COVERS = re.compile(r"^[ ]*# covers:(?P<list>.*)\n", re.M)
_COVERED = re.compile(r"(mutauth_\w+)(?: as (.+))?")
_ITEM = re.compile(r"(\w+): (.+)", re.S)
RETURNS = "Returns"


@dataclass(frozen=True)
class Parameter:
    name: str
    takes_none: bool


@dataclass(frozen=True)
class Bound:
    """A Python function, method or property, and what is written of it."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    words: str = ""
    items: dict[str, str] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        return any(re.match(r"_(?!_)", part) for part in self.name.split("."))


@dataclass(frozen=True)
class Stub:
    bound: dict[str, Bound]
    """By the C function's name."""
    names: dict[str, str]
    """Of each C function that Python knows: what a docstring calls it."""
    constants: frozenset[str]
    """The numbers that the module has."""
    absent: frozenset[str] = frozenset()
    """The C functions that Python has nothing for; what comes of them it does not meet."""


def read(template: str, name: str, model: Model) -> Stub:
    faults = list(_faults(template, name, model))
    if faults:
        raise Fault("\n".join(faults))
    tree = ast.parse(template)
    bound = {function: one for function, one in _bound(tree.body, "")}
    names = {function: _called(one.name) for function, one in bound.items() if not one.private}
    covered = {function: called for function, called in _covered(template) if called}
    names |= {function: called for function, called in covered.items() if called != "-"}
    constants = [one.target.id for one in tree.body
                 if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    absent = frozenset(function for function, called in covered.items() if called == "-")
    return Stub(bound, names, frozenset(constants), absent)


def _faults(template: str, name: str, model: Model) -> Iterator[str]:
    functions = {function.name for function in model.functions}
    mentioned = set(re.findall(r"\bmutauth_\w+", template))
    for function in model.functions:
        if function.name not in mentioned:
            yield f"{name}: {function.name} is bound nowhere: give it a @doc or a '# covers:'"
    for found in PLACEHOLDER.finditer(template):
        if found["name"] not in functions:
            yield f"{name}: @doc {found['name']} names no function"
    for function, _ in _covered(template):
        if function not in functions:
            yield f"{name}: '# covers:' names {function}, which is no function"
    if template.count("@doc") != len(PLACEHOLDER.findall(template)):
        yield f'{name}: a placeholder is """@doc mutauth_x""", on a line of its own'


def _covered(template: str) -> Iterator[tuple[str, str]]:
    for line in COVERS.finditer(template):
        for one in re.split(r",\s*(?=mutauth_)", line["list"].strip()):
            if found := _COVERED.fullmatch(one.strip()):
                yield found[1], found[2] or ""


def _bound(body: list[ast.stmt], inside: str) -> Iterator[tuple[str, Bound]]:
    for one in body:
        if isinstance(one, ast.ClassDef):
            yield from _bound(one.body, f"{one.name}.")
        elif isinstance(one, ast.FunctionDef):
            said = (ast.get_docstring(one) or "").split(maxsplit=2)
            if said[:1] == ["@doc"]:
                yield said[1], _function(one, inside, said[2] if len(said) > 2 else "")


def _function(one: ast.FunctionDef, inside: str, written: str) -> Bound:
    arguments = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
    parameters = tuple(Parameter(argument.arg, _takes_none(argument.annotation))
                       for argument in arguments if argument.arg != "self")
    words: list[str] = []
    items: dict[str, str] = {}
    for line in written.splitlines():
        found = _ITEM.fullmatch(line.strip())
        if found and found[1] in {RETURNS, *(parameter.name for parameter in parameters)}:
            items[found[1]] = found[2]
        elif items and line.strip():
            last = list(items)[-1]
            items[last] += f" {line.strip()}"
        else:
            words.append(line.strip())
    returns = "None" if one.returns is None else ast.unparse(one.returns)
    return Bound(inside + one.name, parameters, returns, "\n".join(words).strip(), items)


def _takes_none(annotation: ast.expr | None) -> bool:
    return annotation is None or bool(re.search(r"Optional|None", ast.unparse(annotation)))


def _called(name: str) -> str:
    """Python calls __init__ by its class, __str__ and __next__ by a function."""
    owner, _, method = name.rpartition(".")
    if method == "__init__":
        return owner
    special = re.fullmatch(r"__(\w+)__", method)
    return f"{special[1]}({owner})" if special else name

"""bindings/python/mutauth: _errors.py, _docs.h and _mutauth.pyi."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from .model import Fault, Kind, Model, Status
from .python_names import BUILTINS, exception_names, kind_class, status_class
from .python_prose import Prose
from .status_files import quoted

_HERE = Path(__file__).parent
_PLACEHOLDER = re.compile(r'^(?P<indent>[ ]*)"""@doc (?P<name>\w+)"""$', re.M)
_COVERS = re.compile(r"^[ ]*# covers:.*\n", re.M)
_NATIVE = "MUTAUTH_NATIVE_"


def errors(model: Model) -> str:
    failing = [kind for kind in model.statuses.kinds if kind.block > 0]
    names = exception_names(model.statuses)
    kinds = [_kind(kind) for kind in failing]
    reasons = [_reason(status) for status in model.statuses.all if status.number < 0]
    natives = {
        str(one.value): quoted(one.name.removeprefix(_NATIVE).lower())
        for one in model.constants
        if one.name.startswith(_NATIVE)
    }
    head = (_HERE / "errors_head.py.in").read_text(encoding="utf-8")
    tail = (_HERE / "errors_tail.py.in").read_text(encoding="utf-8")
    tables = [
        _table("by_status", "type[Error]", {f"{name}.status": name for name in names.values()}),
        _table("by_kind", "type[Error]", {str(kind.block): kind_class(kind) for kind in failing}),
        _table("native_systems", "str", natives),
    ]
    exported = ["Error", "Evidence", *(kind_class(kind) for kind in failing), *names.values()]
    tables.append("\n".join(["__all__ = [", *(f"    {quoted(name)}," for name in exported), "]"]))
    return "\n\n".join([head, *kinds, *reasons, "\n".join(tables) + "\n", tail])


def _kind(kind: Kind) -> str:
    return (
        f"class {kind_class(kind)}(Error):\n"
        f'    """{_capital(kind.says)}."""\n\n'
        f"    kind = {kind.block}\n"
    )


def _reason(status: Status) -> str:
    bases = [kind_class(status.kind), *filter(None, [BUILTINS.get(status.name)])]
    says = f"{_capital(status.says)}."
    if status.remedy:
        says += f"\n\nRemedy: {status.remedy}."
    wrapped = ["\n".join(textwrap.wrap(part, 94)) for part in says.split("\n\n")]
    doc = textwrap.indent("\n\n".join(wrapped), "    ").lstrip()
    doc += "\n    " if "\n" in doc else ""
    return (
        f"class {status_class(status)}({', '.join(bases)}):\n"
        f'    """{doc}"""\n\n'
        f"    status = {status.number}\n"
        f'    symbol = "{status.symbol}"\n'
    )


def _table(name: str, type_: str, rows: dict[str, str]) -> str:
    lines = [f"    {key}: {value}," for key, value in rows.items()]
    return "\n".join([f"{name}: dict[int, {type_}] = {{", *lines, "}"])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def docs_header(model: Model) -> str:
    prose = Prose(model)
    lines = [
        "// The docstrings of the functions, by the names of the C functions behind them.",
        "// Made by bindings/generate.py from include/mutauth/*.h; do not edit.",
        "#pragma once",
        "",
        "// clang-format off",
    ]
    for function in model.functions:
        text = prose.docstring(function)
        if ')doc"' in text:
            raise Fault(f"{function.where}: {function.name}: the comment ends a raw string")
        lines.append(f'inline constexpr char doc_{function.name}[] = R"doc({text})doc";')
    return "\n".join([*lines, "// clang-format on", ""])


def stub(model: Model, template: str, name: str) -> str:
    """The hand-written stub with each placeholder replaced by the function's docstring."""
    functions = {function.name: function for function in model.functions}
    prose = Prose(model)
    mentioned = set(re.findall(r"\bmutauth_\w+", template))
    faults = [
        f"{name}: {function} is bound nowhere: give it a @doc or a '# covers:'"
        for function in functions
        if function not in mentioned
    ]
    for found in _PLACEHOLDER.finditer(template):
        if found["name"] not in functions:
            faults.append(f"{name}: @doc {found['name']} names no function")
    for line in _COVERS.findall(template):
        for word in re.findall(r"\bmutauth_\w+", line):
            if word not in functions:
                faults.append(f"{name}: '# covers:' names {word}, which is no function")
    if template.count("@doc") != len(_PLACEHOLDER.findall(template)):
        faults.append(f'{name}: a placeholder is """@doc mutauth_x""", on a line of its own')
    if faults:
        raise Fault("\n".join(faults))

    def expanded(found: re.Match[str]) -> str:
        text = prose.docstring(functions[found["name"]]).replace("\\", "\\\\")
        body = f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'
        return textwrap.indent(body, found["indent"])

    made = "# Made by bindings/generate.py from _mutauth.pyi.in; do not edit.\n"
    return made + _PLACEHOLDER.sub(expanded, _COVERS.sub("", template))
